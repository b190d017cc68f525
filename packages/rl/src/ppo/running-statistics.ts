/** Means and variances over samples that come in parts, with the parallel formula of Chan, Golub and LeVeque (1979). */

/** The moments of a number of samples, feature by feature. */
export interface Moments {
  readonly count: number;
  readonly mean: Float64Array;
  /** Sum of the squared distances from the mean. */
  readonly squares: Float64Array;
}

export const noSamples = (features: number): Moments => ({
  count: 0,
  mean: new Float64Array(features),
  squares: new Float64Array(features),
});

/** The moments of both sets of samples together. */
export function merge(a: Moments, b: Moments): Moments {
  const count = a.count + b.count;
  if (count === 0) return a;
  const features = a.mean.length;
  const merged = { count, mean: new Float64Array(features), squares: new Float64Array(features) };
  for (let i = 0; i < features; i++) {
    const delta = b.mean[i]! - a.mean[i]!;
    merged.mean[i] = a.mean[i]! + (delta * b.count) / count;
    merged.squares[i] = a.squares[i]! + b.squares[i]! + (delta * delta * a.count * b.count) / count;
  }
  return merged;
}

/** What is taken from a number and what it is multiplied by, feature by feature. */
export interface Scaling {
  readonly shift: Float64Array;
  readonly scale: Float64Array;
  /** Bound of the result. */
  readonly clip: number;
}

/** Kept from division by zero, as in the VecNormalize of Stable-Baselines3. */
export const varianceEpsilon = 1e-8;

/** To mean 0 and deviation 1; without samples, to the bound alone. */
export function scalingOf({ count, mean, squares }: Moments, clip: number): Scaling {
  const scale = squares.map((sum) => (count === 0 ? 1 : 1 / Math.sqrt(sum / count + varianceEpsilon)));
  return { shift: mean, scale, clip };
}

/** Scales a row of `from` into `to`. */
export function scaleRow(
  { shift, scale, clip }: Scaling,
  from: ArrayLike<number>,
  fromOffset: number,
  to: Float32Array,
  toOffset: number,
): void {
  for (let i = 0; i < shift.length; i++) {
    const scaled = (from[fromOffset + i]! - shift[i]!) * scale[i]!;
    to[toOffset + i] = scaled > clip ? clip : scaled < -clip ? -clip : scaled;
  }
}
