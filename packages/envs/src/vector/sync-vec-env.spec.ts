import { describe, expect, it } from 'vitest';
import type { BatchEnv, BatchStep } from '../batch-env.ts';
import { batchOf } from '../batch-of.ts';
import corridor, { type CorridorOptions } from '../fixtures/vector/corridor.ts';
import { loadEnvironment } from '../load-environment.ts';
import { singleAgentIds } from '../fixtures/single-agent-ids.ts';
import { box, discrete } from '../spaces.ts';
import { newBatchStep, rowsOfStep } from './batch-step.ts';
import { checkVecEnv } from './check-vec-env.ts';
import { environmentSeed } from './environment-seed.ts';
import { differenceOf, firstDifference, record, replayFrom } from './recording.ts';
import { SyncVecEnv } from './sync-vec-env.ts';

const corridors = (rows: number, options?: CorridorOptions, firstIndex = 0) =>
  new SyncVecEnv(
    batchOf(
      Array.from({ length: rows }, () => corridor(options)),
      { firstIndex },
    ),
    { firstIndex },
  );

/** Steps of no consequence: nowhere, without running. */
const stay = (rows: number) => new Float32Array(2 * rows).map((_, i) => (i % 2 === 0 ? 1 : 0));

describe('keeps the contract', () => {
  it('with environments that have masks, reward parts and both ends of an episode', async () => {
    const checked = checkVecEnv(async () => corridors(5), { makeEnv: () => corridor() });
    await expect(checked).resolves.toBeUndefined();
  });

  it('with environments that save no state', async () => {
    const options = { savesState: false };
    const checked = checkVecEnv(async () => corridors(3, options), { makeEnv: () => corridor(options) });
    await expect(checked).resolves.toBeUndefined();
  });

  it.each(singleAgentIds)('with %s', async (id) => {
    const factory = await loadEnvironment(id);
    const checked = checkVecEnv(async () => new SyncVecEnv(factory.makeBatch(3)), { makeEnv: () => factory.make() });
    await expect(checked).resolves.toBeUndefined();
  });
});

it('sees the corridor end in every way, so that the checks above see it', async () => {
  const { steps } = await record(corridors(5), 0, 200);
  const ends = steps.flatMap(({ terminated, truncated }) =>
    Array.from(terminated, (flag, i) => flag + 2 * truncated[i]!),
  );
  expect(new Set(ends)).toEqual(new Set([0, 1, 2, 3]));
});

it('takes the seed 0 at its first reset, and goes on with the streams at a later one', async () => {
  const first = corridors(4);
  const opening = structuredClone(await first.reset());
  const seeded = corridors(4);
  expect(differenceOf(first, opening, await seeded.reset(0))).toBeUndefined();
  expect(await first.reset()).toEqual(await seeded.reset());
  const starts = new Set([String(opening.observations)]);
  for (let i = 0; i < 5; i++) starts.add(String((await first.reset()).observations));
  expect(starts.size).toBeGreaterThan(1);
});

it('does in a slice what the whole set does in those rows', async () => {
  const whole = corridors(5);
  const { seed, actions, steps } = await record(whole, 3, 50);
  const slice = corridors(2, {}, 3);
  const played = await replayFrom(slice, { seed, actions: actions.map((all) => all.subarray(6, 10)) });
  const expected = steps.map((step) => rowsOfStep(step, whole, 3, 2));
  expect(firstDifference(slice, expected, played)).toBeUndefined();
});

it('writes into the memory that it is given', async () => {
  const batch = batchOf([corridor()]);
  const out = newBatchStep(batch, 1);
  const environments = new SyncVecEnv(batch, { out });
  expect(await environments.reset(1)).toBe(out);
  expect(await environments.step(stay(1))).toBe(out);
  expect(out.rewards[0]).not.toBe(0);
});

const faulty = (way: 'throw' | 'nan' | 'no action', step: number): CorridorOptions => {
  return { fault: { seed: environmentSeed(1, 5), step, way } };
};
const run = async (environments: SyncVecEnv, steps: number) => {
  for (let t = 0; t < steps; t++) await environments.step(stay(environments.rows));
};

describe('names the environment, the step and the field', () => {
  it.each([
    ['throw', 'environment 5 (Corridor), step 4 of its episode: RangeError: the corridor has no cell 7'],
    ['nan', 'environment 5 (Corridor), step 4 of its episode: reward is NaN'],
    ['no action', 'environment 5 (Corridor), step 4 of its episode: the mask allows no action in part 0'],
  ] as const)('of an environment that does this: %s', async (way, message) => {
    const environments = corridors(3, faulty(way, 4), 4);
    await environments.reset(1);
    await run(environments, 3);
    await expect(run(environments, 1)).rejects.toThrow(message);
  });

  it('of a batch that checks nothing itself', async () => {
    const environments = new SyncVecEnv(brokenBatch(), { name: 'Broken-v0', firstIndex: 8 });
    await environments.reset(1);
    await environments.step(new Float32Array(2));
    const states = await environments.saveState();
    const message = 'environment 9 (Broken-v0), step 2 of its episode: observation[0] is NaN';
    await expect(environments.step(new Float32Array(2))).rejects.toThrow(message);
    await environments.loadState(states);
    await expect(environments.step(new Float32Array(2))).rejects.toThrow(message);
  });
});

/** Two rows, of which the second divides zero by zero in its second step. */
function brokenBatch(): BatchEnv {
  const values = new Float32Array(2);
  const show = (row: number, { observations }: BatchStep) => void (observations[row] = values[row]!);
  return {
    observationSpace: box(-Infinity, Infinity),
    actionSpace: discrete(1),
    observationSize: 1,
    actionSize: 1,
    maskSize: 0,
    rewardParts: [],
    teams: [0],
    rows: 2,
    reset(row, _seed, out) {
      values[row] = 1;
      show(row, out);
    },
    step(_actions, out) {
      values[1] = values[1]! / values[1]! - 1;
      show(1, out);
    },
    saveState: (row) => values[row],
    loadState(row, state, out) {
      values[row] = state as number;
      show(row, out);
    },
  };
}

it('refuses what comes at the wrong time', async () => {
  const environments = corridors(2);
  await expect(environments.step(stay(2))).rejects.toThrow('reset or loadState comes before the first step');
  await expect(environments.saveState()).rejects.toThrow('reset or loadState comes before the first step');
  await environments.reset();
  await expect(environments.step(stay(3))).rejects.toThrow('the actions of 2 agents are 2 x 2 numbers; got 6 numbers');
  await expect(environments.loadState([])).rejects.toThrow('2 environments have 2 states; got 0');
  await expect(corridors(2, { savesState: false }).saveState()).rejects.toThrow('look at savesState first');
});

it('closes its environments, once', async () => {
  let closed = 0;
  const environment = Object.assign(corridor(), { close: () => closed++ });
  const environments = new SyncVecEnv(batchOf([environment]));
  await environments.reset();
  await environments[Symbol.asyncDispose]();
  await environments[Symbol.asyncDispose]();
  expect(closed).toBe(1);
  await expect(environments.step(stay(1))).rejects.toThrow('the environments are closed');
});
