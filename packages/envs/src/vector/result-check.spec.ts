import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BatchStep } from '../batch-env.ts';
import { EnvironmentError } from '../environment-error.ts';
import { box, multiDiscrete } from '../spaces.ts';
import { newBatchStep } from './batch-step.ts';
import { ResultCheck } from './result-check.ts';

const rows = 5;
const layout = {
  observationSpace: box(-Infinity, Infinity, 3),
  actionSpace: multiDiscrete([2, 3]),
  observationSize: 3,
  actionSize: 2,
  maskSize: 5,
  rewardParts: ['goal', 'cost'],
  teams: [0],
};

/** A check in which every row has begun an episode, and results in which nothing is wrong. */
function begun(): { check: ResultCheck; out: BatchStep } {
  const check = new ResultCheck({ layout, environments: rows, name: 'Maze-v1', firstIndex: 10 });
  const out = newBatchStep(layout, rows);
  out.masks.fill(1);
  for (let row = 0; row < rows; row++) check.begin(row, 0, out);
  return { check, out };
}

function problemOf(call: () => void): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.message;
  }
}

it('finds what is not finite, wherever it is, and nothing else', () => {
  const place = fc.record({
    array: fc.constantFrom('rewards', 'rewardParts', 'observations', 'finalObservations'),
    row: fc.nat(rows - 1),
    entry: fc.nat(5),
    ended: fc.constantFrom('terminated', 'truncated', undefined),
    stepsBefore: fc.nat(20),
    value: fc.constantFrom(NaN, Infinity, -Infinity, 1, -3e38),
  });
  fc.assert(
    fc.property(place, ({ array: name, row, entry, ended, stepsBefore, value }) => {
      const { check, out } = begun();
      for (let t = 0; t < stepsBefore; t++) check.step(out);
      const array = out[name];
      const size = array.length / rows;
      const i = entry % size;
      array[row * size + i] = value;
      if (ended !== undefined) out[ended][row] = 1;
      const field = {
        rewards: 'reward is',
        rewardParts: `the reward part "${layout.rewardParts[i]}" is`,
        observations: `observation[${i}] is`,
        finalObservations: `observation[${i}] is`,
      }[name];
      const isFirst = name === 'observations' && ended !== undefined; // of the next episode
      const when = isFirst ? 'at its reset' : `step ${stepsBefore + 1} of its episode`;
      const holdsNothing = name === 'finalObservations' && ended === undefined;
      expect(problemOf(() => check.step(out))).toBe(
        Number.isFinite(value) || holdsNothing
          ? undefined
          : `environment ${10 + row} (Maze-v1), ${when}: ${field} ${value}`,
      );
    }),
  );
});

it('takes finite numbers whose sum is infinite for what they are', () => {
  const { check, out } = begun();
  out.rewards.fill(Number.MAX_VALUE);
  out.observations.fill(3.4e38);
  expect(problemOf(() => check.step(out))).toBeUndefined();
});

it('finds a first observation that is not finite', () => {
  const { check, out } = begun();
  out.observations[4] = NaN;
  expect(problemOf(() => check.begin(0, 0, out))).toBeUndefined();
  expect(problemOf(() => check.begin(1, 0, out))).toBe('environment 11 (Maze-v1), at its reset: observation[1] is NaN');
  expect(problemOf(() => check.begin(1, 7, out))).toContain('environment 11 (Maze-v1), step 7 of its episode:');
});

it('finds a mask that allows no action in one of the parts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 25, maxLength: 25, max: 1 }), (masks) => {
      const { check, out } = begun();
      out.masks.set(masks);
      const isEmpty = (from: number, size: number) => masks.subarray(from, from + size).every((flag) => flag === 0);
      const row = [0, 1, 2, 3, 4].find((r) => isEmpty(5 * r, 2) || isEmpty(5 * r + 2, 3));
      expect(problemOf(() => check.step(out))).toBe(
        row === undefined
          ? undefined
          : `environment ${10 + row} (Maze-v1), step 1 of its episode: the mask allows no action in part ${isEmpty(5 * row, 2) ? 0 : 1}`,
      );
    }),
  );
});

it('counts the steps of each episode', () => {
  const { check, out } = begun();
  check.begin(3, 40, out); // a saved state
  for (let t = 0; t < 3; t++) check.step(out);
  out.terminated[1] = 1;
  check.step(out);
  out.terminated[1] = 0;
  check.step(out);
  expect(Array.from({ length: rows }, (_, row) => check.episodeSteps(row))).toEqual([5, 1, 5, 45, 5]);
});
