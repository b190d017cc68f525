/** A mean and the ends of its 95 % confidence interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The normal deviate of a two-sided 95 % interval. */
export const Z95 = 1.959963984540054;

/**
 * The share of successes in independent trials, with its score interval (Wilson, "Probable Inference, the Law of
 * Succession, and Statistical Inference", Journal of the American Statistical Association 22, 1927): it stays within 0
 * and 1, and has a width where all or none succeeded.
 *
 * @param successes - from 0 to `trials`; a trial may count in part, as a draw does by 1/2: then the interval is wider
 * than it needs to be.
 * @param trials - at least one.
 *
 * @example
 * wilsonInterval(10, 10).low.toFixed(4); // => '0.7225'
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  const mean = successes / trials;
  const square = Z95 ** 2 / trials;
  const centre = (mean + square / 2) / (1 + square);
  const half = (Z95 / (1 + square)) * Math.sqrt((mean * (1 - mean)) / trials + square / (4 * trials));
  // Where all or none succeeded an end is the mean: rounding must not leave it inside, nor beyond 0 and 1.
  const low = Math.max(0, Math.min(centre - half, mean));
  return { mean, low, high: Math.min(1, Math.max(centre + half, mean)) };
}
