import { Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { drawProfile } from './household/draw-profile.ts';
import { household } from './household/household.ts';
import type { ProfileInput } from './household/profile.ts';
import { crra } from './household/utility.ts';
import { defaultMarket, lognormalMarket } from './markets/lognormal-market.ts';
import { simulate } from './simulate.ts';
import { constantReal, fixedAllocation, guardrails, standardStrategies } from './strategies/standard-strategies.ts';
import type { Strategy } from './strategies/strategy.ts';

const market = defaultMarket();
const untaxed = { brackets: [], capitalGains: 0 };

const retired = (profile: Partial<ProfileInput> = {}) =>
  household({
    age: 65,
    horizon: { age: 95 },
    spending: { desired: 40_000 },
    savings: { exempt: { balance: 1e6 } },
    tax: untaxed,
    ...profile,
  });

/** The strategy without its description: it cannot be sent. */
const kept = ({ name, start }: Strategy): Strategy => ({ name, start });

/** Nothing grows, and prices rise by 25 % a year. */
const still = lognormalMarket({ assets: { equities: [0, 0], bonds: [0, 0] }, inflation: [0.25, 0] });

describe('success of constant real withdrawals', () => {
  // Real returns are independent and lognormal, with mean 5 % and deviation 10 %; 30 withdrawals at the start of each
  // year. Reference: quadrature of the distribution of wealth, correct to 0.01 %.
  const stocks = lognormalMarket({ assets: { stocks: [0.05, 0.1] }, inflation: [0, 0] });

  it.each([
    [0.03, 0.9936],
    [0.04, 0.9276],
    [0.05, 0.7286],
    [0.06, 0.45],
  ])('at %d it is %d, within four standard errors', async (rate, expected) => {
    const home = retired({ spending: { desired: rate * 1e6, essential: 1 } });
    const strategy = constantReal(rate, { allocation: { kind: 'fixed', shares: { stocks: 1 } } });
    const { strategies } = await simulate(home, stocks, [strategy], { paths: 5_000, seed: 7 });
    const { mean, low, high } = strategies[0]!.success;
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 5_000));
    expect(mean).toBeGreaterThan(low);
    expect(mean).toBeLessThan(high);
  });
});

describe('the answer', () => {
  it('counts wealth in real and nominal money, at the start of each year and after the last', async () => {
    const home = retired({ horizon: { age: 68 }, spending: { desired: 100_000 } });
    const { alive, strategies } = await simulate(home, still, [fixedAllocation()], { paths: 3, seed: 1 });
    const [result] = strategies;
    const real = [1e6, 900_000 / 1.25, (720_000 - 100_000) / 1.25, (496_000 - 100_000) / 1.25];
    expect(alive).toEqual([1, 1, 1, 1]);
    expect(result!.wealth.p50).toEqual(real);
    expect(result!.nominalWealth.p90).toEqual(real.map((money, t) => expect.closeTo(money * 1.25 ** t, 6)));
    expect(result!.consumption.p10).toEqual([100_000, 100_000, 100_000]);
    expect(result!.estate).toEqual({ p10: 316_800, p50: 316_800, p90: 316_800 });
    expect(result!.shortfall).toEqual({ mean: 0, whenShort: 0 });
    expect(result!.expectedUtility.mean).toBe(0);
    expect(result!.certaintyEquivalent).toBe(1);
  });

  it('adds up what is missing, and discounts what it is worth', async () => {
    const home = retired({
      horizon: { age: 67 },
      savings: { exempt: { balance: 40_000 } },
      riskAversion: 2,
      timePreference: 0.25,
    });
    const { strategies } = await simulate(home, still, [fixedAllocation()], { paths: 2 });
    const [result] = strategies;
    expect(result!.success.mean).toBe(0);
    expect(result!.shortfall).toEqual({ mean: 30_000, whenShort: 30_000 });
    expect(result!.expectedUtility).toEqual({ mean: 0.8 * crra(0.25, 2), standardError: 0 });
    // (1 + 0.8) u(x) = 0.8 u(1/4)
    expect(result!.certaintyEquivalent).toBeCloseTo(1 / (1 + (0.8 * 3) / 1.8), 12);
  });

  it('with mortality, percentiles are of those who live', async () => {
    const home = retired({ horizon: { mortality: {} }, bequest: 1 });
    const { alive, strategies } = await simulate(home, market, [fixedAllocation()], { paths: 2_000, seed: 2 });
    for (const year of [1, 20, 30]) {
      const expected = home.survival[year]!;
      expect(Math.abs(alive[year]! - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 2_000));
    }
    const { p10, p90 } = strategies[0]!.wealth;
    expect([p10.length, p90.length]).toEqual([alive.length, alive.length]);
    expect(p90.every((high, year) => high >= p10[year]!)).toBe(true);
    expect(Number.isFinite(strategies[0]!.certaintyEquivalent)).toBe(true);
  });

  it('without risk the growth of a year of months is that of the year', async () => {
    const monthly = lognormalMarket({ assets: { cash: [0.05, 0] }, inflation: [0.02, 0], stepsPerYear: 12 });
    const strategy = fixedAllocation({ cash: 1 });
    const { strategies } = await simulate(retired({ horizon: { age: 66 } }), monthly, [strategy], { paths: 1 });
    expect(strategies[0]!.wealth.p50[1]).toBeCloseTo((960_000 * 1.05) / 1.02, 0);
  });
});

describe('the same bits', () => {
  const home = household(drawProfile(Random.from(4)));
  const options = { paths: 600, seed: 11 };
  const strategies = [...standardStrategies(), kept(guardrails())];

  it('for one worker and two, and whether a strategy is sent or kept', async () => {
    const one = await simulate(home, market, strategies, options);
    expect(await simulate(home, market, strategies, { ...options, workers: 2 })).toEqual(one);
    expect(one.strategies[7]).toEqual(one.strategies[2]);
  });

  it('whatever a path is simulated with', async () => {
    const many = await simulate(home, market, [constantReal(), guardrails()], options);
    const few = await simulate(home, market, [guardrails()], { ...options, paths: 300 });
    expect(few.strategies[0]!.utilities).toEqual(many.strategies[1]!.utilities.subarray(0, 300));
  });
});

describe('what cannot be simulated', () => {
  it.each([0, -1, 1.5, NaN, 1e9])('%d paths', async (paths) => {
    await expect(simulate(retired(), market, [guardrails()], { paths })).rejects.toThrow(`paths is ${paths}`);
  });

  it('no strategy; a strategy for another market', async () => {
    await expect(simulate(retired(), market, [], { paths: 1 })).rejects.toThrow('no strategy is given');
    const gold = fixedAllocation({ gold: 1 });
    await expect(simulate(retired(), market, [gold], { paths: 1 })).rejects.toThrow('unknown asset "gold"');
  });

  it.each([
    [[0.5, 0.6, 0], 1, 'shares of at least 0 that sum to 1 are needed; it decided on [0.5, 0.6, 0]'],
    [[1.5, -0.5, 0], 1, 'it decided on [1.5, -0.5, 0]'],
    [[NaN, 1, 0], 1, 'it decided on [NaN, 1, 0]'],
    [[1, 0, 0], -5, 'spending of at least 0 is needed; it decided on -5'],
    [[1, 0, 0], Infinity, 'it decided on Infinity'],
  ])('a strategy that decides on %j and spends %d', async (shares, spending, message) => {
    const mistaken: Strategy = {
      name: 'mistaken',
      start: () => ({
        async decide(_year, _ledger, out) {
          await Promise.resolve();
          out.spending.fill(spending);
          out.allocation.set(shares);
        },
      }),
    };
    await expect(simulate(retired(), market, [mistaken], { paths: 1 })).rejects.toThrow(message);
  });
});
