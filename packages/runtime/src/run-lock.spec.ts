import { readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RunDirectoryError } from './errors.ts';
import { start } from './fixtures/run/start.ts';
import { temporaryFolder } from './fixtures/run/temporary-folder.ts';
import { acquireRunLock, lockOwners } from './run-lock.ts';

test('two runs of one process conflict too', async () => {
  await using folder = await temporaryFolder();
  const lock = await acquireRunLock(folder.path);
  await expect(acquireRunLock(folder.path)).rejects.toMatchObject({
    name: 'RunDirectoryError',
    message: `${folder.path} is in use by another run of this process (${process.pid})`,
    cure: 'close that run first, or choose another folder',
  });
  await lock.release();
  await lock.release();
  await (await acquireRunLock(folder.path)).release();
  expect(await readdir(folder.path)).toEqual([]);
});

test('a living owner keeps its lock; killed, it loses it at once', async () => {
  await using folder = await temporaryFolder();
  const holder = start('hold-lock.ts', [folder.path]);
  await holder.printed('held');
  const refused: unknown = await acquireRunLock(folder.path).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RunDirectoryError);
  expect(refused).toMatchObject({
    message: `${folder.path} is in use by process ${holder.process.pid} on ${hostname()}`,
    cure: expect.stringContaining(`kill ${holder.process.pid}`),
  });
  expect(await readdir(folder.path)).toHaveLength(1);

  holder.process.kill('SIGKILL');
  expect(await holder.ended).toBe('SIGKILL');
  expect(await lockOwners(folder.path)).toMatchObject([{ pid: holder.process.pid, alive: false }]);
  const lock = await acquireRunLock(folder.path);
  expect(await lockOwners(folder.path)).toMatchObject([{ pid: process.pid, alive: true }]);
  await lock.release();
});

test('a process id that another process has now does not keep the lock', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, `lock.${hostname()}.${process.ppid}.1-boot`), '');
  await (await acquireRunLock(folder.path)).release();
  expect(await readdir(folder.path)).toEqual([]);
});

test('the lock of another host is kept, and the message says how to remove it', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'lock.node-7.cluster.example.4711.99-boot');
  await writeFile(file, '');
  await expect(acquireRunLock(folder.path)).rejects.toMatchObject({
    message: `${folder.path} is in use by process 4711 on another host, node-7.cluster.example`,
    cure: expect.stringContaining(`delete ${file}`),
  });
  expect(await lockOwners(folder.path)).toMatchObject([
    { host: 'node-7.cluster.example', pid: 4711, alive: undefined },
  ]);
});

test('a contender that is refused deletes nothing, not even the lock of a dead owner', async () => {
  await using folder = await temporaryFolder();
  const dead = `lock.${hostname()}.${process.pid}.1-boot`;
  const names = [dead, 'lock.zebra.4711.99-boot'];
  for (const name of names) await writeFile(join(folder.path, name), '');
  await expect(acquireRunLock(folder.path)).rejects.toThrow('another host, zebra');
  expect((await readdir(folder.path)).toSorted()).toEqual(names);
});

test('a folder that is missing or a file is refused', async () => {
  await using folder = await temporaryFolder();
  await expect(acquireRunLock(join(folder.path, 'none'))).rejects.toBeInstanceOf(RunDirectoryError);
  await writeFile(join(folder.path, 'file'), '');
  await expect(acquireRunLock(join(folder.path, 'file'))).rejects.toBeInstanceOf(RunDirectoryError);
});

test('of 20 racing processes at most one holds the lock at any time', { timeout: 60_000 }, async () => {
  await using folder = await temporaryFolder();
  await using outside = await temporaryFolder();
  const racers = Array.from({ length: 20 }, () =>
    start('race-for-lock.ts', [folder.path, join(outside.path, 'witness'), '1000']),
  );
  const ends = await Promise.all(racers.map((racer) => racer.ended));
  expect(racers.filter((_, index) => ends[index] !== 0).map((racer) => racer.output())).toEqual([]);
  const held = racers.map((racer) => Number(/held (\d+) times/.exec(racer.output())?.[1]));
  expect(held.reduce((total, times) => total + times)).toBeGreaterThan(0);
  expect(await readdir(folder.path)).toEqual([]);
});
