import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkpointPath,
  RunDirectory,
  silentLogger,
  SnapshotError,
  WorkerError,
  type WorkerKind,
} from '@longplay/runtime';
import { MemoryLogger } from '@longplay/tensorboard-logger';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluateBandit } from './evaluate-bandit.ts';
import { loadBandit, thompsonSampling, type ThompsonSamplingOptions } from './thompson-sampling.ts';

const bandit = { arms: [0.2, 0.5, 0.8], pulls: 999, shards: 7 };
const options: ThompsonSamplingOptions = {
  bandit,
  seed: 5,
  totalTimesteps: 20_000,
  checkpointEvery: 4000,
  numWorkers: 1,
  workerKind: 'threads',
};
const newRun = { configText: '', job: 'bandit', seed: 5, versions: {} };

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'longplay-bandit-'))));
afterEach(() => rm(folder, { recursive: true }));

/** Trains in a run directory, stopping after `updates`; gives the logged rewards. */
async function train(name: string, changes: Partial<ThompsonSamplingOptions> = {}, updates = Infinity) {
  const path = join(folder, name);
  const run = await RunDirectory.create(path, newRun).catch(() => RunDirectory.resume(path));
  const log = new MemoryLogger();
  const stop = new AbortController();
  let done = 0;
  const training = thompsonSampling(
    { ...options, ...changes },
    { run, log, logger: silentLogger, signal: stop.signal },
  );
  for await (const _ of training) if (++done === updates) stop.abort();
  await run.close('finished');
  return { path, rewards: log.scalars('rollout/ep_rew_mean'), share: log.scalars('rollout/best_arm_share') };
}

const finalState = (path: string) => readFileSync(checkpointPath(join(path, 'checkpoints'), 'final'));

describe.each<[number, WorkerKind]>([
  [2, 'threads'],
  [3, 'threads'],
  [2, 'processes'],
])('with %d %s', (numWorkers, workerKind) => {
  it('gives the same bits as in the main thread', async () => {
    const alone = await train('alone');
    const parallel = await train('parallel', { numWorkers, workerKind });
    expect(parallel.rewards).toEqual(alone.rewards);
    expect(finalState(parallel.path)).toEqual(finalState(alone.path));
  });
});

it('stopped and resumed twice gives the same bits as in one go', async () => {
  const whole = await train('whole');
  const parts = [await train('parts', {}, 6), await train('parts', { numWorkers: 2 }, 7), await train('parts')];
  expect(parts.flatMap(({ rewards }) => rewards)).toEqual(whole.rewards);
  expect(finalState(parts[0]!.path)).toEqual(finalState(whole.path));
});

it('stops with the last merged update saved when a worker and its replacement are killed, and can go on from there', async () => {
  const whole = await train('whole');
  const path = join(folder, 'killed');
  const run = await RunDirectory.create(path, newRun);
  let doomed = false;
  let pid = 0;
  const debug = (line: string) => {
    pid = Number(/^worker 1 of 2 \(process (\d+)\) started/.exec(line)?.[1] ?? pid);
    if (doomed && line.includes('started')) process.kill(pid, 'SIGKILL');
  };
  const workers = { ...options, numWorkers: 2, workerKind: 'processes' as const };
  const signal = new AbortController().signal;
  const dependencies = { run, log: new MemoryLogger(), logger: { ...silentLogger, debug }, signal };
  let merged = 0;
  const training = async () => {
    for await (const update of thompsonSampling(workers, dependencies)) {
      merged = update.timesteps;
      if (merged < 6 * bandit.pulls) continue;
      doomed = true;
      process.kill(pid, 'SIGKILL');
    }
  };
  await expect(training()).rejects.toThrow(WorkerError);
  const state = await run.newestGood(loadBandit);
  expect([merged, state?.step]).toEqual([6 * bandit.pulls, 6 * bandit.pulls]);
  await run.close('failed');
  await train('killed');
  expect(finalState(path)).toEqual(finalState(whole.path));
});

it('learns to pull the best arm, and other seeds pull otherwise', async () => {
  const { path, share } = await train('learns');
  expect(share[0]).toBeLessThan(0.6);
  expect(share.at(-1)).toBeGreaterThan(0.99);
  const checkpoint = checkpointPath(join(path, 'checkpoints'), 'final');
  const { rewards, lengths } = await evaluateBandit({ checkpoint, episodes: 10_000, seed: 1 });
  const mean = rewards.reduce((a, b) => a + b) / rewards.length;
  // The best arm pays 0.8: within four standard errors of 0.004.
  expect(Math.abs(mean - 0.8)).toBeLessThan(0.016);
  expect(lengths.every((length) => length === 1)).toBe(true);
  expect((await train('other', { seed: 6 })).share[0]).not.toBe(share[0]);
});

it('refuses to resume a run of other arms', async () => {
  await train('arms', {}, 5);
  const other = train('arms', { bandit: { ...bandit, arms: [0.2, 0.5, 0.7] } });
  await expect(other).rejects.toThrow(SnapshotError);
  await expect(other).rejects.toThrow('trained on the arms [0.2,0.5,0.8], this run has [0.2,0.5,0.7]');
});
