import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from '@longplay/runtime';
import { shortPath } from './short-path.ts';

/** A ConfigurationError where a flag names a file that cannot be: a folder, or something in a folder that is not there. */
export function expectFile(flag: string, file: string): void {
  if (isFolder(file)) {
    throw new ConfigurationError(`${flag} ${shortPath(file)} is a folder`, { cure: 'give the name of a file in it' });
  }
  const folder = dirname(file);
  if (isFolder(folder)) return;
  throw new ConfigurationError(`${flag} ${shortPath(file)}: there is no folder ${shortPath(folder)}`, {
    cure: 'make the folder first, or choose another',
  });
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
