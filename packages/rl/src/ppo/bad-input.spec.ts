import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError, encodeSafetensors, readSafetensors, SnapshotError, WorkerError } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import type { Fault } from '../fixtures/faulty.ts';
import { fixture, train, trainingOf, type Settings } from '../fixtures/training.ts';
import { loadCheckpoint } from './checkpoint.ts';

const settings: Settings = {
  environment: fixture('clockwork'),
  environments: 4,
  ppo: { steps: 16, minibatch: 32, epochs: 1 },
  policy: { hidden: [8] },
  totalTimesteps: 128,
};

const folder = await fileFolder();

describe('options that do not fit', () => {
  it.each<{ name: string; change: Partial<Settings>; message: string | RegExp; cure: string | RegExp }>([
    {
      name: 'a minibatch that does not divide the rollout',
      change: { ppo: { steps: 16, minibatch: 24 } },
      message: 'ppo.minibatch 24 does not divide a rollout of 64 rows (environments 4 x ppo.steps 16)',
      cure: 'take a minibatch that divides it, such as 16, 32, 8',
    },
    {
      name: 'a minibatch that is larger than the rollout',
      change: { ppo: { steps: 16, minibatch: 256 } },
      message: 'ppo.minibatch 256 does not divide a rollout of 64 rows (environments 4 x ppo.steps 16)',
      cure: 'take a minibatch that divides it, such as 64, 32, 16',
    },
    {
      name: 'an environment that is misspelt',
      change: { environment: 'CartPol-v1' },
      message: /unknown environment "CartPol-v1".*"?CartPole-v1"?/,
      cure: 'give the id of a registered environment, or the path of a module such as ./my-env.ts',
    },
    {
      name: 'a module that is not there',
      change: { environment: './no-such-env.ts' },
      message: 'environment ./no-such-env.ts: there is no file',
      cure: 'check the path',
    },
    {
      name: 'an option that the environment does not know',
      change: { environment: 'Synthetic-v0', environmentOptions: { colour: 'red' } },
      message: /options of Synthetic-v0: .*colour/,
      cure: /Synthetic-v0/,
    },
    {
      name: 'an environment of evaluations with other actions',
      change: { evaluation: { environmentOptions: { continuous: true } } },
      message: 'evaluation.environmentOptions changes the actionSpace of',
      cure: 'leave out what changes observations, actions or agents',
    },
    {
      name: 'squashed actions without bounds',
      change: {
        environmentOptions: { continuous: true, bounded: false },
        policy: { squash: true },
      },
      message: 'policy.squash needs bounded actions, and action 1 is in [0, Infinity]',
      cure: 'give the action space finite bounds, or leave policy.squash out',
    },
    {
      name: 'actions of a Dict space',
      change: { environment: fixture('dict-actions') },
      message: 'actions cannot be of a Dict space',
      cure: 'give the environment one Discrete, MultiDiscrete, MultiBinary or Box action space',
    },
    {
      name: 'layers for the value alone in a shared network',
      change: { policy: { shared: true, valueHidden: [8] } },
      message: 'policy.valueHidden is set, and policy.shared leaves the value no layers of its own',
      cure: 'leave one of them out',
    },
    {
      name: 'agents that come out as no whole matches',
      change: { environment: fixture('duel'), environments: 9, ppo: { steps: 16, minibatch: 48 } },
      message: 'environments 9 do not come out as whole matches of 2 agents, of which 2 learn at least',
      cure: 'take a multiple of 2, such as 8 or 10',
    },
    {
      name: 'self-play of one team',
      change: { selfPlay: {} },
      message: 'selfPlay needs two teams of one size, and the agents of this environment are in the teams [0]',
      cure: 'take an environment in which one team plays another, or leave selfPlay out',
    },
    {
      name: 'automatic environments that would be too many',
      change: { environments: 'auto', ppo: { steps: 16, minibatch: 2 ** 21 + 16 } },
      message: 'environments auto comes to 131073: a rollout of ppo.steps 16 must be whole minibatches of 2097168 rows',
      cure: 'lower ppo.minibatch',
    },
    {
      name: 'more memory than there is',
      change: { environments: 65_536, ppo: { steps: 2 ** 30, minibatch: 2 ** 30 } },
      message: 'out of memory: cannot allocate',
      cure: 'lower environments, ppo.steps or ppo.minibatch, or take smaller networks (policy.hidden)',
    },
  ])('are named, before anything starts: $name', async ({ name, change, message, cure }) => {
    const path = join(folder, name);
    const error = await train(path, { ...settings, ...change }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    if (!(error instanceof ConfigurationError)) return;
    expect(error.message).toMatch(message);
    expect(error.cure).toMatch(cure);
    expect(await readdir(join(path, 'checkpoints'))).toEqual([]);
  });
});

it.each([
  -1e-3,
  { linear: [1e-3, -1e-3] },
  { cosine: [0, -1] },
  {
    piecewise: [
      [0, 1],
      [0.5, -1],
      [1, 0],
    ],
  },
] as const)('a schedule that falls below 0 is refused: %j', (learningRate) => {
  const wrong = { ...settings, ppo: { ...settings.ppo, learningRate } } as Settings;
  expect(() => trainingOf(wrong)).toThrow('must not fall below 0');
  expect(trainingOf({ ...settings, ppo: { learningRate: { linear: [1e-3, 0] } } }).ppo.learningRate).toEqual({
    linear: [1e-3, 0],
  });
});

describe('what an environment must not give', () => {
  it.each<{ fault: Fault; message: string }>([
    { fault: 'nan reward', message: 'reward is NaN' },
    { fault: 'nan part', message: 'the reward part "time" is NaN' },
    { fault: 'infinite observation', message: 'observation is outside its space: number 1 is Infinity' },
    { fault: 'no legal action', message: 'the mask allows no action' },
  ])('is named with the environment, the step and the field: $fault', async ({ fault, message }) => {
    const environment = fixture('faulty');
    const options = { fault, at: 20, lengths: [50] };
    const error = await train(join(folder, fault), { ...settings, environment, environmentOptions: options }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(WorkerError);
    expect((error as Error).message).toContain(
      `failed in rollout 1: EnvironmentError: environment 0 (faulty.ts), step 20 of its episode: ${message}`,
    );
  });
});

it.each([
  [{ environments: 0 }, 'Too small'],
  [{ environments: 2.5 }, 'expected int'],
  [{ selfPlay: { share: -0.1 } }, 'Too small'],
  [{ selfPlay: { share: 1.1 } }, 'Too big'],
  [{ selfPlay: { pool: 1 } }, 'Too small'],
  [{ selfPlay: { ratingGames: 0 } }, 'Too small'],
])('a number that is none is refused: %j', (change, message) => {
  expect(() => trainingOf({ ...settings, ...change })).toThrow(message);
});

describe('a checkpoint of another training', () => {
  it.each<{ name: string; before?: Partial<Settings>; change: Partial<Settings>; message: string }>([
    {
      name: 'in another environment',
      change: { environment: 'CartPole-v1' },
      message: `the checkpoint is of the environment ${fixture('clockwork')}, not of CartPole-v1`,
    },
    {
      name: 'with other networks',
      change: { policy: { hidden: [8, 8] } },
      message: 'the checkpoint has the networks {"observation":3,"hidden":[8],',
    },
    {
      name: 'with other actions',
      change: { environmentOptions: { continuous: true } },
      message: 'the checkpoint has the networks',
    },
    {
      name: 'with observations of another size',
      before: { environment: 'Synthetic-v0', environmentOptions: { observations: 5 } },
      change: { environment: 'Synthetic-v0', environmentOptions: { observations: 6 } },
      message: 'the checkpoint has observations of 5 numbers, and the environment of 6',
    },
    {
      name: 'of other agents',
      before: { environment: fixture('duel') },
      change: { environment: fixture('duel'), environmentOptions: { side: 2 } },
      message: 'the checkpoint has agents in the teams [0, 1], and the environment in [0, 0, 1, 1]',
    },
    {
      name: 'without self-play',
      before: { environment: fixture('duel') },
      change: { environment: fixture('duel'), selfPlay: { share: 0 } },
      message: 'the checkpoint is without self-play, and the configuration is not',
    },
    {
      name: 'of other matches',
      before: { environment: fixture('duel'), selfPlay: { share: 0 } },
      change: { environment: fixture('duel'), selfPlay: { share: 1 } },
      message: 'the checkpoint has 2 matches, and the configuration 4',
    },
    {
      name: 'of another number of environments',
      change: { environments: 8 },
      message: 'the checkpoint has 4 environments, and the configuration 8',
    },
  ])('is refused: $name', async ({ name, before, change, message }) => {
    const path = join(folder, name);
    await train(path, { ...settings, ...before }, { updates: 1 });
    const resumed = train(path, { ...settings, ...change });
    await expect(resumed).rejects.toThrow(SnapshotError);
    await expect(resumed).rejects.toThrow(message);
    await expect(resumed).rejects.toHaveProperty('cure', expect.stringContaining('start a new run'));
  });
});

it('a checkpoint of an older form is refused, and says which one it is', async () => {
  const path = join(folder, 'older');
  await train(path, settings, { updates: 1 });
  const file = join(path, 'checkpoints', 'step-64.safetensors');
  const tensors = await readSafetensors(file);
  const older = { ...tensors.metadata, version: '1', sha256: '0'.repeat(64) };
  const digest = createHash('sha256');
  for (const chunk of encodeSafetensors(tensors.tensors, older)) digest.update(chunk);
  const sealed = encodeSafetensors(tensors.tensors, { ...older, sha256: digest.digest('hex') });
  await writeFile(file, Buffer.concat(sealed));
  const error: unknown = await loadCheckpoint(file).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SnapshotError);
  expect((error as SnapshotError).message).toContain('expected version 2, found 1');
  expect((error as SnapshotError).cure).toContain('the version of the program that wrote it, or start a new run');
});
