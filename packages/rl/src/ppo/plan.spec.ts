import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { bytesOf, fixture, train, trainingOf, type Settings } from '../fixtures/training.ts';
import { planPpo } from './plan.ts';

const settings: Settings = {
  environment: fixture('clockwork'),
  environments: 4,
  ppo: { steps: 16, minibatch: 32, epochs: 1 },
  policy: { hidden: [8] },
  totalTimesteps: 128,
};

const folder = await fileFolder();

it('a plan tells the sizes of what is trained', async () => {
  const { shape, layout, batch } = await planPpo(
    trainingOf({ ...settings, policy: { hidden: [8], valueHidden: [4] } }),
  );
  expect(shape).toEqual({
    observation: 3,
    hidden: [8],
    valueHidden: [4],
    activation: 'tanh',
    shared: false,
    head: { kind: 'categorical', sizes: [3] },
  });
  expect(layout).toMatchObject({ observationSize: 3, actionSize: 1, maskSize: 3, rewardParts: ['time', 'action'] });
  expect(batch).toBe(64);
});

describe('automatic environments', () => {
  it.each<{ change: Partial<Settings>; agents: number; matches: number }>([
    { change: { numWorkers: 1 }, agents: 16, matches: 16 },
    { change: { numWorkers: 3 }, agents: 48, matches: 48 },
    // Whole minibatches: 5 agents x 16 steps are one of 80 rows.
    { change: { numWorkers: 1, ppo: { steps: 16, minibatch: 80 } }, agents: 15, matches: 15 },
    // One minibatch at least.
    { change: { numWorkers: 1, ppo: { steps: 2, minibatch: 512 } }, agents: 256, matches: 256 },
    { change: { environment: fixture('duel'), numWorkers: 2 }, agents: 32, matches: 16 },
    {
      change: {
        environment: fixture('duel'),
        environmentOptions: { side: 3 },
        numWorkers: 2,
        selfPlay: { share: 0.5 },
        ppo: { steps: 16, minibatch: 96 },
      },
      agents: 30,
      matches: 8, // 6 against older versions with 18 agents, 2 of 6 agents that learn
    },
  ])('suit the workers, in whole minibatches and matches: $change', async ({ change, agents, matches }) => {
    const plan = await planPpo(trainingOf({ ...settings, environments: 'auto', ...change }));
    expect([plan.agents, plan.lineup.matches.length]).toEqual([agents, matches]);
    expect(plan.batch % trainingOf({ ...settings, ...change }).ppo.minibatch).toBe(0);
  });

  it('stay what they were when the run goes on with other workers', async () => {
    const path = join(folder, 'auto');
    const options: Settings = { ...settings, environments: 'auto', totalTimesteps: 1024 };
    await train(path, { ...options, numWorkers: 1 }, { updates: 1 });
    const resumed = await train(path, { ...options, numWorkers: 2 });
    expect(resumed.scalars.map(({ step }) => step)).toEqual(expect.arrayContaining([512, 768, 1024]));
    const whole = await train(join(folder, 'auto whole'), { ...options, numWorkers: 1 });
    expect(bytesOf(path)).toEqual(bytesOf(whole.path));
  });
});
