import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkpointPath } from './checkpoints.ts';
import { RunDirectoryError } from './errors.ts';
import { counter, counterState } from './fixtures/run/counter.ts';
import { start } from './fixtures/run/start.ts';
import { temporaryFolder } from './fixtures/run/temporary-folder.ts';
import { RunDirectory } from './run-directory.ts';
import { readStatus } from './run-status.ts';

const newRun = { configText: 'seed: 7\n', job: 'cartpole', seed: 7, versions: { longplay: '0.1.0' } };
const clock = { now: () => Date.UTC(2026, 10, 20, 12) };

test('what a run directory holds', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'runs/cartpole/1');
  const run = await RunDirectory.create(path, { ...newRun, ...clock });
  expect(run.path).toBe(path);
  expect((await readdir(path)).toSorted()).toEqual([
    'checkpoints',
    'config.yaml',
    expect.stringMatching(new RegExp(`^lock\\..+\\.${process.pid}\\.`)),
    'status.json',
  ]);
  expect(await readFile(join(path, 'config.yaml'), 'utf8')).toBe('seed: 7\n');
  expect(JSON.parse(await readFile(join(path, 'status.json'), 'utf8'))).toEqual({
    state: 'running',
    pid: process.pid,
    step: 0,
    updatedAt: '2026-11-20T12:00:00.000Z',
    versions: { longplay: '0.1.0' },
    seed: 7,
    job: 'cartpole',
  });
  expect((await readStatus(path))?.state).toBe('running');
  await run.close('interrupted', 'stopped by Ctrl-C');
  await run.close('failed');
  expect(await readStatus(path)).toMatchObject({ state: 'interrupted', message: 'stopped by Ctrl-C' });
  expect((await readdir(path)).toSorted()).toEqual(['checkpoints', 'config.yaml', 'status.json']);
  await expect(run.setStatus({ step: 1 })).rejects.toThrow('is closed');
});

const fail = () => Promise.reject(new RangeError('full'));

test('checkpoints are saved, pruned and found again', async () => {
  await using folder = await temporaryFolder();
  await using run = await RunDirectory.create(folder.path, { ...newRun, keepCheckpoints: 2 });
  expect(await run.newestGood(counter.load)).toBeUndefined();
  for (const step of [1, 2, 3]) await run.saveCheckpoint(step, (file) => counter.save(file, counterState(step)));
  await run.saveBest((file) => counter.save(file, counterState(2)));
  await run.saveFinal((file) => counter.save(file, counterState(4)));
  expect((await readdir(run.checkpoints)).toSorted()).toEqual(
    ['best', 'final', 'step-2', 'step-3'].map((name) => `${name}.safetensors`),
  );
  expect(await run.newestGood(counter.load)).toEqual(counterState(4));
  // A failing save deletes nothing.
  await expect(run.saveCheckpoint(5, fail)).rejects.toThrow('full');
  expect(await readdir(run.checkpoints)).toHaveLength(4);
});

test('writes of the status keep their order', async () => {
  await using folder = await temporaryFolder();
  await using run = await RunDirectory.create(folder.path, newRun);
  await Promise.all(Array.from({ length: 30 }, (_, step) => run.setStatus({ step })));
  expect((await readStatus(folder.path))?.step).toBe(29);
  expect(await readdir(folder.path)).not.toContain('status.json.tmp');
});

test('a status that is no plain JSON, or could not be read again, is refused and changes nothing', async () => {
  await using folder = await temporaryFolder();
  const run = await RunDirectory.create(folder.path, newRun);
  await run.setStatus({ step: 4 });
  const cycle: { self?: object } = {};
  cycle.self = cycle;
  for (const change of [{ big: 1n }, { cycle }, { step: NaN }, { step: Infinity }]) {
    await expect(run.setStatus(change)).rejects.toThrow(TypeError);
    expect(await readStatus(folder.path)).toEqual(run.status);
  }
  await run.setStatus({ score: 1 });
  await run.close('finished');
  expect(await readStatus(folder.path)).toMatchObject({ state: 'finished', step: 4, score: 1 });
  expect(run.status).not.toHaveProperty('big');

  const path = join(folder.path, 'new');
  await expect(RunDirectory.create(path, { ...newRun, seed: NaN })).rejects.toThrow(TypeError);
  expect(await readdir(folder.path)).not.toContain('new');
});

const saveSlowly = async (file: string): Promise<void> => {
  await setTimeout(100);
  await counter.save(file, counterState(1));
};

test.each([
  ['a checkpoint', (run: RunDirectory) => run.saveCheckpoint(1, saveSlowly)],
  ['the best', (run: RunDirectory) => run.saveBest(saveSlowly)],
  ['the final one', (run: RunDirectory) => run.saveFinal(saveSlowly)],
])('closing waits for a snapshot that is being saved: %s', async (_, save) => {
  await using folder = await temporaryFolder();
  const run = await RunDirectory.create(folder.path, newRun);
  const writes = [save(run), run.setStatus({ step: 1 }), run.close('interrupted')];
  await run.close('failed');
  const [name = 'none'] = await readdir(run.checkpoints);
  expect(await counter.load(join(run.checkpoints, name))).toEqual(counterState(1));
  expect(await readStatus(folder.path)).toMatchObject({ state: 'interrupted', step: 1 });
  expect(await readdir(folder.path)).toHaveLength(3); // no lock
  await Promise.all(writes);
});

test('a save that fails does not keep later writes from being done', async () => {
  await using folder = await temporaryFolder();
  const run = await RunDirectory.create(folder.path, newRun);
  const outcomes = await Promise.allSettled([run.saveBest(fail), run.setStatus({ step: 1 }), run.close('finished')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(await readStatus(folder.path)).toMatchObject({ state: 'finished', step: 1 });
});

test('a run continues: last status kept, extra fields too, state running, unfinished files gone', async () => {
  await using folder = await temporaryFolder();
  {
    await using run = await RunDirectory.create(folder.path, newRun);
    await run.setStatus({ step: 5, score: 12.5 });
    // Leaves without close, as after an error.
  }
  expect(await readStatus(folder.path)).toMatchObject({
    state: 'failed',
    message: 'the run ended before it was closed',
  });
  await writeFile(`${checkpointPath(join(folder.path, 'checkpoints'), 6)}.tmp`, 'half');
  await using run = await RunDirectory.resume(folder.path, { versions: { longplay: '0.2.0' } });
  expect(run.configText).toBe(newRun.configText);
  expect(run.status).toMatchObject({ state: 'running', step: 5, score: 12.5, versions: { longplay: '0.2.0' } });
  expect(await readStatus(folder.path)).toEqual(run.status);
  expect(run.status).not.toHaveProperty('message');
  expect(await readdir(run.checkpoints)).toEqual([]);
});

test('a directory that holds a run is refused, and nothing in it changes', async () => {
  await using folder = await temporaryFolder();
  await (await RunDirectory.create(folder.path, newRun)).close('finished');
  const before = await readFile(join(folder.path, 'status.json'), 'utf8');
  await expect(RunDirectory.create(folder.path, { ...newRun, job: 'other' })).rejects.toMatchObject({
    name: 'RunDirectoryError',
    message: `${folder.path} already holds a run`,
    cure: expect.stringContaining('--resume'),
  });
  expect(await readFile(join(folder.path, 'status.json'), 'utf8')).toBe(before);
  expect((await readdir(folder.path)).toSorted()).toEqual(['checkpoints', 'config.yaml', 'status.json']);
});

test("a config.yaml that is somebody's own is never overwritten", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'config.yaml'), 'mine');
  await expect(RunDirectory.create(folder.path, newRun)).rejects.toMatchObject({
    name: 'RunDirectoryError',
    message: `${folder.path} has a config.yaml, but no run that could be continued with --resume`,
    cure: 'choose another directory, or move config.yaml away',
  });
  expect(await readFile(join(folder.path, 'config.yaml'), 'utf8')).toBe('mine');
  expect(await readdir(folder.path)).toEqual(['config.yaml']);
});

test('a directory in use is refused, for a new run and for a resumed one', async () => {
  await using folder = await temporaryFolder();
  await using run = await RunDirectory.create(folder.path, newRun);
  await expect(RunDirectory.create(folder.path, newRun)).rejects.toThrow('is in use');
  await expect(RunDirectory.resume(folder.path)).rejects.toThrow('is in use');
  expect((await readStatus(run.path))?.state).toBe('running');
});

test('a directory without a run cannot be resumed, and is not touched', async () => {
  await using folder = await temporaryFolder();
  for (const path of [folder.path, join(folder.path, 'none')]) {
    await expect(RunDirectory.resume(path)).rejects.toMatchObject({
      name: 'RunDirectoryError',
      message: `${path} holds no run to resume`,
      cure: expect.stringContaining('without --resume'),
    });
  }
  expect(await readdir(folder.path)).toEqual([]);
  expect(await readStatus(folder.path)).toBeUndefined();
});

test('a run whose files are damaged is refused, and its lock released', async () => {
  await using folder = await temporaryFolder();
  await (await RunDirectory.create(folder.path, newRun)).close('finished');
  const status = join(folder.path, 'status.json');
  const good = await readFile(status, 'utf8');
  for (const bad of ['', '{', '[]', '{"state":"sleeping"}']) {
    await writeFile(status, bad);
    await expect(RunDirectory.resume(folder.path)).rejects.toThrow(RunDirectoryError);
    await expect(readStatus(folder.path)).rejects.toThrow(`${status} is not the status of a run`);
  }
  await writeFile(status, good);
  await rm(join(folder.path, 'config.yaml'));
  await expect(RunDirectory.resume(folder.path)).rejects.toThrow('config.yaml: it does not exist');
  expect((await readdir(folder.path)).toSorted()).toEqual(['checkpoints', 'status.json']);
});

test('a killed run reads as interrupted, and can be resumed at once', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'run');
  const program = start('save-in-a-loop.ts', [path]);
  await program.printed('saved 3\n');
  expect((await readStatus(path))?.state).toBe('running');
  program.process.kill('SIGKILL');
  await program.ended;
  expect(JSON.parse(await readFile(join(path, 'status.json'), 'utf8'))).toMatchObject({ state: 'running' });
  expect(await readStatus(path)).toMatchObject({ state: 'interrupted', pid: program.process.pid });
  await using run = await RunDirectory.resume(path);
  expect(run.status).toMatchObject({ state: 'running', pid: process.pid });
});

test('a path through a file, a file, or nothing is refused, and nothing is left', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'file');
  await writeFile(file, 'mine');
  const refused = [
    [file, 'a file is in its place'],
    [join(file, 'run'), 'a part of the path is a file, not a folder'],
    [join(folder.path, 'x'.repeat(300)), 'the name is too long'],
    [join(folder.path, 'runs', 'x'.repeat(300)), 'the name is too long'],
    ['', 'the path of the run directory is empty'],
  ] as const;
  for (const [path, reason] of refused) {
    const error: unknown = await RunDirectory.create(path, newRun).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RunDirectoryError);
    expect(error).toMatchObject({ message: expect.stringContaining(reason), cure: expect.stringMatching(/^\w+ /) });
  }
  for (const path of [file, join(file, 'run')]) {
    await expect(RunDirectory.resume(path)).rejects.toMatchObject({
      name: 'RunDirectoryError',
      message: `cannot read ${path}: a part of the path is a file, not a folder`,
    });
  }
  expect(await readdir(folder.path)).toEqual(['file']);
  expect(await readFile(file, 'utf8')).toBe('mine');
});

test.runIf(process.platform === 'linux')('where no folder can be made, the message says so', async () => {
  for (const path of ['/proc/nope', '/proc/nope/run']) {
    await expect(RunDirectory.create(path, newRun)).rejects.toMatchObject({
      name: 'RunDirectoryError',
      message: `cannot write ${path}: no folder can be made there`,
      cure: 'choose a folder on a writable file system',
    });
  }
});

// To root a mode means nothing; the kernel's own folders refuse even root.
test.runIf(process.platform === 'linux')('a folder without permission is refused', async () => {
  const refused = RunDirectory.create('/sys/longplay', newRun);
  await expect(refused).rejects.toThrow(
    /^cannot write \/sys\/longplay: (permission is denied|the file system is read-only)$/,
  );
});

test.each([
  ['create with a long configuration', 'config.yaml'],
  ['create with a long status', 'status.json'],
])('a disk that fills up leaves nothing of a new run, not even its folders: %s', async (action, file) => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'runs/cartpole/1');
  const fill = () => start('fill-the-disk.ts', [action, path], 'ulimit -f 64; exec "$@"');
  const program = fill();
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain(`RunDirectoryError: cannot write ${path}/${file}: it would exceed`);
  expect(await readdir(folder.path)).toEqual([]);

  // A folder that was there stays, with what was in it.
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'notes.txt'), '');
  expect(await fill().ended).toBe(1);
  expect(await readdir(path)).toEqual(['notes.txt']);
});
