import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
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

/** Whatever a kill has left: a run goes on, what is none can be created, and nothing half-written stays. */
async function expectUsable(path: string): Promise<void> {
  const isRun = (await readStatus(path)) !== undefined;
  if (!isRun) await expect(RunDirectory.resume(path)).rejects.toThrow(/holds no run to resume/);
  await using run = isRun ? await RunDirectory.resume(path) : await RunDirectory.create(path, newRun);
  expect(run.configText).toBe(isRun ? `a: ${'x'.repeat(1_000_000)}\n` : newRun.configText);
  await run.close('finished');
  expect((await readdir(path)).toSorted()).toEqual(['checkpoints', 'config.yaml', 'status.json']);
}

test('a run that is killed while it is created can be created or resumed', async () => {
  await using folder = await temporaryFolder();
  const delays = fc.sample(fc.double({ min: 0, max: 30, noNaN: true }), { numRuns: 12, seed: 3 });
  for (const [index, milliseconds] of delays.entries()) {
    const path = join(folder.path, String(index));
    const program = start('create-and-wait.ts', [path]);
    await program.printed('begins');
    await setTimeout(milliseconds);
    program.process.kill('SIGKILL');
    expect(await program.ended).toBe('SIGKILL');
    await expectUsable(path);
  }
});

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
    await expectUsable(folder.path);
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
  for (const program of programs) {
    if (!resumed.includes(program)) expect(program.output()).toContain(`refused: ${folder.path} is in use`);
  }
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
    await expectUsable(path);
  },
);
