import { expect, it } from 'vitest';
import { batchOf } from '../batch-of.ts';
import type { BatchStep } from '../batch-env.ts';
import { EnvironmentError } from '../environment-error.ts';
import { altered } from '../fixtures/vector/altered.ts';
import corridor from '../fixtures/vector/corridor.ts';
import { checkVecEnv } from './check-vec-env.ts';
import { environmentSeed } from './environment-seed.ts';
import { SyncVecEnv } from './sync-vec-env.ts';
import type { VecEnv } from './vec-env.ts';

const corridors = () => new SyncVecEnv(batchOf(Array.from({ length: 3 }, () => corridor())));

/** Changes every step, the resets too. */
const withSteps = (own: VecEnv, change: (step: BatchStep) => BatchStep): Partial<VecEnv> => ({
  reset: async (seed) => change(await own.reset(seed)),
  step: async (actions) => change(await own.step(actions)),
  loadState: async (states) => change(await own.loadState(states)),
});

async function problemsOf(make: () => VecEnv): Promise<string[]> {
  const error: unknown = await checkVecEnv(async () => make(), { makeEnv: () => corridor() }).catch((thrown) => thrown);
  if (error === undefined) return [];
  if (!(error instanceof EnvironmentError)) throw error;
  return error.message.split('\n  - ').slice(1);
}

it('finds nothing in a VecEnv that is right', async () => {
  expect(await problemsOf(() => altered(corridors(), () => ({})))).toEqual([]);
});

let calls = 0;

it.each<[what: string, change: (own: VecEnv) => Partial<VecEnv>, problem: string]>([
  ['a wrong size', () => ({ observationSize: 6 }), 'observationSize is 6 (by the spaces it is 7)'],
  [
    'an array of another kind',
    (own) => withSteps(own, (step) => ({ ...step, rewards: Float32Array.from(step.rewards) as never })),
    'rewards is no Float64Array',
  ],
  [
    'an array that is too short',
    (own) => withSteps(own, (step) => ({ ...step, masks: step.masks.subarray(1) })),
    'masks has 14 numbers (newBatchStep makes such arrays: here a Uint8Array of 15)',
  ],
  [
    'outcomes that a reset leaves behind',
    (own) => ({ reset: async (seed) => ({ ...(await own.reset(seed)), terminated: Uint8Array.of(0, 1, 0) }) }),
    'after a reset: rewards, rewardParts, terminated, truncated and outcomes are not all 0',
  ],
  [
    'outcomes that loadState leaves behind',
    (own) => ({
      loadState: async (states) => ({ ...(await own.loadState(states)), terminated: Uint8Array.of(0, 1, 0) }),
    }),
    'after loadState: rewards, rewardParts, terminated, truncated and outcomes are not all 0',
  ],
  [
    'a flag that is none',
    (own) => ({ step: async (actions) => ({ ...(await own.step(actions)), truncated: Uint8Array.of(0, 2, 0) }) }),
    'after 1 steps: in row 1, terminated or truncated is 2',
  ],
  [
    'a last observation outside its space',
    (own) => withSteps(own, (step) => ({ ...step, finalObservations: step.finalObservations.map((x) => 2 * x) })),
    'observation is outside its space: number',
  ],
  [
    'parts that make another reward',
    (own) => ({ step: async (actions) => ({ ...(await own.step(actions)), rewards: Float64Array.of(9, 9, 9) }) }),
    'after 1 steps: in row 0, the reward is 9, its parts sum to -0.1',
  ],
  [
    'an observation outside its space',
    (own) => withSteps(own, (step) => ({ ...step, observations: step.observations.map((x) => 2 * x) })),
    'after 0 steps: in row 0, observation is outside its space: number',
  ],
  [
    'a last observation that is the first of the next episode',
    (own) => withSteps(own, (step) => ({ ...step, finalObservations: step.observations })),
    'against environment 0 alone: other finalObservations after',
  ],
  [
    'masks that belong to other rows',
    (own) =>
      withSteps(own, (step) => ({
        ...step,
        masks: Uint8Array.from({ length: 15 }, (_, i) => step.masks[(i + 5) % 15]!),
      })),
    'against environment 0 alone: other masks after 0 steps',
  ],
  [
    'seeds that nobody asked for',
    (own) => ({ reset: () => own.reset(calls++) }),
    'with the same seed once more: other observations in row',
  ],
  [
    'other seeds than environmentSeed',
    (own) => ({ reset: (seed = 0) => own.reset(environmentSeed(seed, 3)) }),
    'against environment 0 alone: other ',
  ],
  [
    'a saveState that changes what follows',
    (own) => ({ saveState: async () => (await own.reset(), own.saveState()) }),
    'after saveState: other ',
  ],
  [
    'states that JSON does not keep',
    (own) => ({ saveState: async () => (await own.saveState()).map((state) => new Map([['state', state]])) }),
    'saveState gives what JSON does not keep: states.0 is a Map',
  ],
  [
    'a loadState that mixes the environments up',
    (own) => ({ loadState: (states) => own.loadState(states.toReversed()) }),
    'loadState: other observations in row',
  ],
  [
    'a step that nothing stops',
    (own) => ({ step: (actions) => own.step(actions.length === 6 ? actions : new Float32Array(6)) }),
    'a step with no actions is not refused',
  ],
  [
    'a VecEnv that does not close',
    () => ({ [Symbol.asyncDispose]: async () => {} }),
    'a reset after its end is not refused',
  ],
  [
    'something that throws',
    () => ({ step: () => Promise.reject(new Error('out of coal')) }),
    'it throws Error: out of coal',
  ],
])('names %s', async (_what, change, problem) => {
  expect((await problemsOf(() => altered(corridors(), change))).join('\n')).toContain(problem);
});

it('lists several problems at once', async () => {
  const problems = await problemsOf(() =>
    altered(corridors(), (own) => ({ [Symbol.asyncDispose]: async () => {}, reset: () => own.reset(calls++) })),
  );
  expect(problems.length).toBeGreaterThanOrEqual(4);
});
