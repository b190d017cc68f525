import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkpointPath, type Checkpoint } from './checkpoints.ts';
import { RunDirectoryError } from './errors.ts';
import { findCheckpoint } from './find-checkpoint.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longplay-find-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes files one second after the other. */
async function write(...checkpoints: Checkpoint[]): Promise<void> {
  for (const [second, checkpoint] of checkpoints.entries()) {
    const path = checkpointPath(folder, checkpoint);
    await writeFile(path, '');
    await utimes(path, 1000 + second, 1000 + second);
  }
}

test.each<[which: string | undefined, written: Checkpoint[], found: Checkpoint]>([
  [undefined, ['best', 100, 'final'], 'best'],
  [undefined, [100, 'final'], 'final'],
  [undefined, [100, 200], 200],
  // Finished, extended and interrupted: the final checkpoint is the older one.
  [undefined, [100, 'final', 200], 200],
  ['latest', [100, 'final', 200], 200],
  ['latest', [100, 200, 'final'], 'final'],
  ['latest', [100], 100],
  ['final', [100, 'final', 200], 'final'],
  ['best', ['best', 100], 'best'],
])('%s of %j is %s', async (which, written, found) => {
  await write(...written);
  expect(await findCheckpoint(folder, which)).toBe(checkpointPath(folder, found));
});

test('a file is taken as it is', async () => {
  await write(100);
  expect(await findCheckpoint(folder, checkpointPath(folder, 100))).toBe(checkpointPath(folder, 100));
});

test.each(['best', 'final', 'latest', undefined])('says when there is no %s', async (which) => {
  const found = findCheckpoint(folder, which);
  await expect(found).rejects.toThrow(RunDirectoryError);
  await expect(found).rejects.toThrow(which ?? 'holds no checkpoint');
});
