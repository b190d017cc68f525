import { existsSync, globSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigurationError, unknownName } from '@longplay/runtime';

/** The profiles that come with the command: packed beside its dist; in a clone, at the workspace's root. */
function packedProfiles(): string {
  const path = import.meta.url.endsWith('.ts') ? '../../../../profiles' : '../../profiles';
  return fileURLToPath(new URL(path, import.meta.url));
}

/**
 * The file of a profile: a path, else the name of one under ./profiles, else of one that comes with the command:
 * `near-retirement`.
 *
 * @throws ConfigurationError for another name, with the nearest and all that there are.
 */
export function findProfile(profile: string): string {
  const folders = [resolve('profiles'), packedProfiles()];
  const file = [profile, ...folders.map((folder) => join(folder, `${profile}.yaml`))].find((path) => existsSync(path));
  if (file !== undefined) return file;
  if (extname(profile) !== '') return profile; // who reads it says what is wrong with it
  const names = folders.flatMap((folder) => globSync('*.yaml', { cwd: folder }).map((path) => basename(path, '.yaml')));
  throw new ConfigurationError(unknownName('profile', profile, new Set(names.toSorted())), {
    cure: '--profile takes the path of a file, or one of these names',
  });
}
