import { join } from 'node:path';
import { RunDirectory, silentLogger } from '@longplay/runtime';
import { MemoryLogger } from '@longplay/tensorboard-logger';
import { describe, expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { checkpointFile, fixture, train, trainingOf, valuesOf, type Settings } from '../fixtures/training.ts';
import { loadCheckpoint } from './checkpoint.ts';
import { ppoDashboard } from './dashboard.ts';
import { trainPpo } from './ppo.ts';
import { phasesOf, profileLine } from './report.ts';

const settings: Settings = {
  environment: fixture('clockwork'),
  environmentOptions: { lengths: [4] },
  environments: 4,
  ppo: {
    steps: 32,
    minibatch: 64,
    epochs: 2,
    learningRate: { linear: [1e-3, 0] },
    entropyCoefficient: { linear: [0.01, 0] },
  },
  policy: { hidden: [8] },
  normalization: { observations: true, rewards: true },
  evaluation: { every: 256, trainingEpisodes: 3 },
  totalTimesteps: 5 * 128,
};

const folder = await fileFolder();

/** A training with all its scalars, the times too, and what it reports. */
async function watch(name: string, changes: Partial<Settings> = {}) {
  const newRun = { configText: '', job: 'test', seed: 1, versions: {} };
  await using run = await RunDirectory.create(join(folder, name), newRun);
  const log = new MemoryLogger();
  const { signal } = new AbortController();
  const lines: string[] = [];
  const logger = { ...silentLogger, debug: (line: string) => void lines.push(line) };
  const updates = [];
  let begun = performance.now();
  for await (const update of trainPpo(trainingOf({ ...settings, ...changes }), { run, log, logger, signal })) {
    updates.push({ ...update, wall: (performance.now() - begun) / 1000 });
    begun = performance.now();
  }
  const tags = new Set(log.events.flatMap((event) => (event.kind === 'scalar' ? [event.tag] : [])));
  return { log, tags, updates, lines };
}

describe('what a training logs', () => {
  it('is every measure, those that the dashboard shows among them', async () => {
    const { tags } = await watch('tags');
    const measures = [
      'clip_fraction',
      'kl_divergence',
      'learning_rate',
      'entropy_coef',
      'grad_norm',
      'explained_variance',
    ];
    measures.push('policy_loss', 'value_loss', 'clip_range', 'entropy');
    const time = ['fps', 'rollout', 'inference', 'environment', 'update', 'wait', 'other'];
    expect([...tags]).toEqual(
      expect.arrayContaining([
        ...measures.map((name) => `train/${name}`),
        ...time.map((name) => `time/${name}`),
        'rollout/ep_rew_mean',
        'rollout/ep_len_mean',
        'eval/mean_reward',
        'eval/std_reward',
        'eval/mean_ep_length',
        'reward/time_mean',
        'reward/action_mean',
        'reward/total_mean',
      ]),
    );
    const charts = Object.values(ppoDashboard).flatMap((category) => Object.values(category));
    const shown = charts.flatMap((chart): string[] => (Array.isArray(chart) ? chart : Object.values(chart)));
    expect(shown.filter((pattern) => ![...tags].some((tag) => new RegExp(pattern).test(tag)))).toEqual([]);
  });

  it('of real actions is their deviation too', async () => {
    const { log } = await watch('deviation', { environmentOptions: { continuous: true }, policy: { logStd: -1 } });
    expect(log.scalars('train/std')[0]).toBeCloseTo(Math.exp(-1), 1);
  });

  it('has parts of the reward that are the whole reward, as the environment gave it', async () => {
    const { log } = await watch('parts');
    const total = log.scalars('reward/total_mean');
    const time = log.scalars('reward/time_mean');
    expect(total).toHaveLength(5);
    log.scalars('reward/action_mean').forEach((action, i) => expect(action + time[i]!).toBeCloseTo(total[i]!, 12));
    // Steps 0 to 3 of each episode pay an eighth of their number.
    for (const mean of time) expect(mean).toBeCloseTo((0 + 1 + 2 + 3) / 8 / 4, 12);
    // Whole episodes only: their sum is four times the mean of a step; of the last 100, in the first rollout all 32.
    expect(log.scalars('rollout/ep_rew_mean')[0]).toBeCloseTo(4 * total[0]!, 12);
    expect(log.scalars('rollout/ep_len_mean')).toEqual([4, 4, 4, 4, 4]);
  });

  it('averages the last hundred episodes', async () => {
    const run = await train(join(folder, 'window'), settings);
    const { header } = await loadCheckpoint(checkpointFile(run.path));
    expect([header.episodes, header.recent.length]).toEqual([160, 100]);
    // The last 100 are those of the last three rollouts, of 32 each, and 4 of the one before.
    const sums = valuesOf(run, 'reward/total_mean').map((mean) => 128 * mean);
    const sum = header.recent.reduce((total, [reward]) => total + reward, 0);
    expect(header.recent.slice(4).reduce((total, [reward]) => total + reward, 0)).toBeCloseTo(
      sums[2]! + sums[3]! + sums[4]!,
      9,
    );
    expect(valuesOf(run, 'rollout/ep_rew_mean').at(-1)).toBeCloseTo(sum / 100, 12);
  });

  it('follows the schedules from the first update, and reports each update', async () => {
    const { log, updates } = await watch('schedules');
    const fractions = [0, 0.2, 0.4, 0.6, 0.8];
    log.scalars('train/learning_rate').forEach((rate, i) => expect(rate).toBeCloseTo(1e-3 * (1 - fractions[i]!), 12));
    log
      .scalars('train/entropy_coef')
      .forEach((weight, i) => expect(weight).toBeCloseTo(0.01 * (1 - fractions[i]!), 12));
    expect(updates.map(({ timesteps, episodes }) => [timesteps, episodes])).toEqual(
      [1, 2, 3, 4, 5].map((update) => [update * 128, update * 32]),
    );
    expect(updates.map(({ reward }) => reward)).toEqual(log.scalars('rollout/ep_rew_mean'));
    // Evaluated after 256 timesteps, after 512, and at the end.
    expect(updates.map(({ metrics }) => 'eval/mean_reward' in metrics)).toEqual([false, true, false, true, true]);
  });
});

describe('the time of an update', () => {
  it('is split into phases that are all of it', () => {
    const times = [
      { total: 2, inference: 0.5, environment: 1 },
      { total: 3, inference: 1.5, environment: 1 },
    ];
    const phases = phasesOf(10, 4, 5, times);
    expect(phases).toEqual({ rollout: 0.5, inference: 1, environment: 1, update: 5, wait: 1.5, other: 1 });
    expect(Object.values(phases).reduce((sum: number, part: number) => sum + part, 0)).toBe(10);
    expect(profileLine(7, phases)).toBe(
      'update 7, 10000.0 ms: rollout 5 %, inference 10 %, environment 10 %, update 50 %, wait 15 %, other 10 %',
    );
  });

  it.each([1, 2])('is logged in shares, with %d workers', async (numWorkers) => {
    const { log, updates, lines } = await watch(`times ${numWorkers}`, { numWorkers });
    for (const [i, { phases = {}, wall }] of updates.entries()) {
      const { evaluation = 0, ...own } = phases;
      const total = Object.values(own).reduce((sum, seconds) => sum + seconds, 0);
      expect(Math.min(...Object.values(own))).toBeGreaterThanOrEqual(0);
      expect(total + evaluation).toBeLessThanOrEqual(wall);
      expect(log.scalars('time/fps')[i]).toBeCloseTo(128 / total, 6);
      const shares = Object.keys(own).map((phase) => log.scalars(`time/${phase}`)[i]!);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    }
    expect(lines.filter((line) => /^update \d, .* ms: rollout \d+ %/.test(line))).toHaveLength(5);
  });
});

it('an update that the target KL divergence has ended is told of, for whoever looks closely', async () => {
  const { lines } = await watch('ended', { ppo: { ...settings.ppo, targetKl: 1e-9 } });
  // The first minibatch is met by the policy that played it: no divergence yet.
  expect(lines).toContain('update 0 ended after 1 gradient steps, by ppo.targetKl');
});

it('an update that changes the policy too much is warned of, once in ten updates', async () => {
  const { warnings } = await train(join(folder, 'warned'), {
    ...settings,
    ppo: { ...settings.ppo, learningRate: 0.5 },
    totalTimesteps: 12 * 128,
  });
  const kl = warnings.filter((warning) => warning.includes('KL divergence'));
  expect(kl.length).toBeGreaterThan(0);
  const updates = kl.map((warning) => Number(/^update (\d+)/.exec(warning)?.[1]));
  updates.slice(1).forEach((update, i) => expect(update - updates[i]!).toBeGreaterThanOrEqual(10));
});
