/**
 * The best probability of reaching a goal, by dynamic programming backwards from the last year [0], on a grid of log
 * wealth that is refined until the answer stays.
 *
 * Two departures from [0], whose result jumps by 0.01 between grids (`publishedGoalPlan`): the last year, in which the
 * value is 0 or 1, is integrated in closed form; what is left is smooth, and a sum over a grid integrates it against a
 * normal density to rounding. And the grid ends where the goal is out of reach or certain, not at 3 deviations.
 *
 * [0] Das, Ostrov, Radhakrishnan and Srivastav, "Dynamic Portfolio Allocation in Goals-Based Wealth Management",
 *     Computational Management Science 17, 2020
 */
import type { Portfolio } from '../gbwm/goal-portfolios.ts';
import { checkGoalProblem, drift, reachProbability, startOf, type GoalPlan, type GoalProblem } from './goal-problem.ts';

/** Points of the first grid in the least deviation of a year; each next grid has twice as many. */
const FIRST_DENSITY = 2;
/** Deviations beyond which the normal distribution is left out: 2e-15 of it. */
const TAIL = 8;

/**
 * The best plan for a goal.
 *
 * @param tolerance - the grid is as fine as it must be for the probability to change by less than this when it is
 * refined once more. Default 0.0001.
 * @throws RangeError for a wealth or goal not above 0, years that are no whole number from 1, no portfolios
 *
 * @example
 * const { probability, firstPortfolio } = goalOptimum({ wealth: 100, goal: 200, years: 10, portfolios: goalPortfolios() });
 * [probability.toFixed(3), firstPortfolio]; // => ['0.670', 12]
 */
export function goalOptimum(problem: GoalProblem, tolerance = 1e-4): GoalPlan {
  checkGoalProblem(problem);
  let coarse = planOnGrid(problem, FIRST_DENSITY);
  for (let density = 2 * FIRST_DENSITY; ; density *= 2) {
    const fine = planOnGrid(problem, density);
    if (Math.abs(fine.probability - coarse.probability) < tolerance) return fine;
    coarse = fine;
  }
}

/** The best plan on a grid with so many points in the least deviation of a year. */
function planOnGrid(problem: GoalProblem, density: number): GoalPlan {
  const { years, portfolios } = problem;
  const step = Math.min(...portfolios.map(({ sd }) => sd)) / density;
  const [hopeless, certain] = limits(portfolios, years);
  const start = Math.max(hopeless, Math.min(certain, startOf(problem)));
  // The wealth at the beginning is a point of the grid.
  const below = Math.ceil((start - hopeless) / step);
  const above = Math.ceil((certain - start) / step);
  const logWealth = Float64Array.from({ length: below + 1 + above }, (_, i) => start + (i - below) * step);
  const kernels = portfolios.map((portfolio) => normalKernel(portfolio, step));
  const last = bestOf(portfolios.map((portfolio) => logWealth.map((x) => reachProbability(portfolio, x, 1))));
  const best = [last];
  for (let year = years - 2; year >= 0; year--) {
    const next = best[0]!.probabilities;
    best.unshift(bestOf(kernels.map((kernel) => expectation(next, kernel))));
  }
  return {
    probability: best[0]!.probabilities[below]!,
    firstPortfolio: best[0]!.portfolios[below]!,
    logWealth,
    portfolios: best.map((year) => year.portfolios),
    probabilities: best.map((year) => year.probabilities),
  };
}

/** The log(wealth / goal) below which no portfolio reaches the goal in these years, and above which one surely does. */
function limits(portfolios: readonly Portfolio[], years: number): readonly [number, number] {
  const spread = TAIL * Math.sqrt(years);
  const gains = portfolios.map((portfolio) => Math.max(0, drift(portfolio) * years) + spread * portfolio.sd);
  const losses = portfolios.map((portfolio) => Math.max(0, -drift(portfolio) * years) + spread * portfolio.sd);
  return [-Math.max(...gains), Math.min(...losses)];
}

/** The growth of log wealth in a year as steps of the grid: `weights[i]` is the probability of `first + i` steps. */
interface Kernel {
  readonly first: number;
  readonly weights: Float64Array;
}

function normalKernel(portfolio: Portfolio, step: number): Kernel {
  const mean = drift(portfolio) / step;
  const sd = portfolio.sd / step;
  const first = Math.ceil(mean - TAIL * sd);
  const weights = Float64Array.from({ length: Math.floor(mean + TAIL * sd) - first + 1 }, (_, i) => {
    const z = (first + i - mean) / sd;
    return Math.exp((-z * z) / 2);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { first, weights: weights.map((weight) => weight / sum) };
}

/** The expected value at every point of the grid after a step; it is 0 below the grid and 1 above. */
function expectation(values: Float64Array, { first, weights }: Kernel): Float64Array {
  const before = Math.max(0, -first);
  const after = Math.max(0, first + weights.length - 1);
  const padded = new Float64Array(before + values.length + after).fill(1, before);
  padded.set(values, before);
  const expected = new Float64Array(values.length);
  for (let i = 0; i < expected.length; i++) {
    const from = before + i + first;
    let sum = 0;
    for (let j = 0; j < weights.length; j++) sum += weights[j]! * padded[from + j]!;
    expected[i] = Math.min(1, sum);
  }
  return expected;
}

/** What a probability may be wrong by, as a part of it, from the rounding of its sum. */
const ROUNDING = 1e-13;

/** At every point of the grid the portfolio with the greatest probability; among equals the first. */
export function bestOf(probabilities: readonly Float64Array[]) {
  const best = { portfolios: new Uint16Array(probabilities[0]!.length), probabilities: probabilities[0]!.slice() };
  for (const [portfolio, candidate] of probabilities.entries()) {
    for (let i = 0; i < candidate.length; i++) {
      if (candidate[i]! <= best.probabilities[i]! * (1 + ROUNDING)) continue;
      best.probabilities[i] = candidate[i]!;
      best.portfolios[i] = portfolio;
    }
  }
  return best;
}
