import { Random } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { sampleBeta } from './beta.ts';

// The mean of Beta(a, b) is a / (a + b), its variance ab / ((a + b)² (a + b + 1)).
it.each([
  [1, 1],
  [2, 5],
  [40, 3],
  [3000, 7000],
])('draws Beta(%d, %d) with its mean and variance', (a, b) => {
  const random = Random.from(11, a, b);
  const n = 200_000;
  const draws = Float64Array.from({ length: n }, () => sampleBeta(random, a, b));
  const mean = draws.reduce((x, y) => x + y) / n;
  const variance = draws.reduce((total, x) => total + (x - mean) ** 2, 0) / n;
  const expected = (a * b) / ((a + b) ** 2 * (a + b + 1));
  // Four standard errors of the mean; the variance's own error is below 1 % for these shapes, four of them 2 %.
  expect(Math.abs(mean - a / (a + b))).toBeLessThan(4 * Math.sqrt(expected / n));
  expect(Math.abs(variance / expected - 1)).toBeLessThan(0.02);
  expect(Math.min(...draws.subarray(0, 1000))).toBeGreaterThan(0);
  expect(Math.max(...draws.subarray(0, 1000))).toBeLessThan(1);
});
