import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { cos, sin } from './sincos.ts';

/** Math.sin and Math.cos are within one bit in the last place of the truth: 1.2e-16. */
const BOUND = 5e-16;

const anyAngle = fc.double({ min: -1e5, max: 1e5, noNaN: true });

const errorOf = (x: number) => Math.max(Math.abs(sin(x) - Math.sin(x)), Math.abs(cos(x) - Math.cos(x)));

it('is within 5e-16 of Math.sin and Math.cos up to 1e5 radians', () => {
  fc.assert(
    fc.property(anyAngle, (x) => errorOf(x) <= BOUND),
    { numRuns: 20_000 },
  );
  // Where the reduction changes over: the odd multiples of pi / 2, and their neighbours.
  for (let k = -2001; k <= 2001; k += 2) {
    const x = (k * Math.PI) / 2;
    for (const near of [x - 1e-9, x - 1e-15 * k, x, x + 1e-15 * k, x + 1e-9]) {
      expect(errorOf(near)).toBeLessThanOrEqual(BOUND);
    }
  }
});

it('has the symmetries of sine and cosine to the last bit', () => {
  fc.assert(
    fc.property(anyAngle, (x) => {
      expect([sin(-x), cos(-x)]).toEqual([0 - sin(x), cos(x)]);
    }),
  );
});

it('gives the bits that CPython gives for the same operations', () => {
  const angles = Array.from({ length: 1000 }, (_, i) => (i - 500) / 8);
  const sumOf = (f: (x: number) => number) => angles.reduce((total, x) => total + f(x) * (x + 100), 0);
  expect([sumOf(sin), sumOf(cos)]).toEqual([-916.8488479505712, -579.6839863879388]);
});

it('is NaN where there is no sine', () => {
  expect([NaN, Infinity, -Infinity].flatMap((x) => [sin(x), cos(x)])).toEqual(Array(6).fill(NaN));
});
