/**
 * Distribution functions from the series and the continued fraction of the incomplete gamma function [0]: to 13 digits
 * for shapes up to some hundreds, 10 at a million.
 *
 * [0] NIST Digital Library of Mathematical Functions, 5.11.1 (Stirling's series), 8.7.1 and 8.9.2;
 *     https://dlmf.nist.gov
 */
import { expectBetween } from './expect-between.ts';

/** Where the terms no longer change a sum. */
const PRECISION = 1e-16;

/**
 * Probability that a gamma variate is at most `x`.
 *
 * @param shape - above 0, and below 1e12, where a double can no longer tell a shape from the next
 * @param scale - above 0: the mean is shape x scale
 * @throws RangeError for other parameters
 *
 * @example
 * gammaCdf(1, { shape: 1, scale: 1 }).toFixed(6); // => '0.632121'
 */
export function gammaCdf(x: number, { shape, scale }: { readonly shape: number; readonly scale: number }): number {
  expectBetween('shape', shape, 0, 1e12);
  expectBetween('scale', scale, 0, Infinity);
  return x <= 0 ? 0 : incompleteGamma(shape, x / scale).lower;
}

/** Probability that a standard normal variate is at most `z`. */
export function normalCdf(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2);
  return z < 0 ? upper / 2 : 0.5 + lower / 2;
}

/**
 * The number below which a standard normal variate lies with this probability.
 *
 * @throws RangeError unless the probability lies between 0 and 1
 */
export function normalQuantile(probability: number): number {
  expectBetween('probability', probability, 0, 1);
  if (probability > 0.5) return -normalQuantile(1 - probability);
  // Newton's method from 0: the distribution function is convex below, so that the steps come from above and shrink.
  for (let z = 0; ;) {
    const step = (normalCdf(z) - probability) / (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI));
    z -= step;
    if (!(step > 1e-15 * Math.max(1, -z))) return z;
  }
}

/** The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, the smaller one without cancellation. */
function incompleteGamma(a: number, x: number): { readonly lower: number; readonly upper: number } {
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  const factor = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    const lower = factor * series(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = factor * continuedFraction(a, x);
  return { lower: 1 - upper, upper };
}

/** Sum of x^n / (a (a+1) … (a+n)) over n from 0 [0, 8.7.1]. */
function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > PRECISION * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** 1 / (x+1-a - 1(1-a) / (x+3-a - 2(2-a) / (x+5-a - …))) [0, the even part of 8.9.2], forwards by Lentz's method. */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; ; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    const ratio = c * d;
    fraction *= ratio;
    if (Math.abs(ratio - 1) < 2 * Number.EPSILON) return fraction;
  }
}

/** Coefficients of Stirling's series: B(2k) / (2k (2k-1)) for k from 1. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
/** From here on the series is exact to the last bit. */
const STIRLING_FROM = 10;

/** Logarithm of the gamma function, x above 0. */
function logGamma(x: number): number {
  let product = 1;
  let y = x;
  for (; y < STIRLING_FROM; y++) product *= y;
  const correction = STIRLING.reduceRight((sum, coefficient) => sum / (y * y) + coefficient, 0) / y;
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + correction - Math.log(product);
}
