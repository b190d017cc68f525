import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { bestReward, type IdentityOptions } from '../fixtures/identity.ts';
import { checkpointFile, fixture, train, type Settings } from '../fixtures/training.ts';
import { evaluatePpo } from './evaluate.ts';

const folder = await fileFolder();

interface Case {
  readonly name: string;
  readonly options: IdentityOptions;
  readonly policy?: Settings['policy'];
  readonly normalization?: Settings['normalization'];
}

const normalization = { observations: true, rewards: true };

it.each<Case>([
  { name: 'whole actions', options: { actions: 'discrete' } },
  { name: 'several whole actions', options: { actions: 'multi-discrete' } },
  { name: 'flags', options: { actions: 'multi-binary' } },
  { name: 'whole actions with masks', options: { actions: 'discrete', masked: true } },
  { name: 'several whole actions with masks', options: { actions: 'multi-discrete', masked: true } },
  { name: 'real actions', options: { actions: 'box' } },
  { name: 'squashed actions', options: { actions: 'box' }, policy: { squash: true } },
  { name: 'a shared network', options: { actions: 'multi-discrete' }, policy: { shared: true, activation: 'silu' } },
  { name: 'remote observations', options: { actions: 'discrete', remote: true }, normalization },
  {
    name: 'remote observations, squashed actions',
    options: { actions: 'box', remote: true },
    policy: { squash: true },
    normalization,
  },
])('learns to do what it is shown: $name', async ({ name, ...setting }) => {
  expect(await meanReward(name, setting)).toBeGreaterThan(0.99 * bestReward);
});

it('learns little from remote observations without normalisation', async () => {
  expect(await meanReward('remote', { options: { actions: 'discrete', remote: true } })).toBeLessThan(0.9 * bestReward);
});

/** Of evaluation episodes after a training. */
async function meanReward(name: string, { options, policy, normalization: normalized }: Omit<Case, 'name'>) {
  const settings: Settings = {
    environment: fixture('identity'),
    environmentOptions: { ...options },
    environments: 8,
    ppo: { steps: 32, minibatch: 64, epochs: 8, gamma: 0, learningRate: { linear: [5e-3, 0] } },
    policy: { hidden: [32], activation: 'relu', logStd: -0.5, ...policy },
    normalization: normalized ?? {},
    totalTimesteps: 5120,
  };
  const { path } = await train(join(folder, name), settings);
  const { rewards } = await evaluatePpo({ checkpoint: checkpointFile(path), episodes: 20, seed: 3 });
  return rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
}
