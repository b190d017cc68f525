/** A mean and the ends of its 95 % confidence interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The normal deviate of a two-sided 95 % interval. */
const Z95 = 1.959963984540054;

/**
 * The share of successes, with the interval of Wilson, "Probable Inference, the Law of Succession, and Statistical
 * Inference", Journal of the American Statistical Association 22, 1927: it stays within 0 and 1, and has a width where
 * all or none succeeded.
 *
 * @example
 * wilson(10, 10).low.toFixed(4); // => '0.7225'
 */
export function wilson(successes: number, trials: number): Interval {
  const share = successes / trials;
  const square = Z95 ** 2 / trials;
  const centre = (share + square / 2) / (1 + square);
  const half = (Z95 / (1 + square)) * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials));
  // At the ends rounding could leave the share outside.
  return { mean: share, low: Math.min(centre - half, share), high: Math.max(centre + half, share) };
}

/** The mean of independent values, and its standard error; that of a single value is not known: NaN. */
export function meanAndError(values: Float64Array): { mean: number; standardError: number } {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (count - 1) / count) };
}

/**
 * A quantile of values in ascending order, interpolated between the two nearest: type 7 of Hyndman and Fan, "Sample
 * Quantiles in Statistical Packages", The American Statistician 50(4), 1996.
 *
 * @example
 * quantile([1, 2, 4], 0.75); // => 3
 */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - low);
}
