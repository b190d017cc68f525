import { Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { checkEnv } from '../checks/check-env.ts';
import type { Env, StepResult } from '../env.ts';
import { altered } from '../fixtures/altered.ts';
import corridor from '../fixtures/vector/corridor.ts';
import { make } from '../registry.ts';
import { sample } from '../space-values.ts';
import { box, discrete, type SpaceValue } from '../spaces.ts';
import { clipAction, rescaleAction } from './box-actions.ts';
import { episodeStatistics } from './episode-statistics.ts';
import { frameSkip } from './frame-skip.ts';
import { frameStack } from './frame-stack.ts';
import { normalizeObservation, normalizeReward } from './normalize.ts';
import { timeLimit } from './time-limit.ts';
import { transformObservation } from './transform-observation.ts';
import { transformReward } from './transform-reward.ts';

const placeOf = (observation: SpaceValue) => (observation as { readonly place: number }).place;

/** The corridor has masks, reward parts, an observation of several parts, and states. */
const ofCorridor: [string, () => Env][] = [
  ['timeLimit', () => timeLimit(corridor(), 5)],
  ['episodeStatistics', () => episodeStatistics(corridor())],
  ['transformObservation', () => transformObservation(corridor(), placeOf, discrete(6))],
  ['transformReward', () => transformReward(corridor(), (reward) => Math.sign(reward))],
  ['frameStack', () => frameStack(corridor(), 3)],
  [
    'frameSkip',
    () =>
      frameSkip(
        altered(corridor(), (result) => result),
        1,
      ),
  ],
  ['normalizeObservation', () => normalizeObservation(corridor())],
  ['normalizeReward', () => normalizeReward(corridor(), { gamma: 0.9 })],
  ['all of them', () => episodeStatistics(normalizeReward(frameStack(timeLimit(corridor(), 7), 2), { gamma: 0.9 }))],
];

describe('keeps masks, reward parts that sum, and states', () => {
  it.each(ofCorridor)('%s', (_name, wrapped) => {
    const env = wrapped();
    expect(env.rewardParts).toEqual(expect.arrayContaining(['progress', 'cost']));
    expect(env.actionMask?.().length).toBe(5);
    expect(checkEnv(wrapped).notes).toEqual(['a step after the end of an episode is not refused']);
  });

  it.each([
    ['rescaleAction', () => rescaleAction(make('Pendulum-v1'), -1, 1)],
    ['clipAction', () => clipAction(make('Pendulum-v1'))],
    ['frameSkip', () => frameSkip(make('Acrobot-v1'), 4)],
  ])('%s', (_name, wrapped) => {
    expect(checkEnv(wrapped).notes).toEqual([]);
  });
});

it('draws and closes what it wraps, and has no state where that has none', () => {
  let closed = 0;
  const inner = Object.assign(make('CartPole-v1'), { close: () => (closed += 1) });
  inner.reset({ seed: 1 });
  const env = normalizeReward(timeLimit(inner, 3), { gamma: 0.9 });
  env.close?.();
  expect([env.render?.(), env.renderSvg?.(), closed]).toEqual([inner.render?.(), inner.renderSvg?.(), 1]);
  const forgetful = episodeStatistics(corridor({ savesState: false }));
  expect([forgetful.saveState, forgetful.loadState, forgetful.render]).toEqual([undefined, undefined, undefined]);
});

/** Plays random actions. */
function play(env: Env, steps: number, seed = 1): StepResult<SpaceValue>[] {
  const random = Random.from(seed);
  env.reset({ seed });
  return Array.from({ length: steps }, () => {
    const result = env.step(sample(env.actionSpace, random));
    if (result.terminated || result.truncated) env.reset();
    return result;
  });
}

it('timeLimit truncates at its step, beside a termination too', () => {
  const ending = altered(make('Pendulum-v1'), (result) => ({ ...result, terminated: true }));
  expect(play(timeLimit(make('Pendulum-v1'), 3), 7).map(({ truncated }) => truncated)).toEqual(
    [1, 2, 3, 1, 2, 3, 1].map((step) => step === 3),
  );
  expect(play(timeLimit(ending, 1), 2).map(({ terminated, truncated }) => terminated && truncated)).toEqual([
    true,
    true,
  ]);
  for (const steps of [0, 1.5, NaN]) {
    expect(() => timeLimit(corridor(), steps)).toThrow(`a time limit is a whole number of steps from 1; got ${steps}`);
  }
});

it('episodeStatistics sums the rewards of every episode', () => {
  const results = play(episodeStatistics(timeLimit(make('Pendulum-v1'), 4)), 8);
  for (const end of [3, 7]) {
    const reward = results.slice(end - 3, end + 1).reduce((sum, result) => sum + result.reward, 0);
    expect(results[end]!.info.episode).toEqual({ reward, length: 4 });
  }
  expect(results.filter(({ info }) => info.episode !== undefined).length).toBe(2);
});

it('transformReward adds a part where the reward has parts, once', () => {
  const env = transformReward(
    transformReward(corridor(), (reward) => 100 * reward),
    (reward) => reward + 1,
  );
  expect(env.rewardParts).toEqual(['progress', 'cost', 'transform']);
  const [plain, transformed] = [play(corridor(), 20), play(env, 20)];
  for (const [i, { reward, info }] of transformed.entries()) {
    expect(reward).toBe(100 * plain[i]!.reward + 1);
    expect(info.rewardParts).toMatchObject({ ...plain[i]!.info.rewardParts });
  }
  expect(
    play(
      transformReward(make('CartPole-v1'), (reward) => -reward),
      1,
    )[0],
  ).toMatchObject({ reward: -1, info: {} });
});

it('frameStack shows the last observations, and the first one in every place after a reset', () => {
  const env = frameStack(make('MountainCar-v0'), 3);
  const alone = make('MountainCar-v0');
  expect(env.observationSpace).toEqual(box([-1.2, -0.07, -1.2, -0.07, -1.2, -0.07], [0.6, 0.07, 0.6, 0.07, 0.6, 0.07]));
  const frames = [alone.reset({ seed: 3 }), alone.step(2), alone.step(0)].map(({ observation }) =>
    Array.from(observation as Float32Array),
  );
  const [a, b, c] = frames as [number[], number[], number[]];
  expect(env.reset({ seed: 3 }).observation).toEqual(Float32Array.of(...a, ...a, ...a));
  expect(env.step(2).observation).toEqual(Float32Array.of(...a, ...a, ...b));
  expect(env.step(0).observation).toEqual(Float32Array.of(...a, ...b, ...c));
  expect(() => frameStack(corridor(), 0)).toThrow(RangeError);
});

it('frameSkip sums rewards and their parts over the steps of one action', () => {
  const [plain, env] = [corridor(), frameSkip(corridor(), 3)];
  for (const each of [plain, env]) each.reset({ seed: 2 });
  const steps = [0, 1, 2].map(() => plain.step([1, 1]));
  const { reward, info, observation } = env.step([1, 1]);
  expect(reward).toBe(steps.reduce((sum, step) => sum + step.reward, 0));
  expect(info.rewardParts?.cost).toBeCloseTo(-0.06, 12);
  expect(observation).toEqual(steps[2]!.observation);
  expect(() => frameSkip(corridor(), -1)).toThrow(RangeError);
});

it('frameSkip stops at the end of an episode', () => {
  const env = episodeStatistics(frameSkip(timeLimit(make('Pendulum-v1'), 5), 4));
  env.reset({ seed: 1 });
  expect([env.step([0]).truncated, env.step([0]).truncated]).toEqual([false, true]);
});

it('rescaleAction stretches actions to the bounds, clipAction keeps them within', () => {
  const taken: number[][] = [];
  const inner: Env<SpaceValue, ArrayLike<number>> = {
    observationSpace: discrete(1),
    actionSpace: box([-2, 0], [2, 10]),
    reset: () => ({ observation: 0, info: {} }),
    step: (action) => {
      taken.push([...Float32Array.from(action)]);
      return { observation: 0, reward: 0, terminated: false, truncated: false, info: {} };
    },
  };
  const rescaled = rescaleAction(inner, -1, 3);
  for (const action of [[-1, -1], [1, 1], [3, 3], [0, 2]]) rescaled.step(action); // prettier-ignore
  expect(taken.splice(0)).toEqual([[-2, 0], [0, 5], [2, 10], [-1, 7.5]]); // prettier-ignore
  clipAction(inner).step([-5, 4]);
  clipAction(inner).step([Infinity, 11]);
  expect(taken).toEqual([[-2, 4], [2, 10]]); // prettier-ignore
  expect([rescaled, clipAction(inner)].map(({ actionSpace }) => actionSpace)).toEqual([
    box(-1, 3, 2),
    box(-Infinity, Infinity, 2),
  ]);
});

it.each([
  [() => clipAction(make('CartPole-v1')), 'clipAction takes an environment with actions of a Box; got Discrete(2)'],
  [() => rescaleAction(make('CartPole-v1'), -1, 1), 'rescaleAction takes an environment with actions of a Box'],
  [() => rescaleAction(clipAction(make('Pendulum-v1')), -1, 1), 'whose actions have finite bounds'],
  [() => rescaleAction(make('Pendulum-v1'), 1, 1), 'a low bound below a high one; got 1 and 1'],
  [() => normalizeReward(corridor(), { gamma: 1.5 }), 'gamma is in [0, 1]; got 1.5'],
])('refuses %s', (wrap, message) => {
  expect(wrap).toThrow(message);
});

it('normalizeObservation subtracts the mean so far, and divides by the deviation so far', () => {
  const env = normalizeObservation(make('Pendulum-v1'));
  const alone = make('Pendulum-v1');
  const normalized = [env.reset({ seed: 1 }), ...Array.from({ length: 199 }, () => env.step([1]))];
  const plain = [alone.reset({ seed: 1 }), ...Array.from({ length: 199 }, () => alone.step([1]))];
  const speeds = plain.map(({ observation }) => (observation as Float32Array)[2]!);
  for (const t of [10, 100, 199]) {
    const seen = speeds.slice(0, t + 1);
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    const variance = seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / seen.length;
    const expected = (speeds[t]! - mean) / Math.sqrt(variance);
    // The first count of 1e-4 at mean 0 and variance 1 is what is left.
    expect(Math.abs((normalized[t]!.observation as Float32Array)[2]! - expected)).toBeLessThan(1e-3 / t);
  }
  expect(env.observationSpace).toEqual(box(-10, 10, 3));
});

it('normalizeObservation clips', () => {
  let value = 0;
  const jump = altered(make('Synthetic-v0', { observations: 2 }), (result) => ({ ...result, observation: [value, 0] }));
  const env = normalizeObservation(jump);
  env.reset({ seed: 1 });
  for (let step = 0; step < 900; step++) env.step(1);
  value = 0.5;
  expect((env.step(1).observation as Float32Array)[0]).toBe(10);
});

it('normalizeReward divides by the deviation of the discounted return, clips, and scales the parts alike', () => {
  const [gamma, seed] = [0.9, 4];
  const plain = play(corridor(), 200, seed);
  const normalized = play(normalizeReward(corridor(), { gamma }), 200, seed);
  // VecNormalize step by step: the moments of all discounted returns, with a first count of 1e-4 at mean 0, variance 1.
  let [count, mean, variance, discounted] = [1e-4, 0, 1, 0];
  for (const [t, { reward, terminated, truncated, info }] of plain.entries()) {
    discounted = gamma * discounted + reward;
    const delta = discounted - mean;
    variance = (variance * count + (delta ** 2 * count) / (count + 1)) / (count + 1);
    mean += delta / (count + 1);
    count += 1;
    const expected = Math.max(-10, Math.min(10, reward / Math.sqrt(variance + 1e-8)));
    expect(normalized[t]!.reward).toBeCloseTo(expected, 9);
    const factor = expected / reward;
    expect(normalized[t]!.info.rewardParts?.cost).toBeCloseTo(factor * info.rewardParts!.cost!, 9);
    if (terminated || truncated) discounted = 0;
  }
});
