import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readStatus } from '@longplay/runtime';
import { readEvents } from '@longplay/tensorboard-logger';
import { describe, expect, it, vi } from 'vitest';
import { longplay, start, temporaryFolder, until } from './fixtures/longplay.ts';

vi.setConfig({ testTimeout: 60_000 });

/** A training of 100 updates, about a second in one thread. */
const small = ['--total-timesteps', '400_000', '--set', 'bandit.pulls=4000', '--set', 'checkpointEvery=20_000'];
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
    timesteps: 400_000,
    workers: 2,
    workerKind: 'threads',
    logdir,
    evaluation: { episodes: 10_000 },
  });
  const { seconds, stepsPerSecond, cpuUse } = report as { seconds: number; stepsPerSecond: number; cpuUse: number };
  expect(stepsPerSecond).toBeCloseTo(400_000 / seconds, 3);
  expect(cpuUse).toBeGreaterThan(0.05);
  expect(cpuUse).toBeLessThan(1.2);
  for (const part of [
    'cores',
    '2 threads',
    'seed: 7',
    'self-test: 2 of 2 workers',
    'score',
    'npx longplay tensorboard',
  ]) {
    expect(stderr).toContain(part);
  }
  expect(stderr).not.toContain('\r');
  expect(stderr).toMatch(/^Training: 100%\|█+\| 400000\/400000 \[\d\d:\d\d<00:00, [\d.]+it\/s\] ep=400000 r=0\.6$/m);
});

it('writes what a run directory holds', async () => {
  const logdir = join(await temporaryFolder(), 'run');
  await longplay(...train(logdir, '--seed', '7'));
  const names = await readdir(logdir);
  expect(names.filter((name) => !name.startsWith('events.'))).toEqual(['checkpoints', 'config.yaml', 'status.json']);
  expect((await readdir(join(logdir, 'checkpoints'))).length).toBe(4);
  expect(await readStatus(logdir)).toMatchObject({ state: 'finished', step: 400_000, seed: 7, job: 'bandit' });
  expect(await readFile(join(logdir, 'config.yaml'), 'utf8')).toContain('pulls: 4000');
  expect((await scalars(logdir)).size).toBe(3 * 100);
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
      await until(() => existsSync(join(stopped, 'checkpoints', 'step-20000.safetensors')));
      const pid = (await readStatus(stopped))!.pid;
      expect(pid).toBe(first.process.pid);
      process.kill(pid, signal);
      const { code, stderr } = await first.done;
      expect(code).toBe(exitCode);
      expect(stderr).toContain(`continue with: npx longplay train --resume --logdir ${stopped}`);
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
    await until(() => existsSync(join(killed, 'checkpoints', 'step-40000.safetensors')));
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
    await longplay(...train(extended, '--total-timesteps', '200_000'));
    const { stdout } = await longplay(
      'train',
      '--resume',
      '--logdir',
      extended,
      '--total-timesteps',
      '400_000',
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({ timesteps: 400_000 });
    expect(final(extended)).toEqual(final(whole));
    // The run's own configuration has the new end: resumed once more it is done.
    expect(await readFile(join(extended, 'config.yaml'), 'utf8')).toContain('totalTimesteps: 400000');
  });
});

it('a worker process that is killed in the middle changes nothing in the result', async () => {
  const folder = await temporaryFolder();
  const [whole, wounded] = [join(folder, 'whole'), join(folder, 'wounded')];
  await longplay(...train(whole, '--num-workers', '1'));
  const run = start(train(wounded, '--num-workers', '2', '--worker-kind', 'processes', '--log-level', 'debug'));
  await until(() => existsSync(join(wounded, 'checkpoints', 'step-20000.safetensors')));
  const victim = /worker 1 of 2 \(process (\d+)\) started/.exec(run.stderr())?.[1];
  process.kill(Number(victim), 'SIGKILL');
  const { code, stderr } = await run.done;
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /WARN.* worker 1 of 2 \(process \d+\) failed in update \d+: killed by SIGKILL; starting a fresh one/,
  );
  expect(final(wounded)).toEqual(final(whole));
});

const shell = (command: string) => spawnSync('bash', ['-c', `set -o pipefail; ${command}`], { encoding: 'utf8' });

describe('output that cannot be written', () => {
  const run = `'${process.execPath}' '${fileURLToPath(new URL('../bin/longplay.js', import.meta.url))}'`;

  it('a reader of standard error that leaves does not stop the training', async () => {
    const logdir = join(await temporaryFolder(), 'run');
    shell(`${run} ${train(logdir).join(' ')} 2>&1 | head -n 1`);
    expect(await readStatus(logdir)).toMatchObject({ state: 'finished', step: 400_000 });
  });

  it.runIf(existsSync('/dev/full'))('a document that could not be delivered is a failure, without a stack', () => {
    const { status, stderr } = shell(`${run} train bandit --print-config > /dev/full`);
    expect([status, stderr]).toEqual([1, '']);
  });
});

it('lists a file that is no job with what is wrong with it', async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'jobs', 'mine'), { recursive: true });
  await writeFile(join(cwd, 'jobs', 'mine', 'train.yaml'), 'algorithm: thompson-sampling\ndescription: my own\n');
  await writeFile(join(cwd, 'jobs', 'broken.yaml'), 'algorithm: [');
  await writeFile(join(cwd, 'jobs', 'odd.yaml'), 'description: 7');
  const { stdout, code } = await start(['train'], { cwd }).done;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^mine +my own$/m);
  expect(stdout).toMatch(/^broken +no job: .*jobs\/broken.yaml:1/m);
  expect(stdout).toMatch(/^odd +no job: .*algorithm/m);
  expect(stdout).toMatch(/^bandit /m);
});

it('finds the newest run of a job, and not those of a job below it', async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'jobs', 'a', 'b'), { recursive: true });
  const text =
    'algorithm: thompson-sampling\ntotalTimesteps: 100\ncheckpointEvery: 100\nbandit: { arms: [0, 1], pulls: 50 }\n';
  for (const job of ['a', 'a/b']) {
    await writeFile(join(cwd, 'jobs', job, 'train.yaml'), text);
    await start(['train', job], { cwd }).done;
  }
  const { stdout } = await start(['evaluate', 'a', '--json', '--episodes', '20'], { cwd }).done;
  expect(JSON.parse(stdout)).toMatchObject({ job: 'a', meanReward: 1, episodes: 20 });
  const resumed = await start(['train', 'jobs/a', '--resume', '--total-timesteps', '200', '--json'], { cwd }).done;
  expect(JSON.parse(resumed.stdout)).toMatchObject({ job: 'a', timesteps: 200 });
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
  const json = await longplay('train', 'bandit', '--print-config', '--json', '--seed', '9');
  expect(JSON.parse(json.stdout)).toMatchObject({ seed: 9, bandit: { shards: 16 } });
});

it('writes no event files with --no-tensorboard', async () => {
  const logdir = join(await temporaryFolder(), 'run');
  expect((await longplay(...train(logdir, '--no-tensorboard'))).code).toBe(0);
  expect((await readdir(logdir)).filter((name) => name.startsWith('events.'))).toEqual([]);
});
