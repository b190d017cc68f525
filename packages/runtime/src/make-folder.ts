import { existsSync } from 'node:fs';
import { mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from './file-error.ts';

/**
 * Makes a folder and the parents that it lacks. Where that fails, those that were made are removed.
 *
 * Not `mkdir` with `recursive`: where the file system refuses a name with ENOENT although the parent exists, as /proc
 * does, Node 24 tries again without end.
 *
 * @param folder absolute.
 * @returns the folders that were made, outermost first; none where all were there.
 */
export async function makeFolder(folder: string): Promise<string[]> {
  try {
    await mkdir(folder);
    return [folder];
  } catch (error) {
    if (await isFolder(folder)) return [];
    if (!hasCode(error, 'ENOENT') || existsSync(dirname(folder))) throw error;
  }
  const parents = await makeFolder(dirname(folder));
  try {
    return [...parents, ...(await makeFolder(folder))];
  } catch (error) {
    await removeEmptyFolders(parents);
    throw error;
  }
}

/** Removes folders, given outermost first, as far as they are empty and can be removed. */
export async function removeEmptyFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) await rmdir(folder).catch(() => {});
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}
