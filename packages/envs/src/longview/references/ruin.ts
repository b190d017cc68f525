/**
 * The probability of outliving one's money [0]: a fixed real amount is taken out of wealth continuously, wealth follows
 * geometric Brownian motion, life ends at a constant rate. The present value of what is taken out is matched by its
 * first two moments with a reciprocal gamma variate; where life has no end that is exact [1].
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
 * The probability that wealth ends before life.
 *
 * @throws RangeError for numbers out of range; ConfigurationError where returns are so poor that the present value of
 * spending has no mean, and the approximation none either
 *
 * @example
 * ruinProbability({ mean: 0.07, sd: 0.2, medianLife: 28.1, rate: 0.05 }).toFixed(3); // => '0.268'
 */
export function ruinProbability({ mean, sd, medianLife, rate }: RuinProblem): number {
  expectBetween('mean', mean, -Infinity, Infinity);
  expectBetween('sd', sd, 0, Infinity);
  expectBetween('rate', rate, 0, Infinity);
  if (!(medianLife > 0)) throw new RangeError(`medianLife must be a number above 0, and is ${medianLife}`);
  const mortality = Math.LN2 / medianLife;
  const variance = sd * sd;
  const shape = (2 * mean + 4 * mortality) / (variance + mortality) - 1;
  if (shape > 0) return gammaCdf(rate, { shape, scale: (variance + mortality) / 2 });
  // Without growth of the median an endless life is ruined surely.
  if (mortality === 0) return 1;
  throw new ConfigurationError(
    `no approximation for a mean of ${mean} with a deviation of ${sd}: the present value of spending has no mean`,
    { cure: `take a mean above ${((variance - 3 * mortality) / 2).toFixed(6)}, or a shorter life` },
  );
}
