import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/**
 * An empty folder for the tests of a file, removed after the last of them.
 *
 * @example
 * const folder = await temporaryFolder();
 */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'longplay-test-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
