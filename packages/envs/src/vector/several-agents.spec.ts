import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { BatchStep } from '../batch-env.ts';
import { EnvironmentError } from '../environment-error.ts';
import { altered } from '../fixtures/vector/altered.ts';
import { batch as tugOfWar } from '../fixtures/vector/tug-of-war.ts';
import { loadEnvironment } from '../load-environment.ts';
import { checkVecEnv } from './check-vec-env.ts';
import { environmentSeed } from './environment-seed.ts';
import { firstDifference, record, replayFrom } from './recording.ts';
import { SyncVecEnv } from './sync-vec-env.ts';
import type { VecEnv } from './vec-env.ts';
import { WorkerVecEnv } from './worker-vec-env.ts';

const environment = fileURLToPath(import.meta.resolve('../fixtures/vector/tug-of-war.ts'));

describe.each([1, 2])('environments of two teams of %i', (side) => {
  const makeBatch = (environments: number) => tugOfWar(environments, { side });

  it('keep the contract', async () => {
    const checked = checkVecEnv(async () => new SyncVecEnv(makeBatch(3)), { makeBatch });
    await expect(checked).resolves.toBeUndefined();
  });

  it('have a row for each agent, and a state for each environment', async () => {
    const environments = new SyncVecEnv(makeBatch(3));
    expect([environments.environments, environments.rows]).toEqual([3, 6 * side]);
    const { observations } = await environments.reset(1);
    expect(observations).toHaveLength(3 * 2 * side * 2);
    expect(await environments.saveState()).toHaveLength(3);
    const one = environments.loadState((await environments.saveState()).slice(1));
    await expect(one).rejects.toThrow('3 environments have 3 states; got 2');
  });
});

it.each([
  { side: 1, workers: 2, kind: 'threads' },
  { side: 1, workers: 2, kind: 'processes' },
  { side: 2, workers: 3, kind: 'threads' },
] as const)('the same happens in workers, which have whole environments: %o', async ({ side, ...plan }) => {
  const own = new SyncVecEnv(tugOfWar(5, { side }));
  const recording = await record(own, 7, 100);
  const states = await own.saveState();
  await using environments = await WorkerVecEnv.open({ environment, options: { side }, environments: 5, ...plan });
  const played = await replayFrom(environments, recording);
  expect(firstDifference(own, recording.steps, played)).toBeUndefined();
  expect(await environments.saveState()).toEqual(states);
});

it('sees teams win, lose and do neither, so that the checks above see it', async () => {
  const { steps } = await record(new SyncVecEnv(tugOfWar(5)), 0, 200);
  const outcomes = steps.flatMap((step) => Array.from(step.outcomes).filter((_, row) => step.terminated[row] === 1));
  expect(new Set(outcomes)).toEqual(new Set([1, -1]));
  expect(steps.some(({ truncated }) => truncated.includes(1))).toBe(true);
});

it('names the environment and the agent of what is not finite', async () => {
  const broken = environmentSeed(1, 9);
  const environments = new SyncVecEnv(tugOfWar(2, { side: 2, broken }), { name: 'TugOfWar', firstIndex: 8 });
  await environments.reset(1);
  const pull = new Float32Array(8).fill(1);
  await environments.step(pull);
  const message = 'environment 9 (TugOfWar), agent 0, step 2 of its episode: reward is NaN';
  await expect(environments.step(pull)).rejects.toThrow(message);
});

const withSteps = (change: (step: BatchStep) => BatchStep) => (own: VecEnv) => ({
  step: async (actions: Float32Array) => change(await own.step(actions)),
});

it.each<[what: string, change: (own: VecEnv) => Partial<VecEnv>, problem: string]>([
  ['no team', () => ({ teams: [] }), 'teams is []'],
  ['rows that are no agents', () => ({ rows: 3 }), 'rows is 3 (there is one row for each agent: here 2 x 2)'],
  [
    'an episode that ends for one agent',
    withSteps((step) => ({ ...step, truncated: Uint8Array.of(0, 1, 0, 0) })),
    'truncated is 1 in row 1, and other for the first agent of its environment',
  ],
  [
    'an outcome that is none',
    withSteps((step) => ({ ...step, outcomes: new Int8Array(4).fill(2) })),
    'outcomes is 2 (write 1 or -1 or 0',
  ],
  [
    'a match that depends on the other',
    (own) => ({ step: (actions) => own.step(Float32Array.from(actions, (_, i) => (i < 2 ? 1 : actions[i]!))) }),
    'against environment 0 alone: other ',
  ],
])('the check names %s', async (_what, change, problem) => {
  const checked = checkVecEnv(async () => altered(new SyncVecEnv(tugOfWar(2)), change), {
    makeBatch: (environments) => tugOfWar(environments),
  });
  const error: unknown = await checked.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EnvironmentError);
  expect((error as Error).message).toContain(problem);
});

it('a module may have batches alone, and says so where one environment is asked of it', async () => {
  const factory = await loadEnvironment(environment, { side: 2 });
  expect(factory.makeBatch(3).rows).toBe(12);
  expect(() => factory.make()).toThrow('tug-of-war.ts cannot be made as one Env, which has one agent');
});
