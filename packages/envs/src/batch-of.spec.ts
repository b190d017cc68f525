import { describe, expect, it } from 'vitest';
import { batchOf } from './batch-of.ts';
import type { Env } from './env.ts';
import { EnvironmentError } from './environment-error.ts';
import { altered } from './fixtures/altered.ts';
import corridor from './fixtures/vector/corridor.ts';
import { make } from './registry.ts';
import { timeLimit } from './wrappers/time-limit.ts';
import { wrap } from './wrappers/wrap.ts';
import { newBatchStep } from './vector/batch-step.ts';

/** Steps environments, of which one is row 1 of a batch whose first is the 3rd of a larger set, until one fails. */
function errorOf(env: Env, steps = 100): EnvironmentError {
  const batch = batchOf([corridor(), env], { name: 'MyEnv', firstIndex: 3 });
  const out = newBatchStep(batch, 2);
  try {
    for (const row of [0, 1]) batch.reset(row, row, out);
    for (let step = 0; step < steps; step++) batch.step(Float32Array.of(1, 0, 1, 0), out);
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  return expect.unreachable('nothing failed');
}

/** Has the number `value` in its observations from the third step on. */
function withObservation(value: number): Env {
  let steps = 0;
  return altered(corridor(), (result) => {
    steps += 1;
    return steps < 3 ? result : { ...result, observation: { place: 1, gust: [value] } };
  });
}

describe('what is wrong is named by environment, step and field', () => {
  const cases: [string, () => Env, string, string][] = [
    [
      'a NaN reward',
      () => altered(corridor(), (result) => ({ ...result, reward: NaN })),
      'environment 4 (MyEnv), step 1 of its episode: reward is NaN',
      'division by zero',
    ],
    [
      'NaN in an observation',
      () => withObservation(NaN),
      'environment 4 (MyEnv), step 3 of its episode: observation is outside its space: entry "gust": number 0 is NaN',
      'division by zero',
    ],
    [
      'an observation outside its space',
      () => withObservation(1.5),
      'environment 4 (MyEnv), step 3 of its episode: observation is outside its space: entry "gust": number 0 is 1.5, not in [-1, 1]',
      'correct the observation, or the space',
    ],
    [
      'a mask without a legal action',
      () => wrap(corridor(), { actionMask: () => [0, 0, 0, 1, 1] }),
      'environment 4 (MyEnv), at its reset: the mask allows no action in part 0',
      'leave one action legal',
    ],
    [
      'a mask of the wrong length',
      () => wrap(corridor(), { actionMask: () => [1, 1, 1] }),
      'environment 4 (MyEnv), at its reset: the mask has 3 flags; MultiDiscrete(3, 2) takes 5',
      'actionMask() gives 1',
    ],
    [
      'a mask of other numbers',
      () => wrap(corridor(), { actionMask: () => [1, 1, 1, 0.5, 1] }),
      'environment 4 (MyEnv), at its reset: flag 3 of the mask is 0.5',
      'actionMask() gives 1',
    ],
    [
      'an undeclared part of the reward',
      () => altered(corridor(), (result) => ({ ...result, info: { rewardParts: { goal: 1 } } })),
      'environment 4 (MyEnv), step 1 of its episode: info.rewardParts has the undeclared part "goal"',
      "declare it: rewardParts = ['progress', 'cost', 'goal']",
    ],
    [
      'a part of the reward that is missing',
      () => altered(corridor(), (result) => ({ ...result, info: { rewardParts: { progress: 1 } } })),
      'environment 4 (MyEnv), step 1 of its episode: info.rewardParts lacks the part "cost"',
      '0 where there is nothing',
    ],
    [
      'no info where parts are declared',
      () => altered(corridor(), ({ info: _info, ...result }) => result),
      'environment 4 (MyEnv), step 1 of its episode: info.rewardParts is undefined, and the declared parts are progress, cost',
      '0 where there is nothing',
    ],
    [
      'an infinite part of the reward',
      () => altered(corridor(), (result) => ({ ...result, info: { rewardParts: { progress: Infinity, cost: 0 } } })),
      'environment 4 (MyEnv), step 1 of its episode: the reward part "progress" is Infinity',
      'division by zero',
    ],
    [
      'no reward',
      () => altered(corridor(), ({ reward: _reward, ...result }) => result),
      'environment 4 (MyEnv), step 1 of its episode: reward is undefined',
      'give a number',
    ],
    [
      'no result at all',
      () => altered(corridor(), () => undefined as never),
      'environment 4 (MyEnv), step 1 of its episode: it returned undefined',
      'see the interface Env',
    ],
    [
      'what it throws',
      () => corridor({ fault: { seed: 1, step: 2, way: 'throw' } }),
      'environment 4 (MyEnv), step 2 of its episode: RangeError: the corridor has no cell 7',
      'see the stack of its cause',
    ],
  ];

  it.each(cases)('%s', (_what, makeEnv, message, cure) => {
    const error = errorOf(makeEnv());
    expect(error.message).toBe(message);
    expect(error.cure).toContain(cure);
  });

  it('keeps what was thrown as the cause', () => {
    expect(errorOf(corridor({ fault: { seed: 1, step: 1, way: 'throw' } })).cause).toBeInstanceOf(RangeError);
  });
});

it('names environments by their class where it is told no name', () => {
  class Broken {
    readonly observationSpace = corridor().observationSpace;
    readonly actionSpace = corridor().actionSpace;
    readonly reset = () => ({ observation: 3, info: {} });
    readonly step = () => expect.unreachable();
  }
  const batch = batchOf([new Broken()]);
  expect(() => batch.reset(0, 1, newBatchStep(batch, 1))).toThrow('environment 0 (Broken), at its reset: ');
});

it('refuses to mix environments', () => {
  expect(() => batchOf([])).toThrow(new RangeError('a batch has 1 environment or more; got none'));
  const message = 'environment 6 has other spaces, reward parts or masks than environment 5';
  const others = [make('CartPole-v1'), wrap(corridor(), { rewardParts: [] })];
  for (const other of others) expect(() => batchOf([corridor(), other], { firstIndex: 5 })).toThrow(message);
});

it('begins the next episode in the step that ends one, and keeps the last observation', () => {
  const batch = batchOf([timeLimit(make('CartPole-v1'), 3)]);
  const [out, alone] = [newBatchStep(batch, 1), make('CartPole-v1')];
  batch.reset(0, 5, out);
  alone.reset({ seed: 5 });
  const last = [0, 1, 1].map((action) => {
    batch.step(Float32Array.of(action), out);
    return alone.step(action);
  })[2]!;
  expect([out.terminated[0], out.truncated[0]]).toEqual([0, 1]);
  expect(out.finalObservations).toEqual(last.observation);
  expect(out.observations).toEqual(alone.reset().observation);
});

it('has no masks where actions cannot have any', () => {
  const env = wrap(make('Pendulum-v1'), { actionMask: () => [] });
  expect(batchOf([env, make('Pendulum-v1')]).maskSize).toBe(0);
});

it('saves and loads no states when one of its environments cannot', () => {
  const batch = batchOf([corridor(), corridor({ savesState: false })]);
  expect([batch.saveState, batch.loadState]).toEqual([undefined, undefined]);
});

it('closes its environments', () => {
  let closed = 0;
  const closing = () => wrap(corridor(), { close: () => (closed += 1) });
  batchOf([closing(), corridor(), closing()]).close?.();
  expect(closed).toBe(2);
});
