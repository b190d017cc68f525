import { exp, log } from './elementary.ts';
import { scaleCount } from './mixture.ts';
import type { MeanAndDeviation } from './returns.ts';

/**
 * A t-distributed number is normal with a random scale: t = w z with w^2 = 1 / g up to a factor, and g of the gamma
 * distribution with shape nu / 2. Here w takes 4096 equally likely values.
 */

const CELLS = 2 ** 18;

/**
 * The values of w, from the largest to the smallest, with a mean square of one: the root mean square of w in each of 4096
 * parts of equal probability, by the midpoint rule on a grid of ln g.
 */
export function studentScales(degreesOfFreedom: number): Float64Array {
  const shape = degreesOfFreedom / 2;
  // Beyond these, neither the density exp(shape y - e^y) of y = ln g nor its product with 1/g is worth a bit.
  const from = log(shape) - 40 / (shape - 1);
  const to = log(shape + 12 * Math.sqrt(shape) + 40);
  const width = (to - from) / CELLS;
  const highest = shape * (log(shape) - 1);
  /** Up to the end of each cell: probability, and the mean of 1/g. */
  const probability = new Float64Array(CELLS + 1);
  const mean = new Float64Array(CELLS + 1);
  for (let cell = 0; cell < CELLS; cell++) {
    const y = from + (cell + 0.5) * width;
    const density = exp(shape * y - exp(y) - highest);
    probability[cell + 1] = probability[cell]! + density;
    mean[cell + 1] = mean[cell]! + density * exp(-y);
  }
  const scales = new Float64Array(scaleCount);
  let cell = 0;
  let before = 0;
  for (let part = 0; part < scaleCount; part++) {
    const wanted = (probability[CELLS]! * (part + 1)) / scaleCount;
    while (cell < CELLS - 1 && probability[cell + 1]! < wanted) cell++;
    const within = (wanted - probability[cell]!) / (probability[cell + 1]! - probability[cell]!);
    const upTo = mean[cell]! + Math.min(within, 1) * (mean[cell + 1]! - mean[cell]!);
    scales[part] = Math.sqrt((upTo - before) * (scaleCount / mean[CELLS]!));
    before = upTo;
  }
  return scales;
}

/** E[(w z)^4], where w^2 has the mean 1: 3 for the normal distribution. */
export function kurtosisOf(scales: Float64Array): number {
  return (3 * scales.reduce((sum, w) => sum + w ** 4, 0)) / scales.length;
}

/**
 * Log growth mu + sigma w z whose exponential has the mean and the deviation of a return, exactly:
 * E[G] = e^mu E[exp(sigma² w²/2)] and E[G²] = e^(2 mu) E[exp(2 sigma² w²)].
 */
export function matchedParameters(
  [mean, deviation]: MeanAndDeviation,
  scales: Float64Array,
): { mu: number; sigma: number } {
  const expected = (factor: number) => scales.reduce((sum, w) => sum + exp(factor * w * w), 0) / scales.length;
  const wanted = 1 + (deviation / (1 + mean)) ** 2;
  // E[G²] / E[G]² grows with sigma², from 1; the normal distribution's sigma² is above the one looked for.
  let low = 0;
  let high = log(wanted);
  for (let round = 0; round < 60; round++) {
    const variance = (low + high) / 2;
    if (expected(2 * variance) / expected(variance / 2) ** 2 < wanted) low = variance;
    else high = variance;
  }
  return { mu: log(1 + mean) - log(expected(low / 2)), sigma: Math.sqrt(low) };
}
