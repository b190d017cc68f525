import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { exp, log } from './elementary.ts';

/** Math.exp and Math.log are within a unit of the last place themselves: 2.2e-16 of the result. */
const BOUND = 6e-16;

const relativeError = (value: number, truth: number) => Math.abs(value - truth) / Math.abs(truth || 1);

it('is within two units of the last place of Math.exp', () => {
  fc.assert(
    fc.property(fc.double({ min: -708, max: 709, noNaN: true }), (x) => {
      expect(relativeError(exp(x), Math.exp(x))).toBeLessThan(BOUND);
    }),
    { numRuns: 5000 },
  );
});

it('is within two units of the last place of Math.log, near one too', () => {
  const near = fc.double({ min: 0.5, max: 2, noNaN: true });
  const far = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
  fc.assert(
    fc.property(fc.oneof(near, far), (x) => {
      expect(relativeError(log(x), Math.log(x))).toBeLessThan(BOUND);
    }),
    { numRuns: 5000 },
  );
});

it('gives the bits that CPython gives for the same operations', () => {
  const numbers = Array.from({ length: 1000 }, (_, i) => i);
  expect([
    numbers.reduce((sum, i) => sum + exp((i - 500) / 64), 0),
    numbers.reduce((sum, i) => sum + log((i + 1) / 8), 0),
  ]).toEqual([156930.80381067455, 3832.686636808328]);
});

it('has the values that are exact, and ends as it should', () => {
  expect([exp(0), log(1), exp(-1000), exp(1000), exp(-Infinity), exp(NaN)]).toEqual([1, 0, 0, Infinity, 0, NaN]);
});
