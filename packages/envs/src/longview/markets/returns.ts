import { exp, log } from './elementary.ts';

/** Mean and standard deviation of a return: [0.07, 0.15] is 7 % and 15 %. */
export type MeanAndDeviation = readonly [mean: number, deviation: number];

/**
 * The moments that a step must have for independent steps to compound to those of a year: E[G] = m^n and
 * E[G²] = (m² + s²)^n for the product G of n growth factors.
 */
export function perStep([mean, deviation]: MeanAndDeviation, stepsPerYear: number): MeanAndDeviation {
  if (stepsPerYear === 1) return [mean, deviation];
  const logMean = log(1 + mean) / stepsPerYear;
  // The variance as E[G]² (E[G²] / E[G]² - 1), so that small ones keep their digits.
  const spread = exp(log(1 + (deviation / (1 + mean)) ** 2) / stepsPerYear) - 1;
  return [exp(logMean) - 1, exp(logMean) * Math.sqrt(spread)];
}

/** The normal distribution of log growth whose exponential has the mean and the deviation of a return, exactly. */
export function lognormalParameters([mean, deviation]: MeanAndDeviation): { mu: number; sigma: number } {
  const variance = log(1 + (deviation / (1 + mean)) ** 2);
  return { mu: log(1 + mean) - variance / 2, sigma: Math.sqrt(variance) };
}
