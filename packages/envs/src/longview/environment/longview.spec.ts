import { Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import type { BatchEnv } from '../../batch-env.ts';
import { registered } from '../../registry.ts';
import { newBatchStep } from '../../vector/batch-step.ts';
import { drawProfile } from '../household/draw-profile.ts';
import { household } from '../household/household.ts';
import { crra } from '../household/utility.ts';
import { defaultMarket, lognormalMarket } from '../markets/lognormal-market.ts';
import { simulate } from '../simulate.ts';
import { fixedAllocation } from '../strategies/standard-strategies.ts';
import { drawnHouseholds } from './household-set.ts';
import { observationNames } from './observation.ts';
import { policyStrategy } from './policy-strategy.ts';

const id = 'LongView-v0';
const batchOf = (rows: number, options: Readonly<Record<string, unknown>> = {}) =>
  registered(id, options).makeBatch(rows);

/** Plays a batch by random actions and returns all it has given. */
function play(batch: BatchEnv, steps: number, from = 0): number[][] {
  const out = newBatchStep(batch, batch.rows);
  for (let row = 0; row < batch.rows; row++) batch.reset(row, 100 + from + row, out);
  const randoms = Array.from({ length: batch.rows }, (_, row) => Random.from(7, from + row));
  const seen: number[][] = Array.from({ length: batch.rows }, () => []);
  for (let step = 0; step < steps; step++) {
    const actions = randoms.flatMap((random) => Array.from({ length: batch.actionSize }, () => 2 * random.float() - 1));
    batch.step(Float32Array.from(actions), out);
    for (let row = 0; row < batch.rows; row++) {
      const size = batch.observationSize;
      seen[row]!.push(
        out.rewards[row]!,
        out.terminated[row]!,
        ...out.observations.subarray(row * size, (row + 1) * size),
      );
    }
  }
  return seen;
}

describe('LongView-v0', () => {
  it('mixes households, and each row depends on its seed alone, however the rows are spread', () => {
    const together = play(batchOf(6), 120);
    expect([...play(batchOf(2), 120), ...play(batchOf(4), 120, 2)]).toEqual(together);
    expect(new Set(together.map(([, , firstAge]) => firstAge)).size).toBeGreaterThan(2);
  });

  it('sees finite numbers by the names it gives them', () => {
    const batch = batchOf(8, { profiles: 200 });
    expect(batch.observationSize).toBe(observationNames(['equities', 'bonds', 'cash']).length);
    expect(play(batch, 200).flat().every(Number.isFinite)).toBe(true);
  });

  it('sees finite numbers where hardly anybody outlives the modal age', () => {
    const mortality = { modalAge: 85, dispersion: 3 };
    const profiles = [{ age: 40, horizon: { mortality }, spending: { desired: 30_000 } }];
    expect(play(batchOf(8, { profiles }), 200).flat().every(Number.isFinite)).toBe(true);
  });

  it('goes on from a saved state bit for bit, in another batch and row, across the end of the episode', () => {
    const [batch, other] = [batchOf(1), batchOf(3)];
    const [out, otherOut] = [newBatchStep(batch, 1), newBatchStep(other, 3)];
    batch.reset(0, 5, out);
    const action = Float32Array.of(0.1, 0.5, -0.2, -0.9);
    for (let year = 0; year < 9; year++) batch.step(action, out);
    for (let row = 0; row < 3; row++) other.reset(row, row, otherOut);
    other.loadState!(2, JSON.parse(JSON.stringify(batch.saveState!(0))), otherOut);
    const size = batch.observationSize;
    expect(otherOut.observations.subarray(2 * size)).toEqual(out.observations);
    const threefold = Float32Array.from([...action, ...action, ...action]);
    let ends = 0;
    for (let year = 0; year < 100; year++) {
      batch.step(action, out);
      other.step(threefold, otherOut);
      ends += out.terminated[0]!;
      expect(otherOut.rewards[2]).toBe(out.rewards[0]);
      expect(otherOut.observations.subarray(2 * size)).toEqual(out.observations);
    }
    expect(ends).toBeGreaterThan(0);
  });

  it('pays what simulate calls the utility of a life', async () => {
    const profile = drawProfile(Random.from(11));
    const batch = batchOf(1, { profiles: [profile] });
    const out = newBatchStep(batch, 1);
    const returns: number[] = [];
    batch.reset(0, 1, out);
    for (let total = 0; returns.length < 2000;) {
      batch.step(new Float32Array(batch.actionSize), out);
      total += out.rewards[0]!;
      if (out.terminated[0] === 0) continue;
      returns.push(total);
      total = 0;
    }
    const mean = returns.reduce((sum, x) => sum + x, 0) / returns.length;
    const error = Math.sqrt(returns.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / returns.length;
    const neutral = policyStrategy((_observations, actions) => void actions.fill(0), { innerPaths: 1 });
    const { strategies } = await simulate(household(profile), defaultMarket(), [neutral], { paths: 2000, seed: 1 });
    const { expectedUtility } = strategies[0]!;
    const unit = -crra(0.5, profile.riskAversion);
    const tolerance = 4 * Math.hypot(error, expectedUtility.standardError / unit);
    expect(Math.abs(mean - expectedUtility.mean / unit)).toBeLessThan(tolerance);
  });

  it('with the wealth at the end as its aim pays the utility of its growth', () => {
    const market = { kind: 'lognormal', assets: { cash: [0.05, 0] }, inflation: [0, 0] };
    const profile = { age: 50, horizon: { age: 60 }, spending: { desired: 1 }, savings: { exempt: { balance: 1e5 } } };
    const batch = batchOf(1, { profiles: [profile], market, objective: 'terminal-wealth' });
    const out = newBatchStep(batch, 1);
    batch.reset(0, 1, out);
    let total = 0;
    for (let year = 0; year < 10; year++) {
      expect(out.terminated[0]).toBe(0);
      batch.step(Float32Array.of(1, 0), out);
      total += out.rewards[0]!;
    }
    expect(out.terminated[0]).toBe(1);
    expect(total).toBeCloseTo(crra(1.05 ** 10, 3) / -crra(0.5, 3), 9);
  });

  it('refuses profiles that are wrong, by their place', () => {
    const profiles = [
      { age: 65, spending: { desired: 1 } },
      { age: 65, retirementAge: 60, spending: { desired: 1 } },
    ];
    expect(() => batchOf(1, { profiles })).toThrow(/profile 2.*retirement in the past/);
    expect(() => registered(id, { profiles: 0 })).toThrow(/profiles is 0: must be a whole number from 1/);
  });

  it.each([0, 1.5, 1025])('refuses %d inner paths', (innerPaths) => {
    expect(() => registered(id, { innerPaths })).toThrow(/innerPaths is .*: must be a whole number from 1 to 1024/);
  });

  it('refuses a market that is wrong, by the key that it is under', () => {
    const correlation = [
      [1, 1.2],
      [1.2, 1],
    ];
    const assets = { equities: [0.07, 0.15], bonds: [0.03, 0.06] };
    expect(() => batchOf(1, { market: { assets, correlation } })).toThrow(
      /^options of LongView-v0: market: correlation/,
    );
  });

  it('refuses what would be ignored, or has no meaning, in a list of profiles', () => {
    const saver = { age: 65, spending: { desired: 1 }, savings: { exempt: { balance: 1 } } };
    expect(() => batchOf(1, { profiles: [saver], heldOut: true })).toThrow(/heldOut is true, and profiles is a list/);
    const withMarket = { ...saver, market: {} };
    expect(() => batchOf(1, { profiles: [saver, withMarket] })).toThrow(/profile 2: market is set/);
    const poor = { age: 65, spending: { desired: 1 } };
    expect(() => batchOf(1, { profiles: [saver, poor], objective: 'terminal-wealth' })).toThrow(
      /profile 2: savings are 0/,
    );
    expect(batchOf(1, { profiles: [saver, poor] }).rows).toBe(1);
  });

  it('holds out households that no training with the same seed has', () => {
    const profiles = (['training', 'heldOut'] as const).flatMap((set) => {
      const drawn = drawnHouseholds(defaultMarket(), { count: 200, seed: 4, set });
      return Array.from({ length: drawn.count }, (_, index) => JSON.stringify(drawn.at(index).household.profile));
    });
    expect(new Set(profiles).size).toBe(400);
    // The environment takes them: the first observations differ.
    expect(play(batchOf(4, { heldOut: true }), 1)).not.toEqual(play(batchOf(4), 1));
  });
});

describe('policyStrategy', () => {
  const certain = lognormalMarket({ assets: { equities: [0.05, 0], bonds: [0.01, 0] }, inflation: [0, 0] });
  const retired = household({
    age: 65,
    horizon: { age: 75 },
    spending: { desired: 10_000 },
    savings: { exempt: { balance: 100_000 } },
    timePreference: 0.03,
  });

  it('asks once a year about every path, and decides by the answer', async () => {
    const asked: number[] = [];
    const policy = policyStrategy(
      async (observations, actions) => {
        asked.push(observations.length / observationNames(certain.assets).length);
        for (let i = 0; i < actions.length; i += 3) actions.set([0, 1, -1], i);
      },
      { innerPaths: 8 },
    );
    const fixed = fixedAllocation({ equities: 1 });
    const { strategies } = await simulate(retired, certain, [policy, fixed], { paths: 20, seed: 1 });
    expect(asked).toEqual(Array.from({ length: 10 }, () => 20));
    // Without risk, with patience as the mean return of both assets, the plan spends the same share of its desires for
    // ever, and that uses up all there is, but for the growth that equities have beyond that mean.
    const spent = strategies[0]!.consumption.p50;
    expect(spent[0]).toBeGreaterThan(10_000);
    expect(spent.every((amount, year) => year === 0 || amount > spent[year - 1]!)).toBe(true);
    expect(strategies[0]!.estate.p50).toBeLessThan(1e-6);
  });
});
