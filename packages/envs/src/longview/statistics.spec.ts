import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { meanAndError, quantiles, wilson } from './statistics.ts';

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

it('quantiles are those of the sorted values, many equal ones too', () => {
  const repeated = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(
      fc.oneof(numbers, repeated),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }),
      (values, given) => {
        const sorted = values.toSorted((a, b) => a - b);
        const probabilities = given.toSorted((a, b) => a - b);
        const expected = probabilities.map((probability) => {
          const place = (values.length - 1) * probability;
          const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
          return expect.closeTo(low + (high - low) * (place % 1), 6);
        });
        expect(quantiles(Float64Array.from(values), probabilities)).toEqual(expected);
      },
    ),
  );
});

it('a mean has the standard error of independent values', () => {
  expect(meanAndError(Float64Array.of(1, 2, 3, 4))).toEqual({ mean: 2.5, standardError: Math.sqrt(5 / 3 / 4) });
});
