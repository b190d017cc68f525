import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** An empty folder that is removed when the test has finished. */
export const temporaryFolder = () => emptyFolder(onTestFinished);

/** An empty folder for all tests of a file: called at its top level, removed after the last of them. */
export const fileFolder = () => emptyFolder(afterAll);

async function emptyFolder(whenDone: (remove: () => Promise<void>) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'longplay-test-'));
  whenDone(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
