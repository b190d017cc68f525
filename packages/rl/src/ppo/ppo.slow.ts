import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { bytesOf, fixture, train, type Settings, type Trained } from '../fixtures/training.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const base: Settings = {
  environment: 'CartPole-v1',
  environments: 8,
  ppo: { steps: 64, minibatch: 512, epochs: 3 },
  normalization: { observations: true, rewards: true },
  evaluation: { every: 2000, trainingEpisodes: 9 },
  totalTimesteps: 6 * 512,
};
const trainings: Readonly<Record<string, Settings>> = {
  'CartPole-v1': base,
  'Acrobot-v1, a shared network': { ...base, environment: 'Acrobot-v1', policy: { shared: true, activation: 'relu' } },
  'Pendulum-v1, squashed': { ...base, environment: 'Pendulum-v1', policy: { squash: true } },
  'MountainCarContinuous-v0, clipped': {
    ...base,
    environment: 'MountainCarContinuous-v0',
    ppo: { ...base.ppo, valueClip: 0.2, targetKl: 0.01, maxGradientNorm: null },
  },
  'a duel of two against two, by self-play': {
    ...base,
    environment: fixture('duel'),
    environmentOptions: { side: 2, lengths: [8, 5, 11] },
    selfPlay: { share: 0.5, every: 512, pool: 3, ratingGames: 10 },
  },
  'CarSoccer-v0, by self-play': {
    ...base,
    environment: 'CarSoccer-v0',
    environmentOptions: { timeoutSeconds: 4 },
    selfPlay: { share: 0.5, every: 512, pool: 3, ratingGames: 10 },
  },
  'LongView-v0': { ...base, environment: 'LongView-v0', environmentOptions: { profiles: 20, innerPaths: 9 } },
};

const folder = await fileFolder();

describe.each(Object.entries(trainings))('%s', (name, settings) => {
  let alone: Trained;
  beforeAll(async () => void (alone = await train(join(folder, name), settings)));

  it.each([
    { numWorkers: 2, workerKind: 'threads', collector: 'workers' },
    { numWorkers: 3, workerKind: 'threads', collector: 'workers' },
    { numWorkers: 8, workerKind: 'threads', collector: 'workers' },
    { numWorkers: 3, workerKind: 'processes', collector: 'workers' },
    { numWorkers: 1, workerKind: 'threads', collector: 'central' },
    { numWorkers: 3, workerKind: 'threads', collector: 'central' },
    { numWorkers: 2, workerKind: 'processes', collector: 'central' },
  ] as const)('gives the same bits: $numWorkers $workerKind, acting in $collector', async (parallel) => {
    const { scalars, path } = await train(join(folder, name + Object.values(parallel)), { ...settings, ...parallel });
    expect(scalars).toEqual(alone.scalars);
    expect(bytesOf(path)).toEqual(bytesOf(alone.path));
  });

  it('goes on with other workers, in threads, processes or none, and with either collector', async () => {
    const path = join(folder, `${name} moving`);
    const scalars = [
      ...(await train(path, { ...settings, numWorkers: 2 }, { updates: 1 })).scalars,
      ...(await train(path, { ...settings, collector: 'central' }, { updates: 1 })).scalars,
      ...(await train(path, { ...settings, numWorkers: 3, workerKind: 'processes' }, { updates: 1 })).scalars,
      ...(await train(path, settings)).scalars,
    ];
    expect(scalars).toEqual(alone.scalars);
    expect(bytesOf(path)).toEqual(bytesOf(alone.path));
  });

  it.each([1, 4])('stopped after update %d and resumed with two threads gives the same bits', async (updates) => {
    const path = join(folder, `${name} stopped after ${updates}`);
    const first = await train(path, settings, { updates });
    const second = await train(path, { ...settings, numWorkers: 2 });
    expect([...first.scalars, ...second.scalars]).toEqual(alone.scalars);
    expect(bytesOf(path)).toEqual(bytesOf(alone.path));
  });
});
