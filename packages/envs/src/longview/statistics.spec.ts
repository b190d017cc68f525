import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { meanAndError, quantiles } from './statistics.ts';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 50 });

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
