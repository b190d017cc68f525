import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Checkpoint, checkpointPath, newestGood, pruneCheckpoints, removeUnfinished } from './checkpoints.ts';
import { SnapshotError } from './errors.ts';
import { temporaryFolder } from './fixtures/run/temporary-folder.ts';
import { silentLogger } from './logger.ts';
import { defineSnapshot } from './snapshot.ts';

const counter = defineSnapshot({ kind: 'counter', version: 1, arrays: {}, header: z.strictObject({}) });

const save = (folder: string, checkpoint: Checkpoint, step = Number(checkpoint)) =>
  counter.save(checkpointPath(folder, checkpoint), { step, arrays: {}, header: {} });

const damage = (folder: string, checkpoint: Checkpoint) => appendFile(checkpointPath(folder, checkpoint), 'x');

test('pruning keeps the newest by number, the best, the final, and what is no checkpoint', async () => {
  await using folder = await temporaryFolder();
  for (const name of [9, 10, 20, 30, 'best', 'final'] as const) await save(folder.path, name, 1);
  await writeFile(join(folder.path, 'step-5.txt'), '');
  await pruneCheckpoints(folder.path, { written: 30, keep: 2 });
  expect((await readdir(folder.path)).toSorted()).toEqual([
    'best.safetensors',
    'final.safetensors',
    'step-20.safetensors',
    'step-30.safetensors',
    'step-5.txt',
  ]);
  await expect(pruneCheckpoints(folder.path, { written: 30, keep: 0 })).rejects.toThrow(RangeError);
});

test('a run that went back behind a damaged checkpoint keeps what it writes now', async () => {
  await using folder = await temporaryFolder();
  for (const step of [10, 20, 100]) await save(folder.path, step);
  await pruneCheckpoints(folder.path, { written: 20, keep: 1 });
  expect((await readdir(folder.path)).toSorted()).toEqual(['step-100.safetensors', 'step-20.safetensors']);
});

test('an empty folder has no snapshot', async () => {
  await using folder = await temporaryFolder();
  await save(folder.path, 'best', 5);
  expect(await newestGood(folder.path, counter.load)).toBeUndefined();
});

test('the newest is found by number; a damaged one is skipped with a warning', async () => {
  await using folder = await temporaryFolder();
  for (const step of [8, 9, 10, 100]) await save(folder.path, step);
  expect((await newestGood(folder.path, counter.load))?.step).toBe(100);
  await damage(folder.path, 100);
  await damage(folder.path, 10);
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (line: string) => warnings.push(line) };
  expect((await newestGood(folder.path, counter.load, logger))?.step).toBe(9);
  expect(warnings).toEqual([
    expect.stringContaining(`skipped a snapshot that cannot be loaded: ${checkpointPath(folder.path, 100)} `),
    expect.stringContaining('describes 0 bytes of data, and it has 1'),
  ]);
});

test('the final snapshot counts by the step in it', async () => {
  await using folder = await temporaryFolder();
  await save(folder.path, 'final', 25);
  for (const step of [10, 20]) await save(folder.path, step);
  expect((await newestGood(folder.path, counter.load))?.step).toBe(25);
  await save(folder.path, 30);
  expect((await newestGood(folder.path, counter.load))?.step).toBe(30);
  await damage(folder.path, 30);
  expect((await newestGood(folder.path, counter.load))?.step).toBe(25);
  await damage(folder.path, 'final');
  expect((await newestGood(folder.path, counter.load))?.step).toBe(20);
});

test('where none of the snapshots can be loaded, all reasons are given', async () => {
  await using folder = await temporaryFolder();
  for (const name of [1, 2, 'final'] as const) {
    await save(folder.path, name, 1);
    await damage(folder.path, name);
  }
  const error: unknown = await newestGood(folder.path, counter.load).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(SnapshotError);
  for (const name of ['step-1', 'step-2', 'final']) expect(String(error)).toContain(`${name}.safetensors`);
});

const broken = () => Promise.reject(new TypeError('a programming mistake'));

test('an error that says nothing about the file is passed on', async () => {
  await using folder = await temporaryFolder();
  await save(folder.path, 1);
  await expect(newestGood(folder.path, broken)).rejects.toThrow('a programming mistake');
});

test('only unfinished snapshots are removed', async () => {
  await using folder = await temporaryFolder();
  await save(folder.path, 1);
  await writeFile(`${checkpointPath(folder.path, 2)}.tmp`, 'half');
  await writeFile(join(folder.path, 'notes.tmp'), '');
  await removeUnfinished(folder.path);
  expect((await readdir(folder.path)).toSorted()).toEqual(['notes.tmp', 'step-1.safetensors']);
});
