import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { meanAndError, quantile, wilson } from './statistics.ts';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 50 });

it('the interval is where the share is 1.96 standard errors away, as Wilson defines it', () => {
  for (const [successes, trials] of [
    [0, 20],
    [7, 20],
    [20, 20],
    [9_500, 10_000],
  ] as const) {
    const { mean, low, high } = wilson(successes, trials);
    expect(mean).toBe(successes / trials);
    // (mean - end)² = z² end (1 - end)/n at both ends.
    for (const end of [low, high]) expect((mean - end) ** 2).toBeCloseTo((1.959964 ** 2 * end * (1 - end)) / trials, 8);
    expect(low).toBeLessThan(high);
  }
  expect(wilson(0, 20).low).toBe(0);
  expect(wilson(20, 20).high).toBe(1);
});

it('quantiles lie between values, in order, the ends at the ends', () => {
  fc.assert(
    fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, probability) => {
      const sorted = Float64Array.from(values).toSorted();
      const value = quantile(sorted, probability);
      const share = (sorted.length - 1) * probability;
      expect(value).toBeGreaterThanOrEqual(sorted[Math.floor(share)]! - 1e-9);
      expect(value).toBeLessThanOrEqual(sorted[Math.ceil(share)]! + 1e-9);
      expect([quantile(sorted, 0), quantile(sorted, 1)]).toEqual([sorted[0], sorted.at(-1)]);
    }),
  );
  expect(quantile([1, 2, 4], 0.75)).toBe(3);
});

it('a mean has the standard error of independent values', () => {
  expect(meanAndError(Float64Array.of(1, 2, 3, 4))).toEqual({ mean: 2.5, standardError: Math.sqrt(5 / 3 / 4) });
});
