import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeGae, episodeEnd, type Trajectory } from './gae.ts';

function advantagesOf(trajectory: Trajectory, gamma: number, lambda: number) {
  const { length } = trajectory.rewards;
  const [advantages, returns] = [new Float32Array(length), new Float32Array(length)];
  computeGae(trajectory, gamma, lambda, advantages, returns);
  return { advantages, returns };
}

/** What follows a step is worth, as far as its reward does not tell: V(s') of eq. 12. */
function valueAfter({ values, ends, finalValues, lastValue }: Trajectory, t: number): number {
  if (ends[t] === episodeEnd.terminated) return 0;
  if (ends[t] === episodeEnd.truncated) return finalValues[t]!;
  return values[t + 1] ?? lastValue;
}

/** The steps from `t` to the end of its episode or of the trajectory. */
function stepsFrom({ ends, rewards }: Trajectory, t: number): number[] {
  const steps = [t];
  for (let k = t; ends[k] === episodeEnd.none && k + 1 < rewards.length; k++) steps.push(k + 1);
  return steps;
}

const sum = (terms: readonly number[]) => terms.reduce((total, term) => total + term, 0);

/** Eq. 16, forwards: the discounted sum of the deltas that follow. */
function discountedDeltas(trajectory: Trajectory, t: number, gamma: number, lambda: number): number {
  const { rewards, values } = trajectory;
  const delta = (k: number) => rewards[k]! + gamma * valueAfter(trajectory, k) - values[k]!;
  return sum(stepsFrom(trajectory, t).map((k) => (gamma * lambda) ** (k - t) * delta(k)));
}

/** The rewards up to the end of the episode, and what it was worth there. */
function discountedReturn(trajectory: Trajectory, t: number, gamma: number): number {
  const steps = stepsFrom(trajectory, t);
  const last = steps.at(-1)!;
  const rewards = steps.map((k) => gamma ** (k - t) * trajectory.rewards[k]!);
  return sum(rewards) + gamma ** (last - t + 1) * valueAfter(trajectory, last);
}

const real = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 64);
const step = fc.record({
  reward: real,
  value: real,
  finalValue: real,
  end: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.constantFrom(1, 2)),
});
const trajectories: fc.Arbitrary<Trajectory> = fc
  .tuple(fc.array(step, { minLength: 1, maxLength: 40 }), real)
  .map(([steps, lastValue]) => ({
    rewards: steps.map(({ reward }) => reward),
    values: steps.map(({ value }) => value),
    ends: steps.map(({ end }) => end),
    finalValues: steps.map(({ finalValue }) => finalValue),
    lastValue,
  }));
const fraction = fc.integer({ min: 0, max: 100 }).map((n) => n / 100);

/** The largest error, in units of what single precision rounds by and double precision loses on the way. */
function largestError(actual: ArrayLike<number>, expected: (t: number) => number): number {
  const errors = Array.from(actual, (value, t) => {
    return Math.abs(value - expected(t)) / (2 ** -24 * Math.abs(expected(t)) + 1e-9);
  });
  return Math.max(...errors);
}

describe('computeGae', () => {
  it('gives the discounted sum of the deltas that follow in the episode, and returns = advantages + values', () => {
    fc.assert(
      fc.property(trajectories, fraction, fraction, (trajectory, gamma, lambda) => {
        const { advantages, returns } = advantagesOf(trajectory, gamma, lambda);
        const expected = (t: number) => discountedDeltas(trajectory, t, gamma, lambda);
        expect(largestError(advantages, expected)).toBeLessThan(1);
        expect(largestError(returns, (t) => expected(t) + trajectory.values[t]!)).toBeLessThan(1);
      }),
    );
  });

  it('with lambda 1 gives returns that are the discounted rewards, and with lambda 0 one step and the value after it', () => {
    fc.assert(
      fc.property(trajectories, fraction, (trajectory, gamma) => {
        const { rewards } = trajectory;
        expect(
          largestError(advantagesOf(trajectory, gamma, 1).returns, (t) => discountedReturn(trajectory, t, gamma)),
        ).toBeLessThan(1);
        expect(
          largestError(
            advantagesOf(trajectory, gamma, 0).returns,
            (t) => rewards[t]! + gamma * valueAfter(trajectory, t),
          ),
        ).toBeLessThan(1);
      }),
    );
  });

  it('goes on from the last observation where an episode was truncated, and from nothing where it terminated', () => {
    const common = { rewards: [1, 2], values: [10, 20], finalValues: [0, 100], lastValue: 7000 };
    const advantages = (end: number) => [...advantagesOf({ ...common, ends: [0, end] }, 0.5, 0.5).advantages];
    // delta of the second step: 2 + 0.5 V' - 20, of the first: 1 + 0.5 · 20 - 10 = 1
    expect(advantages(episodeEnd.terminated)).toEqual([1 + 0.25 * -18, -18]);
    expect(advantages(episodeEnd.truncated)).toEqual([1 + 0.25 * 32, 32]);
    expect(advantages(episodeEnd.none)).toEqual([1 + 0.25 * 3482, 3482]);
  });

  it('lets nothing of the next episode reach back', () => {
    fc.assert(
      fc.property(trajectories, trajectories, fc.constantFrom(1, 2), fraction, (first, next, end, lambda) => {
        const joined = (after: Trajectory): Trajectory => ({
          rewards: [...Array.from(first.rewards), ...Array.from(after.rewards)],
          values: [...Array.from(first.values), ...Array.from(after.values)],
          ends: [...Array.from(first.ends).slice(1), end, ...Array.from(after.ends)],
          finalValues: [...Array.from(first.finalValues), ...Array.from(after.finalValues)],
          lastValue: after.lastValue,
        });
        const before = ({ rewards: { length } }: Trajectory, after: Trajectory) =>
          advantagesOf(joined(after), 0.99, lambda).advantages.subarray(0, length);
        expect(before(first, next)).toEqual(before(first, { ...next, values: [9], rewards: [-9], ends: [0] }));
      }),
    );
  });
});
