/**
 * The portfolios of least variance for each expected return, with short sales [0].
 *
 * [0] Merton, "An Analytic Derivation of the Efficient Portfolio Frontier", J. Financial and Quantitative Analysis 7,
 *     1972
 */
import { cholesky, type Matrix } from '../markets/correlation.ts';

/** Where the expected return m costs the variance a m² + b m + c. */
export interface EfficientFrontier {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** The weights of the assets at an expected return; they sum to 1. */
  weights(mean: number): number[];
}

/**
 * @param means - expected returns of the assets a year
 * @param covariance - of their returns
 * @throws RangeError where the covariance is not positive definite, or all means are equal
 */
export function efficientFrontier(means: readonly number[], covariance: Matrix): EfficientFrontier {
  const factor = cholesky(covariance);
  const perUnit = solve(
    factor,
    means.map(() => 1),
  );
  const perMean = solve(factor, means);
  const k = sum(perUnit); // 1' S^-1 1
  const l = sum(perMean); // 1' S^-1 M
  const p = sum(perMean.map((value, i) => value * means[i]!)); // M' S^-1 M
  const determinant = k * p - l * l;
  if (!(determinant > 1e-12 * k * p)) throw new RangeError(`no frontier: the means ${means.join(', ')} are all equal`);
  return {
    a: k / determinant,
    b: (-2 * l) / determinant,
    c: p / determinant,
    weights: (mean) => means.map((_, i) => ((p - l * mean) * perUnit[i]! + (k * mean - l) * perMean[i]!) / determinant),
  };
}

/** The solution x of L L' x = right. */
function solve(factor: Matrix, right: readonly number[]): number[] {
  const size = right.length;
  const x = [...right];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) x[i]! -= factor[i]![j]! * x[j]!;
    x[i]! /= factor[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) x[i]! -= factor[j]![i]! * x[j]!;
    x[i]! /= factor[i]![i]!;
  }
  return x;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
