import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { counter, counterState } from './fixtures/run/counter.ts';
import { start } from './fixtures/run/start.ts';
import { temporaryFolder } from './fixtures/run/temporary-folder.ts';
import { RunDirectory } from './run-directory.ts';
import { lockOwners } from './run-lock.ts';
import { readStatus } from './run-status.ts';

vi.setConfig({ testTimeout: 60_000 }); // many processes, on a busy machine

const newRun = { configText: 'seed: 7\n', job: 'cartpole', seed: 7, versions: {} };

const noRun = (error: unknown): undefined => {
  expect(error).toMatchObject({ message: expect.stringContaining('holds no run to resume') });
};

/**
 * Goes on after a kill: a run is resumed, what is none is created.
 *
 * @returns what the directory then holds.
 */
async function goOn(path: string): Promise<string[]> {
  const resumed = await RunDirectory.resume(path).catch(noRun);
  await using run = resumed ?? (await RunDirectory.create(path, newRun));
  expect(await readFile(join(path, 'config.yaml'), 'utf8')).toBe(run.configText);
  expect(run.configText).toHaveLength(resumed === undefined ? newRun.configText.length : 1_000_004);
  await run.close('finished');
  return (await readdir(path)).toSorted();
}

const finishedRun = ['checkpoints', 'config.yaml', 'status.json'];

/** Creates a run in another process and kills it once `ready`. */
async function killedCreate(path: string, ready: () => boolean): Promise<void> {
  const program = start('create-and-wait.ts', [path]);
  await program.printed('begins');
  while (!ready()) await setImmediate();
  program.process.kill('SIGKILL');
  expect(await program.ended).toBe('SIGKILL');
}

test('a run that is killed at random moments of its creation can be created or resumed', async () => {
  await using folder = await temporaryFolder();
  for (const [index, delay] of fc.sample(fc.integer({ min: 0, max: 60 }), { numRuns: 12, seed: 3 }).entries()) {
    const path = join(folder.path, String(index));
    let begin: number | undefined;
    await killedCreate(path, () => performance.now() - (begin ??= performance.now()) >= delay);
    expect(await goOn(path)).toEqual(finishedRun);
  }
});

test.each(['', 'checkpoints', 'config.yaml.tmp', 'config.yaml', 'status.json.tmp', 'status.json'])(
  'a run that is killed as soon as "%s" is there can be created or resumed',
  async (name) => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'run');
    await killedCreate(path, () => existsSync(join(path, name)));
    expect(await goOn(path)).toEqual(finishedRun);
  },
);

// What a directory holds beside the lock, in the order in which `create` makes it.
test.each([[[]], [['config.yaml.tmp']], [['config.yaml']], [['config.yaml', 'status.json.tmp']]])(
  'a run that is killed when it has written %j can be created',
  async (written) => {
    await using folder = await temporaryFolder();
    const holder = start('hold-lock.ts', [folder.path]);
    await holder.printed('held');
    for (const name of written) await writeFile(join(folder.path, name), 'half');
    await expect(RunDirectory.create(folder.path, newRun)).rejects.toThrow('is in use');
    holder.process.kill('SIGKILL');
    await holder.ended;
    expect(await goOn(folder.path)).toEqual(finishedRun);
  },
);

test('of processes that resume a run at the same moment at most one goes on', async () => {
  await using folder = await temporaryFolder();
  await using outside = await temporaryFolder();
  await (await RunDirectory.create(folder.path, newRun)).close('interrupted');
  const shot = join(outside.path, 'shot');
  const programs = Array.from({ length: 4 }, () => start('resume-and-wait.ts', [folder.path, shot]));
  await Promise.all(programs.map((program) => program.printed('ready')));
  await writeFile(shot, '');
  await Promise.all(programs.map((program) => Promise.race([program.ended, program.printed('resumed')])));
  const resumed = programs.filter((program) => program.output().includes('resumed'));
  expect(resumed.length).toBeLessThanOrEqual(1);
  const refusals = programs.filter((program) => !resumed.includes(program)).map((program) => program.output());
  expect(refusals.filter((output) => !output.includes(`refused: ${folder.path} is in use`))).toEqual([]);
  expect((await lockOwners(folder.path)).map(({ pid }) => pid)).toEqual(resumed.map(({ process }) => process.pid));
  for (const program of resumed) {
    program.process.kill('SIGKILL');
    await program.ended;
  }
  await (await RunDirectory.resume(folder.path)).close('finished');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a run stopped by %s has saved its last step and can be resumed', async (signal, code) => {
  await using folder = await temporaryFolder();
  const program = start('train-until-stopped.ts', [folder.path]);
  await program.printed('trains');
  program.process.kill(signal);
  expect(await program.ended).toBe(code);
  const last = Number(/last (\d+)/.exec(program.output())?.[1]);
  expect(await readStatus(folder.path)).toMatchObject({ state: 'interrupted', message: `stopped by ${signal}` });
  expect(await lockOwners(folder.path)).toEqual([]);
  await using run = await RunDirectory.resume(folder.path);
  expect(await run.newestGood(counter.load)).toEqual(counterState(last));
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while a run is created, without a handler, is a kill too',
  async (signal) => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'run');
    const program = start('create-and-wait.ts', [path]);
    await program.printed('begins');
    program.process.kill(signal);
    expect(await program.ended).toBe(signal);
    expect(await goOn(path)).toEqual(finishedRun);
  },
);
