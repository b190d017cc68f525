/**
 * The probability of outliving one's money [0]: a fixed real amount is taken out of wealth continuously, wealth follows
 * geometric Brownian motion, life ends at a constant rate. The present value of what is taken out is matched by its
 * first two moments with a reciprocal gamma variate; where life has no end that is exact [1]. Else it is an approximation,
 * and where those moments do not exist a formula without a ground: see `matchedMoments`.
 *
 * [0] Milevsky and Robinson, "A Sustainable Spending Rate without Simulation", Financial Analysts Journal 61(6), 2005
 * [1] Dufresne, "The Distribution of a Perpetuity, with Applications to Risk Theory and Pension Funding", 1990
 */
import { ConfigurationError } from '@longplay/runtime';
import { gammaCdf } from './distributions.ts';
import { expectBetween } from './expect-between.ts';

/** Rates a year, in real money. */
export interface RuinProblem {
  /** Expected return: the drift of wealth. */
  readonly mean: number;
  /** Volatility of wealth, above 0. */
  readonly sd: number;
  /** Years until half of those of this age have died; Infinity: nobody does. */
  readonly medianLife: number;
  /** Spending a year as a fraction of the wealth at the beginning, above 0. */
  readonly rate: number;
}

/**
 * The probability that wealth ends before life, by the published formula. For finite lives it is off by 2 points at the
 * paper's own figures, by 14 where much is spent, and by up to 30 where `matchedMoments` is not `both`
 * (docs/longview.md has the table).
 *
 * @throws RangeError for numbers out of range; ConfigurationError where returns are so poor that the formula ends
 *
 * @example
 * ruinProbability({ mean: 0.07, sd: 0.2, medianLife: 28.1, rate: 0.05 }).toFixed(3); // => '0.268'
 */
export function ruinProbability(problem: RuinProblem): number {
  const { mean, sd, rate } = problem;
  const { variance, mortality, shape } = reciprocalGamma(problem);
  if (shape > 0) return gammaCdf(rate, { shape, scale: (variance + mortality) / 2 });
  // Without growth of the median an endless life is ruined surely.
  if (mortality === 0) return 1;
  const leastMean = (3 * variance - mortality) / 2;
  const longest = Math.LN2 / (3 * variance - 2 * mean);
  throw new ConfigurationError(
    `no approximation for a mean of ${mean} with a deviation of ${sd}: the present value of spending has no mean`,
    { cure: `take a mean above ${leastMean.toFixed(6)}, or a median life below ${longest.toFixed(4)} years` },
  );
}

/** Which moments of the present value of spending exist; `exact`: life has no end, and nothing is approximated. */
export type MatchedMoments = 'exact' | 'both' | 'first only' | 'none';

/**
 * What the approximation of `ruinProbability` stands on. With a mortality of ln 2 / median life, the present value of
 * what a life takes out has a mean where mean + mortality > sd², a shape above 1, and a variance where
 * 2 mean + mortality > 3 sd², a shape above 2. The formula answers down to a shape of 0.
 *
 * @throws RangeError for numbers out of range
 *
 * @example
 * matchedMoments({ mean: 0.07, sd: 0.2, medianLife: 28.1, rate: 0.05 }); // => 'both'
 * matchedMoments({ mean: 0.02, sd: 0.3, medianLife: 28.1, rate: 0.05 }); // => 'none'
 */
export function matchedMoments(problem: RuinProblem): MatchedMoments {
  const { mortality, shape } = reciprocalGamma(problem);
  if (mortality === 0) return 'exact';
  if (shape > 2) return 'both';
  return shape > 1 ? 'first only' : 'none';
}

function reciprocalGamma({ mean, sd, medianLife, rate }: RuinProblem) {
  expectBetween('mean', mean, -Infinity, Infinity);
  expectBetween('sd', sd, 0, Infinity);
  expectBetween('rate', rate, 0, Infinity);
  if (!(medianLife > 0)) throw new RangeError(`medianLife must be a number above 0, and is ${medianLife}`);
  const mortality = Math.LN2 / medianLife;
  const variance = sd * sd;
  return { mortality, variance, shape: (2 * mean + 4 * mortality) / (variance + mortality) - 1 };
}
