import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readStatus } from '@longplay/runtime';
import { readEvents } from '@longplay/tensorboard-logger';
import { describe, expect, it, vi } from 'vitest';
import { longplay, start, temporaryFolder, until } from './fixtures/longplay.ts';

vi.setConfig({ testTimeout: 60_000 });

/** A training of 200 updates, about two seconds in one thread. */
const small = ['--total-timesteps', '800_000', '--set', 'bandit.pulls=4000', '--set', 'checkpointEvery=40_000'];
const train = (logdir: string, ...flags: string[]) => ['train', 'bandit', '--logdir', logdir, ...small, ...flags];
const final = (logdir: string) => readFileSync(join(logdir, 'checkpoints', 'final.safetensors'));

/** Every scalar of a run by tag and step; a later file's event takes the place of an earlier one's. */
async function scalars(logdir: string): Promise<Map<string, number>> {
  const all = new Map<string, number>();
  for await (const event of readEvents(logdir)) {
    if (event.kind === 'scalar') all.set(`${event.tag} ${event.step}`, event.value);
  }
  return all;
}

it('prints one JSON document to standard output, people read standard error', async () => {
  const logdir = join(await temporaryFolder(), 'run');
  const { code, stdout, stderr } = await longplay(...train(logdir, '--json', '--num-workers', '2', '--seed', '7'));
  expect(code).toBe(0);
  const report: unknown = JSON.parse(stdout);
  expect(report).toMatchObject({
    job: 'bandit',
    timesteps: 800_000,
    workers: 2,
    workerKind: 'threads',
    logdir,
    evaluation: { episodes: 10_000 },
  });
  const { seconds, stepsPerSecond, cpuUse } = report as { seconds: number; stepsPerSecond: number; cpuUse: number };
  expect(stepsPerSecond).toBeCloseTo(800_000 / seconds, 3);
  expect(cpuUse).toBeGreaterThan(0.05);
  expect(cpuUse).toBeLessThan(1.2);
  for (const part of ['cores', '2 threads', 'seed: 7', 'self-test: 2 of 2 workers', 'score', 'longplay tensorboard']) {
    expect(stderr).toContain(part);
  }
  expect(stderr).not.toContain('\r');
  expect(stderr).toMatch(/^Training: 100%\|█+\| 800000\/800000 \[\d\d:\d\d<00:00, [\d.]+it\/s\] ep=800000 r=0\.6$/m);
});

it('writes what a run directory holds', async () => {
  const logdir = join(await temporaryFolder(), 'run');
  await longplay(...train(logdir, '--seed', '7'));
  const names = await readdir(logdir);
  expect(names.filter((name) => !name.startsWith('events.'))).toEqual(['checkpoints', 'config.yaml', 'status.json']);
  expect((await readdir(join(logdir, 'checkpoints'))).length).toBe(4);
  expect(await readStatus(logdir)).toMatchObject({ state: 'finished', step: 800_000, seed: 7, job: 'bandit' });
  expect(await readFile(join(logdir, 'config.yaml'), 'utf8')).toContain('pulls: 4000');
  expect((await scalars(logdir)).size).toBe(3 * 200);
  const { stdout } = await longplay('evaluate', logdir, '--json', '--episodes', '500', '--seed', '3');
  const evaluation = JSON.parse(stdout) as { episodes: number; meanReward: number; rewards: number[] };
  expect(evaluation.rewards).toHaveLength(500);
  expect(evaluation.meanReward).toBeCloseTo(evaluation.rewards.reduce((a, b) => a + b) / 500, 12);
  expect((await longplay('evaluate', logdir, '--json', '--episodes', '500', '--seed', '3')).stdout).toBe(stdout);
});

describe('stopped and continued', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s finishes the batch, saves and leaves with %d; the resumed run is the same to the last bit',
    async (signal, exitCode) => {
      const folder = await temporaryFolder();
      const [whole, stopped] = [join(folder, 'whole'), join(folder, 'stopped')];
      await longplay(...train(whole, '--num-workers', '2'));

      const first = start(train(stopped, '--num-workers', '2'));
      await until(() => existsSync(join(stopped, 'checkpoints', 'step-40000.safetensors')));
      const pid = (await readStatus(stopped))!.pid;
      expect(pid).toBe(first.process.pid);
      process.kill(pid, signal);
      const { code, stderr } = await first.done;
      expect(code).toBe(exitCode);
      expect(stderr).toContain(`continue with: longplay train --resume --logdir ${stopped}`);
      expect((await readStatus(stopped))!.state).toBe('interrupted');
      expect(existsSync(join(stopped, 'checkpoints', 'final.safetensors'))).toBe(false);

      expect((await longplay('train', '--resume', '--logdir', stopped)).code).toBe(0);
      expect(final(stopped)).toEqual(final(whole));
      expect(await scalars(stopped)).toEqual(await scalars(whole));
    },
  );

  it('a second Ctrl-C leaves at once', async () => {
    const logdir = join(await temporaryFolder(), 'run');
    const run = start(train(logdir, '--num-workers', '2', '--set', 'bandit.pulls=2_000_000_000'));
    await until(() => run.stderr().includes('self-test'));
    run.process.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(run.process.exitCode).toBeNull(); // the batch would take minutes
    run.process.kill('SIGINT');
    expect((await run.done).code).toBe(130);
    expect(await readStatus(logdir)).toMatchObject({ state: 'interrupted', step: 0 });
  });

  it('kill -9 loses at most the work since the last checkpoint, and its lock is taken at once', async () => {
    const folder = await temporaryFolder();
    const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')];
    await longplay(...train(whole));
    const first = start(train(killed));
    await until(() => existsSync(join(killed, 'checkpoints', 'step-80000.safetensors')));
    first.process.kill('SIGKILL');
    await first.done;
    expect((await readStatus(killed))!.state).toBe('interrupted');
    expect((await longplay('train', '--resume', '--logdir', killed)).code).toBe(0);
    expect(final(killed)).toEqual(final(whole));
    expect(await scalars(killed)).toEqual(await scalars(whole));
  });

  it('--total-timesteps continues a finished run', async () => {
    const folder = await temporaryFolder();
    const [whole, extended] = [join(folder, 'whole'), join(folder, 'extended')];
    await longplay(...train(whole));
    await longplay(...train(extended, '--total-timesteps', '400_000'));
    const { stdout } = await longplay(
      'train',
      '--resume',
      '--logdir',
      extended,
      '--total-timesteps',
      '800_000',
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({ timesteps: 800_000 });
    expect(final(extended)).toEqual(final(whole));
  });
});

it('a worker process that is killed in the middle changes nothing in the result', async () => {
  const folder = await temporaryFolder();
  const [whole, wounded] = [join(folder, 'whole'), join(folder, 'wounded')];
  await longplay(...train(whole, '--num-workers', '1'));
  const run = start(train(wounded, '--num-workers', '2', '--worker-kind', 'processes', '--log-level', 'debug'));
  await until(() => existsSync(join(wounded, 'checkpoints', 'step-40000.safetensors')));
  const victim = /worker 1 of 2 \(process (\d+)\) started/.exec(run.stderr())?.[1];
  process.kill(Number(victim), 'SIGKILL');
  const { code, stderr } = await run.done;
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /WARN.* worker 1 of 2 \(process \d+\) failed in update \d+: killed by SIGKILL; starting a fresh one/,
  );
  expect(final(wounded)).toEqual(final(whole));
});

it('lists the jobs, and prints every key with what it means', async () => {
  const list = await longplay('train', '--json');
  expect(JSON.parse(list.stdout)).toContainEqual(expect.objectContaining({ job: 'bandit', score: '0.62' }));
  const { stdout, code } = await longplay(
    'train',
    'bandit',
    '--print-config',
    '--seed',
    '9',
    '--set',
    'bandit.shards=3',
  );
  expect(code).toBe(0);
  expect(stdout).toContain('# seed of every random stream; the same seed gives the same result\nseed: 9\n');
  expect(stdout).toContain('shards: 3');
});

it('writes no event files with --no-tensorboard', async () => {
  const logdir = join(await temporaryFolder(), 'run');
  expect((await longplay(...train(logdir, '--no-tensorboard'))).code).toBe(0);
  expect((await readdir(logdir)).filter((name) => name.startsWith('events.'))).toEqual([]);
});
