import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cannotWrite } from './file-error.ts';

/** What a file's name ends with while it is being written. */
export const temporarySuffix = '.tmp';

/**
 * Writes a file that after any crash, kill or power loss holds either its old content or the new, whole: a temporary
 * file is written, synced and renamed, and the folder is synced. Chunks are streamed, so large content needs no copy.
 *
 * The temporary name is always `<path>.tmp`, so that killed writers never accumulate files. Therefore one path has
 * one writer at a time; in a run directory the lock sees to that.
 *
 * @throws {RunDirectoryError} when the file cannot be written (a full disk, no permission, …). The old file is then
 * untouched and the temporary one removed.
 *
 * @example
 * await writeFileAtomically(join(folder, 'notes.txt'), 'first');
 * await writeFileAtomically(join(folder, 'notes.txt'), [new Uint8Array([111]), new Uint8Array([107])]);
 * await readFile(join(folder, 'notes.txt'), 'utf8'); // => 'ok'
 */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array | Iterable<Uint8Array>,
): Promise<void> {
  const temporary = path + temporarySuffix;
  try {
    await writeFile(temporary, content, { flush: true });
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    // The first error is the one to report, also where the temporary file cannot be removed.
    await rm(temporary, { force: true }).catch(() => {});
    throw cannotWrite(path, error);
  }
}

/** A rename survives a power loss only once its folder is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
