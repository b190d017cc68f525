import { describe, expect, it } from 'vitest';
import { household } from '../household/household.ts';
import type { ProfileInput } from '../household/profile.ts';
import { defaultMarket, lognormalMarket } from '../markets/lognormal-market.ts';
import { goalOptimum } from '../references/goal-optimum.ts';
import { simulate } from '../simulate.ts';
import { fixedAllocation, standardStrategies } from '../strategies/standard-strategies.ts';
import { mostSuccessful } from './most-successful.ts';
import { successPlan } from './success-plan.ts';

const untaxed = { brackets: [], capitalGains: 0 };

/** One essential goal and nothing else: the spending is nothing beside it. */
const goal: ProfileInput = {
  age: 50,
  horizon: { age: 61 },
  spending: { desired: 1e-6, essential: 0 },
  savings: { exempt: { balance: 100 } },
  goals: [{ name: 'goal', inYears: 10, amount: 200, priority: 'essential' }],
  tax: untaxed,
};

const retired: ProfileInput = {
  age: 65,
  spending: { desired: 40_000 },
  savings: { exempt: { balance: 450_000 } },
  horizon: { mortality: { maximumAge: 95 } },
};

it('agrees with the goals-based problem, whose optimum is known', () => {
  const market = lognormalMarket({
    assets: { bold: [0.09, 0.2], timid: [0.05, 0.05] },
    inflation: [0, 1e-9],
    correlation: [
      [1, 0],
      [0, 1],
    ],
  });
  const portfolios = Array.from({ length: 21 }, (_, i) => {
    const share = i / 20;
    return asBrownian(1.05 + 0.04 * share, Math.hypot(share * 0.2, (1 - share) * 0.05));
  });
  const { probability } = goalOptimum({ wealth: 100, goal: 200, years: 10, portfolios });
  // A mix of lognormal assets is not lognormal itself, and the plan's grid has an error of its own.
  expect(Math.abs(successPlan(household(goal), market)!.probability - probability)).toBeLessThan(0.004);
});

/** The geometric Brownian motion whose growth in a year has this mean and deviation. */
function asBrownian(growth: number, deviation: number) {
  return { mean: Math.log(growth), sd: Math.sqrt(Math.log1p((deviation / growth) ** 2)) };
}

describe.each<[string, ProfileInput]>([
  ['a goal', goal],
  ['a retirement of random length', retired],
  [
    'savings, and then a retirement with a pension',
    {
      ...retired,
      age: 55,
      retirementAge: 65,
      income: { amount: 50_000 },
      pensions: [{ amount: 12_000, from: 67 }],
      goals: [{ name: 'boat', age: 70, amount: 30_000 }],
      tax: untaxed,
    },
  ],
])('%s', (_, profile) => {
  const plan = household(profile);
  const market = defaultMarket();
  const { strategy, plan: best } = mostSuccessful(plan, market)!;

  it('is as likely to succeed as it says, on paths that it has not seen, and no strategy is more', async () => {
    const paths = 1500;
    const { strategies } = await simulate(
      plan,
      market,
      [strategy, ...standardStrategies(), fixedAllocation({ equities: 1 })],
      { paths, seed: 7 },
    );
    const [mine, ...others] = strategies;
    // Four standard errors, and the error of the grid.
    const tolerance = 4 * Math.sqrt((best.probability * (1 - best.probability)) / paths) + 0.003;
    expect(Math.abs(mine!.success.mean - best.probability)).toBeLessThan(tolerance);
    for (const other of others) expect(other.success.mean).toBeLessThan(mine!.success.mean + tolerance);
  });
});

it('is certain of what a pension pays, and hopeless of what nothing pays', () => {
  const poor: ProfileInput = { ...retired, horizon: { age: 68 }, savings: {} };
  const pension = household({ ...poor, pensions: [{ amount: 40_000, from: 65 }], tax: untaxed });
  expect(successPlan(pension, defaultMarket())!.probability).toBe(1);
  expect(successPlan(household(poor), defaultMarket())!.probability).toBe(0);
});

it('plans for ages that nobody reaches', () => {
  const horizon = { mortality: { modalAge: 70, dispersion: 2, maximumAge: 90 } };
  const short = household({ ...retired, horizon });
  expect(short.survival.at(-1)).toBe(0);
  // Seven years or so, paid with what lasts for more than ten.
  expect(successPlan(short, defaultMarket())!.probability).toBeGreaterThan(0.99);
});

it.each<[string, ProfileInput]>([
  ['gains are taxed', { ...retired, savings: { taxable: { balance: 1 } } }],
  ['withdrawals are taxed', { ...retired, savings: { deferred: { balance: 1 } } }],
  ['a debt is nominal', { ...retired, debts: [{ balance: 1, rate: 0.03, years: 2 }] }],
  ['a pension is nominal', { ...retired, pensions: [{ amount: 1, from: 70, indexed: false }] }],
])('is not computed where %s', (_, profile) => {
  expect(mostSuccessful(household(profile), defaultMarket())).toBeUndefined();
});
