/**
 * The best probability of reaching a goal with continuous trading, one risky asset and any leverage [0]: more than any
 * choice among portfolios without leverage can reach.
 *
 * [0] Browne, "Reaching Goals by a Deadline: Digital Options and Continuous-Time Active Portfolio Management", Advances
 *     in Applied Probability 31, 1999
 */
import { normalCdf, normalQuantile } from './distributions.ts';
import { expectBetween } from './expect-between.ts';

/** Rates a year. */
export interface BrowneProblem {
  /** Drift of the risky asset. */
  readonly mean: number;
  /** Volatility of the risky asset, above 0. */
  readonly sd: number;
  readonly riskFree: number;
  /** Wealth at the beginning, above 0. */
  readonly wealth: number;
  /** Wealth to reach, above 0. */
  readonly goal: number;
  /** Time to reach it in, above 0. */
  readonly years: number;
}

/**
 * Phi(Phi^-1(share of the discounted goal that is there already) + |Sharpe ratio| sqrt(years)).
 *
 * @throws RangeError for numbers out of range
 *
 * @example
 * const market = { mean: 0.0886, sd: 0.1955, riskFree: 0 };
 * browneProbability({ ...market, wealth: 100, goal: 200, years: 10 }).toFixed(4); // => '0.9241'
 */
export function browneProbability({ mean, sd, riskFree, wealth, goal, years }: BrowneProblem): number {
  expectBetween('mean', mean, -Infinity, Infinity);
  expectBetween('riskFree', riskFree, -Infinity, Infinity);
  for (const [name, value] of Object.entries({ sd, wealth, goal, years })) expectBetween(name, value, 0, Infinity);
  const share = (wealth * Math.exp(riskFree * years)) / goal;
  if (share >= 1) return 1;
  // The quotient of wealth and a goal may be too small for a number; so is the probability.
  if (share === 0) return 0;
  return normalCdf(normalQuantile(share) + (Math.abs(mean - riskFree) / sd) * Math.sqrt(years));
}
