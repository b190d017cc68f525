import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { household, type Household } from '../household/household.ts';
import { Ledger } from '../household/ledger.ts';
import type { ProfileInput } from '../household/profile.ts';
import { defaultMarket, lognormalMarket } from '../markets/lognormal-market.ts';
import { mertonShares } from './merton-shares.ts';
import {
  constantPercentage,
  constantReal,
  fixedAllocation,
  glidePath,
  guardrails,
  mertonAllocation,
  variablePercentage,
} from './standard-strategies.ts';
import { strategyOf } from './strategy-of.ts';
import type { Strategy } from './strategy.ts';

const market = defaultMarket();

const retired = (profile: Partial<ProfileInput> = {}) =>
  household({
    age: 65,
    horizon: { age: 95 },
    spending: { desired: 40_000 },
    savings: { exempt: { balance: 1e6 } },
    ...profile,
  });

/** What a strategy spends in each year, in which money grows and prices rise as told. */
function spent(strategy: Strategy, home: Household, growth: readonly number[], inflation: readonly number[] = []) {
  const ledger = new Ledger(1);
  ledger.begin(0, home);
  const decider = strategy.start(home, market, 1);
  const out = { spending: new Float64Array(1), allocation: new Float64Array(market.assets.length) };
  return growth.map((factor, year) => {
    void decider.decide(year, ledger, out);
    ledger.step(0, out.spending[0]!, factor, inflation[year] ?? 1);
    return out.spending[0]!;
  });
}

/** The shares that a strategy decides on in a year. */
function shares(strategy: Strategy, home: Household, year = 0): number[] {
  const ledger = new Ledger(1);
  ledger.begin(0, home);
  const out = { spending: new Float64Array(1), allocation: new Float64Array(market.assets.length) };
  void strategy.start(home, market, 1).decide(year, ledger, out);
  return [...out.allocation];
}

const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6));

describe('withdrawals', () => {
  it('constant real: 4 % of the wealth at retirement, whatever happens', () => {
    expect(spent(constantReal(), retired(), [0.5, 2, 1], [1.1, 1, 1])).toEqual(near([40_000, 40_000, 40_000]));
  });

  it('constant percentage: 5 % of what there is', () => {
    expect(spent(constantPercentage(), retired(), [0.5, 2, 1])).toEqual(near([50_000, 23_750, 45_125 * 0.5 * 2]));
  });

  it('pensions are spent beside, and taxes come out of the withdrawal', () => {
    const savings = { deferred: { balance: 1e6 } };
    const tax = { brackets: [{ from: 0, rate: 0.1 }] };
    const home = retired({ savings, tax, pensions: [{ amount: 10_000, from: 60 }] });
    expect(spent(constantReal(), home, [1])).toEqual(near([9_000 + 36_000]));
  });

  it('until retirement all spend what is desired', () => {
    const home = retired({ retirementAge: 67, income: { amount: 60_000 }, tax: { brackets: [] } });
    const strategies = [constantReal(), constantPercentage(), guardrails(), variablePercentage(), glidePath()];
    for (const strategy of strategies) {
      expect(spent(strategy, home, [1, 1])).toEqual([40_000, 40_000]);
    }
    // 20 000 are saved in each of two years.
    expect(spent(constantReal(), home, [1, 1, 2, 1])).toEqual(near([40_000, 40_000, 41_600, 41_600]));
  });

  it('variable percentage: what an annuity pays, which uses the wealth up', () => {
    const wealth = 1e6;
    // A payment p at the start of each of 30 years: p (1 - 1.03^-30)/(1 - 1/1.03).
    const payment = (wealth * (1 - 1 / 1.03)) / (1 - 1.03 ** -30);
    const years = Array<number>(30).fill(1.03);
    const home = retired();
    expect(spent(variablePercentage({ rate: 0.03 }), home, years)).toEqual(near(years.map(() => payment)));
    expect(spent(variablePercentage({ rate: 0 }), home, [1])[0]).toBeCloseTo(wealth / 30, 6);
  });

  it('variable percentage expects the real return of its portfolio', () => {
    const allocation = { kind: 'fixed', shares: { equities: 1 } } as const;
    const real = 1.07 / 1.02 - 1;
    const told = spent(variablePercentage({ allocation, rate: real }), retired(), [1]);
    expect(spent(variablePercentage({ allocation }), retired(), [1])[0]).toBeCloseTo(told[0]!, 6);
  });
});

describe('guardrails', () => {
  /** The first withdrawal of a million is 50 000. */
  const rule = guardrails({ rate: 0.05 });
  const nominal = (growth: number[], inflation: number[]) => {
    let prices = 1;
    return spent(rule, retired(), growth, inflation).map((spending, year) => {
      const value = spending * prices;
      prices *= inflation[year]!;
      return value;
    });
  };

  it('withdrawals follow inflation', () => {
    expect(nominal([1.1, 1.1], [1.03, 1.02])).toEqual(near([50_000, 51_500]));
  });

  it('but by no more than 6 %', () => {
    expect(nominal([1.15, 1.1], [1.1, 1])).toEqual(near([50_000, 53_000]));
  });

  it('and not after a loss, where the rate would be above the first; a rise left out is not made up for', () => {
    // 950 000 x .95 = 902 500: 51 500 would be 5.7 %.
    expect(nominal([0.95, 1.1, 1], [1.03, 1.03, 1])).toEqual(near([50_000, 50_000, 51_500]));
    // 950 000 x 1.06, prices + 3 %: no loss, though 51 500 is more than 5 % of 1 007 000.
    expect(nominal([1.06, 1], [1.03, 1])).toEqual(near([50_000, 51_500]));
  });

  it('a rate 20 % above the first is cut by a tenth', () => {
    // 950 000 x .8 = 760 000: 50 000 is 6.6 %.
    expect(nominal([0.8, 1], [1, 1])).toEqual(near([50_000, 45_000]));
    // 950 000 x .9 = 855 000: 50 000 is 5.8 %.
    expect(nominal([0.9, 1], [1, 1])).toEqual(near([50_000, 50_000]));
  });

  it('except in the last 15 years of the plan', () => {
    expect(spent(rule, retired({ horizon: { age: 81 } }), [0.8, 1])).toEqual(near([50_000, 50_000]));
    expect(spent(rule, retired({ horizon: { age: 82 } }), [0.8, 1])).toEqual(near([50_000, 45_000]));
  });

  it('a rate 20 % below the first is raised by a tenth', () => {
    // 950 000 x 1.4 = 1 330 000: 50 000 is 3.8 %.
    expect(nominal([1.4, 1], [1, 1])).toEqual(near([50_000, 55_000]));
  });
});

describe('portfolios', () => {
  it('fixed shares, in the order of the market', () => {
    expect(shares(fixedAllocation({ bonds: 0.3, equities: 0.7 }), retired())).toEqual([0.7, 0.3, 0]);
  });

  it('a glide path: 110 less age, within bounds', () => {
    expect(shares(glidePath(), retired())).toEqual(near([0.45, 0.55, 0]));
    expect(shares(glidePath(), retired(), 20)).toEqual(near([0.25, 0.75, 0]));
    expect(shares(glidePath(), retired(), 29)).toEqual(near([0.2, 0.8, 0]));
    expect(shares(glidePath(), retired({ age: 18 }))).toEqual(near([0.9, 0.1, 0]));
  });

  it('by data or by function, strategies are the same', () => {
    const { description } = guardrails({ rate: 0.05, allocation: { kind: 'glide-path' } });
    const years = [1.1, 0.7, 1.3, 0.8];
    expect(spent(strategyOf(description!), retired(), years)).toEqual(
      spent(guardrails({ rate: 0.05, allocation: { kind: 'glide-path' } }), retired(), years),
    );
  });
});

/** A risky asset, one without risk, and no inflation. */
const moments = (mean: number, deviation: number, riskFree: number) => ({
  mean: [mean, riskFree, 0],
  deviation: [deviation, 0, 0],
  correlation: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
});

describe('Merton', () => {
  it('is (mu - r)/(gamma sigma²) of the risky asset where one is risky, and all of it at most', () => {
    expect(mertonShares(moments(0.07, 0.18, 0.02), 3)[0]).toBeCloseTo(0.514403, 6);
    expect(mertonShares(moments(0.07, 0.15, 0.03), 4)[0]).toBeCloseTo(0.444444, 6);
    expect([...mertonShares(moments(0.07, 0.15, 0.03), 1)]).toEqual([1, 0]);
    expect([...mertonShares(moments(0.01, 0.15, 0.03), 4)]).toEqual([0, 1]);
  });

  it('meets the conditions of the optimum: held assets have the same slope, others no greater', () => {
    const asset = fc.tuple(
      fc.double({ min: -0.05, max: 0.15, noNaN: true }),
      fc.double({ min: 0.01, max: 0.4, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(asset, { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0.5, max: 10, noNaN: true }),
        (list, gamma) => {
          const assets = Object.fromEntries(list.map((value, i) => [`a${i}`, value]));
          const correlation = list.map((_, i) => list.map((__, j) => (i === j ? 1 : 0.3)));
          const { moments: all } = lognormalMarket({ assets, correlation });
          const best = mertonShares(all, gamma);
          const inflation = list.length;
          const covariance = (i: number, j: number) => all.correlation[i]![j]! * all.deviation[i]! * all.deviation[j]!;
          const slopes = list.map(
            (_, i) =>
              all.mean[i]! -
              gamma *
                best.reduce(
                  (sum, share, j) =>
                    sum +
                    share *
                      (covariance(i, j) -
                        covariance(i, inflation) -
                        covariance(j, inflation) +
                        covariance(inflation, inflation)),
                  0,
                ),
          );
          const highest = Math.max(...slopes);
          expect(best.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
          best.forEach((share, i) => {
            expect(share).toBeGreaterThanOrEqual(0);
            // A share that is held has the highest slope of all.
            expect(share > 1e-6 ? slopes[i] : highest).toBeCloseTo(highest, 7);
          });
        },
      ),
    );
  });

  it('takes the risk aversion of the profile, or its own', () => {
    const equities = (gamma: number) => shares(mertonAllocation({ riskAversion: gamma }), retired())[0]!;
    expect(equities(4)).toBeGreaterThan(equities(8));
    expect(shares(mertonAllocation(), retired({ riskAversion: 8 }))[0]).toBe(equities(8));
  });
});

describe('wrong strategies are refused', () => {
  it.each([
    [() => fixedAllocation({ equities: 0.6, bonds: 0.3 }), 'the shares sum to 0.9, not to 1'],
    [() => fixedAllocation({ equities: 1.2, bonds: -0.2 }), 'a share is from 0 to 1'],
    [() => fixedAllocation({ equities: NaN }), 'a finite number is needed'],
    [() => constantReal(4), 'spending.rate is 4: it is from 0 to 1'],
    [() => guardrails({ rate: 0 }), 'spending.rate is 0: it is more than 0'],
    [
      () => glidePath({ least: 0.8, most: 0.3 }),
      'allocation.least is 0.8: the least share of equities is above the most, 0.3',
    ],
    [() => glidePath({ most: 0.1 }), 'allocation.least is 0.2: the least share of equities is above the most, 0.1'],
    [
      () => glidePath({ lest: 0.3 } as never),
      'allocation: unknown option "lest"; did you mean "least"? known: kind, base, least, most, equities, bonds',
    ],
    [
      () => fixedAllocation({ equities: 0.5, bond: 0.5 }).start(retired(), market, 1),
      'unknown asset "bond"; did you mean "bonds"?',
    ],
  ])('no. %#', (make, message) => {
    expect(make).toThrow(message);
  });
});
