import { Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { goalPortfolios } from '../gbwm/goal-portfolios.ts';
import { goalOptimum } from './goal-optimum.ts';
import { bestFixedPortfolio, drift, type GoalProblem } from './goal-problem.ts';
import { publishedGoalPlan } from './published-goal-plan.ts';

const portfolios = goalPortfolios();
const problem: GoalProblem = { wealth: 100, goal: 200, years: 10, portfolios };

describe('the problem of Das, Ostrov, Radhakrishnan and Srivastav: 100 to 200 in 10 years', () => {
  it('has the published optimum, 0.669, and the first portfolio', () => {
    const { probability, firstPortfolio } = goalOptimum(problem);
    expect(Math.abs(probability - 0.6702)).toBeLessThan(0.0005);
    expect(Math.abs(probability - 0.669)).toBeLessThan(0.002);
    expect(firstPortfolio).toBe(12);
  });

  it('is best served by the boldest of the fixed portfolios', () => {
    const { probability, portfolio } = bestFixedPortfolio(problem);
    expect(probability).toBeCloseTo(0.50106, 5);
    expect(portfolio).toBe(14);
  });

  // The paper's method, computed independently.
  it.each([
    [1, 111, 0.67816],
    [2, 221, 0.66897],
    [3, 331, 0.66603],
    [6, 661, 0.66875],
  ])('has the answers of the published grid: %d points a deviation', (density, points, expected) => {
    const { probability, logWealth, firstPortfolio } = publishedGoalPlan(problem, density);
    expect(logWealth).toHaveLength(points);
    expect(probability).toBeCloseTo(expected, 5);
    expect(firstPortfolio).toBe(12);
  });

  it('is converged: a much finer grid gives the same', () => {
    const fine = goalOptimum(problem, 1e-5);
    const usual = goalOptimum(problem);
    expect(fine.logWealth.length).toBeGreaterThan(usual.logWealth.length);
    expect(Math.abs(fine.probability - usual.probability)).toBeLessThan(1e-4);
  });

  it('is what the plan reaches when it is followed', () => {
    const plan = goalOptimum(problem);
    const [paths, random] = [100_000, Random.from(1)];
    let reached = 0;
    for (let path = 0; path < paths; path++) {
      let x = Math.log(0.5);
      for (const choices of plan.portfolios) {
        const portfolio = portfolios[choices[nearest(plan.logWealth, x)]!]!;
        x += drift(portfolio) + portfolio.sd * random.normal();
      }
      if (x >= 0) reached += 1;
    }
    const error = Math.sqrt((plan.probability * (1 - plan.probability)) / paths);
    expect(Math.abs(reached / paths - plan.probability)).toBeLessThan(4 * error);
  });
});

/** The point of an even grid that is nearest to x. */
function nearest(grid: Float64Array, x: number): number {
  const step = grid[1]! - grid[0]!;
  return Math.max(0, Math.min(grid.length - 1, Math.round((x - grid[0]!) / step)));
}

// With one year the optimum is the best fixed portfolio, a closed form.
it.each([
  [100, 0.00071, 14],
  [180, 0.42721, 14],
  [195, 0.76833, 1],
])('from %d to 200 in one year', (wealth, expected, portfolio) => {
  const one = { ...problem, wealth, years: 1 };
  const { probability, firstPortfolio } = goalOptimum(one);
  expect([probability.toFixed(5), firstPortfolio]).toEqual([expected.toFixed(5), portfolio]);
  expect(bestFixedPortfolio(one)).toEqual({ probability, portfolio });
});

it('agrees with the closed form where there is one portfolio', () => {
  for (const years of [2, 10, 40]) {
    const one = { ...problem, years, portfolios: [{ mean: 0.07, sd: 0.15 }] };
    expect(goalOptimum(one).probability).toBeCloseTo(bestFixedPortfolio(one).probability, 9);
  }
});

it('grows with wealth and with choice, and depends on wealth / goal alone', () => {
  const of = (change: Partial<GoalProblem>) => goalOptimum({ ...problem, ...change }).probability;
  const usual = of({});
  expect(of({ wealth: 110 })).toBeGreaterThan(usual);
  expect(of({ portfolios: portfolios.slice(0, 8) })).toBeLessThan(usual);
  expect(of({ wealth: 1e6, goal: 2e6 })).toBeCloseTo(usual, 12);
  expect(usual).toBeGreaterThan(bestFixedPortfolio(problem).probability);
});

it('knows what is certain and what is hopeless', () => {
  const sure = goalOptimum({ ...problem, wealth: 1e5 });
  expect([sure.probability.toFixed(12), sure.firstPortfolio]).toEqual(['1.000000000000', 0]);
  expect(Math.max(...sure.probabilities.map((year) => Math.max(...year)))).toBeLessThanOrEqual(1);
  expect(goalOptimum({ ...problem, wealth: 20 }).firstPortfolio).toBe(14);
  expect(goalOptimum({ ...problem, wealth: 1e-3 }).probability).toBeLessThan(1e-12);
  expect(goalOptimum({ ...problem, wealth: 1e-300, goal: 1e300 }).probability).toBeLessThan(1e-12);
});

it.each([
  [{ wealth: 0 }, 'wealth must be a number between 0 and Infinity, both excluded, and is 0'],
  [{ goal: NaN }, 'goal must be a number'],
  [{ years: 1.5 }, 'years must be a whole number from 1, and is 1.5'],
  [{ portfolios: [] }, 'there must be a portfolio'],
  [{ portfolios: [{ mean: 0.1, sd: 0 }] }, 'the sd of portfolio 0 must be a number between 0'],
])('refuses %j', (change, message) => {
  for (const call of [goalOptimum, bestFixedPortfolio, (one: GoalProblem) => publishedGoalPlan(one, 1)]) {
    expect(() => call({ ...problem, ...change })).toThrow(message);
  }
});

it.each([0.5, NaN, Infinity])(
  'refuses a grid of %d points a deviation, on which a fixed portfolio would seem better',
  (density) => {
    expect(() => publishedGoalPlan(problem, density)).toThrow('density must be a number of at least 1');
  },
);
