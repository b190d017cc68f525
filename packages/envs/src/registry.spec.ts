import { ConfigurationError } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { make, register, registered, registeredEnvironments } from './registry.ts';
import { flatSize } from './flatten.ts';
import { newBatchStep } from './vector/batch-step.ts';

it('offers the nearest of the known ids', () => {
  expect(() => make('CartPol-v1')).toThrow(
    'unknown environment "CartPol-v1"; did you mean "CartPole-v1"? known: CartPole-v1, Acrobot-v1, MountainCar-v0, ' +
      'MountainCarContinuous-v0, Pendulum-v1, Synthetic-v0, CarSoccer-v0',
  );
  expect(() => make('Go-v0')).toThrow(ConfigurationError);
});

/** From gymnasium/envs/__init__.py of Gymnasium 1.4.0: the limit of steps and the threshold. */
it.each([
  ['CartPole-v1', 500, 475],
  ['Acrobot-v1', 500, -100],
  ['MountainCar-v0', 200, -110],
  ['MountainCarContinuous-v0', 999, 90],
  ['Pendulum-v1', 200, undefined],
])('%s is truncated after %d steps and has the threshold %s', (id, limit, threshold) => {
  const { rewardThreshold, makeBatch } = registered(id, {});
  expect(rewardThreshold).toBe(threshold);
  const batch = makeBatch(1);
  const out = newBatchStep(batch, 1);
  batch.reset(0, 4, out);
  // The middle action does nothing; CartPole takes the actions that keep it up.
  const act = () => (id === 'CartPole-v1' ? Number(out.observations[2]! + 0.3 * out.observations[3]! > 0) : 1);
  for (let step = 1; step <= limit; step++) {
    batch.step(Float32Array.of(id.endsWith('Continuous-v0') ? 0 : act()), out);
    expect([out.terminated[0], out.truncated[0]]).toEqual([0, step === limit ? 1 : 0]);
  }
});

it('makes an environment with its options', () => {
  const env = make('Synthetic-v0', { observations: 5, actions: 3 });
  expect([flatSize(env.observationSpace), flatSize(env.actionSpace)]).toEqual([5, 3]);
});

it('refuses options that are unknown or wrong, all at once', () => {
  const message =
    'options of Synthetic-v0: actions is -1: Too small: expected number to be >0; unknown option "observation"; ' +
    'did you mean "observations"? known: observations, actions, episodeLength';
  expect(() => make('Synthetic-v0', { observation: 3, actions: -1 })).toThrow(message);
  expect(() => make('CartPole-v1', { gravity: 3 })).toThrow('unknown option "gravity"; known: none');
});

it('makes what is registered, by its own batch or one of single environments', () => {
  const spec = {
    description: 'CartPole-v1 under another id.',
    options: z.strictObject({ speed: z.number().default(1) }),
    make: ({ speed }: { speed: number }) => {
      expect(speed).toBe(2);
      return make('CartPole-v1');
    },
  };
  register({ ...spec, id: 'Registered-v0' });
  expect(registered('Registered-v0', { speed: 2 }).makeBatch(3).rows).toBe(3);
  const batch = registered('CartPole-v1', {}).makeBatch(7);
  register({ ...spec, id: 'Registered-v1', makeBatch: () => batch });
  expect(registered('Registered-v1', {}).makeBatch(7)).toBe(batch);
  expect(registeredEnvironments().map(({ id }) => id)).toContain('Registered-v0');
  const taken = new RangeError('an environment "Registered-v0" is registered already');
  expect(() => register({ ...spec, id: 'Registered-v0' })).toThrow(taken);
});

it('takes an environment that has batches alone, and refuses to make one of it', () => {
  const about = { description: 'An example.' };
  const batch = registered('CartPole-v1', {}).makeBatch(2);
  register({ ...about, id: 'Batches-v0', makeBatch: () => batch });
  expect(registered('Batches-v0', {}).makeBatch(2)).toBe(batch);
  expect(() => make('Batches-v0')).toThrow(ConfigurationError);
  expect(() => make('Batches-v0')).toThrow('Batches-v0 cannot be made as one Env, which has one agent');
  expect(() => register({ ...about, id: 'Nothing-v0' })).toThrow(TypeError);
});
