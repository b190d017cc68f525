/**
 * Merton's problem: a riskless and a lognormal risky asset, traded continuously, constant relative risk aversion [0].
 *
 * [0] Merton, "Lifetime Portfolio Selection under Uncertainty: The Continuous-Time Case", Review of
 *     Economics and Statistics 51, 1969
 */
import { ConfigurationError } from '@longplay/runtime';
import { expectBetween } from './expect-between.ts';

/** The market and the investor; all rates a year. */
export interface MertonProblem {
  /** Expected return of the risky asset: the drift of its price. */
  readonly mean: number;
  /** Return of the riskless asset. */
  readonly riskFree: number;
  /** Volatility of the risky asset, above 0. */
  readonly sd: number;
  /** Relative risk aversion, above 0; 1 is logarithmic utility. */
  readonly riskAversion: number;
}

/**
 * The fraction of wealth in the risky asset that is best at any age and wealth; above 1 it is bought on credit, below 0
 * it is sold short.
 *
 * @throws RangeError where `sd` or `riskAversion` is not above 0, or a rate is not finite; ConfigurationError where the
 * share is beyond the numbers there are
 *
 * @example
 * mertonRiskyShare({ mean: 0.08, riskFree: 0.02, sd: 0.2, riskAversion: 2 }).toFixed(6); // => '0.750000'
 */
export function mertonRiskyShare({ mean, riskFree, sd, riskAversion }: MertonProblem): number {
  expectBetween('mean', mean, -Infinity, Infinity);
  expectBetween('riskFree', riskFree, -Infinity, Infinity);
  expectBetween('sd', sd, 0, Infinity);
  expectBetween('riskAversion', riskAversion, 0, Infinity);
  const share = (mean - riskFree) / (riskAversion * sd * sd);
  if (Number.isFinite(share)) return share;
  throw new ConfigurationError(`no finite share is best with a deviation (sd) of ${sd}`, {
    cure: 'take a greater deviation (--sd), as of a year, or smaller rates',
  });
}

/**
 * The fraction of wealth that is best consumed in a year by someone who lives for ever.
 *
 * @param timePreference - rate at which utility to come is discounted
 * @throws RangeError as `mertonRiskyShare`; ConfigurationError where no rate is best, because waiting always pays
 */
export function mertonConsumptionRate(problem: MertonProblem, timePreference: number): number {
  const { mean, riskFree, riskAversion } = problem;
  expectBetween('timePreference', timePreference, -Infinity, Infinity);
  const certainGrowth = riskFree + (mertonRiskyShare(problem) * (mean - riskFree)) / 2;
  const rate = (timePreference - (1 - riskAversion) * certainGrowth) / riskAversion;
  if (rate > 0) return rate;
  throw new ConfigurationError(`with a time preference of ${timePreference} a year waiting always pays`, {
    cure: `take a time preference above ${((1 - riskAversion) * certainGrowth).toFixed(6)}`,
  });
}
