import type { Portfolio } from '../gbwm/goal-portfolios.ts';
import { normalCdf } from './distributions.ts';
import { expectBetween } from './expect-between.ts';

/** Wealth is to reach a goal; one portfolio a year, nothing added or taken out. */
export interface GoalProblem {
  /** Wealth at the beginning, above 0. */
  readonly wealth: number;
  /** Wealth to reach, above 0. */
  readonly goal: number;
  /** Years, a whole number from 1. */
  readonly years: number;
  /** What is chosen from; wealth in each follows geometric Brownian motion. */
  readonly portfolios: readonly Portfolio[];
}

/** What is best at every wealth of a grid and in every year. */
export interface GoalPlan {
  /** Of reaching the goal from the beginning. */
  readonly probability: number;
  /** The best portfolio of the first year, counted from 0; among equals the first. */
  readonly firstPortfolio: number;
  /** The grid, ascending: log(wealth / goal), evenly spaced. */
  readonly logWealth: Float64Array;
  /** [years][points] The best portfolio of each year. */
  readonly portfolios: readonly Uint16Array[];
  /** [years][points] The probability of reaching the goal from the beginning of each year on. */
  readonly probabilities: readonly Float64Array[];
}

/** @throws RangeError that names what is wrong */
export function checkGoalProblem({ wealth, goal, years, portfolios }: GoalProblem): void {
  expectBetween('wealth', wealth, 0, Infinity);
  expectBetween('goal', goal, 0, Infinity);
  if (!(Number.isSafeInteger(years) && years >= 1)) {
    throw new RangeError(`years must be a whole number from 1, and is ${years}`);
  }
  if (portfolios.length === 0) throw new RangeError('there must be a portfolio to choose');
  for (const [i, { mean, sd }] of portfolios.entries()) {
    expectBetween(`the mean of portfolio ${i}`, mean, -Infinity, Infinity);
    expectBetween(`the sd of portfolio ${i}`, sd, 0, Infinity);
  }
}

/** The log(wealth / goal) of the beginning; wealth and goal may be so far apart that their quotient is 0. */
export function startOf({ wealth, goal }: GoalProblem): number {
  return Math.log(wealth) - Math.log(goal);
}

/** Mean of the growth of log wealth in a year. */
export function drift({ mean, sd }: Portfolio): number {
  return mean - (sd * sd) / 2;
}

/** Probability of reaching the goal in some years with one portfolio, from log(wealth / goal): a closed form. */
export function reachProbability(portfolio: Portfolio, logWealth: number, years: number): number {
  return normalCdf((logWealth + drift(portfolio) * years) / (portfolio.sd * Math.sqrt(years)));
}

/**
 * The portfolio that reaches the goal most probably if it is never changed.
 *
 * @throws RangeError for a wealth or goal not above 0, years that are no whole number from 1, no portfolios
 */
export function bestFixedPortfolio(problem: GoalProblem): { readonly probability: number; readonly portfolio: number } {
  checkGoalProblem(problem);
  const logWealth = startOf(problem);
  const probabilities = problem.portfolios.map((portfolio) => reachProbability(portfolio, logWealth, problem.years));
  const probability = Math.max(...probabilities);
  return { probability, portfolio: probabilities.indexOf(probability) };
}
