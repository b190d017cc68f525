import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { gammaCdf, normalCdf, normalQuantile } from './distributions.ts';

const relativeError = (value: number, expected: number) => Math.abs(value / expected - 1);

// mpmath 1.3.0 with 40 digits: gammainc(shape, 0, x / scale, regularized=True)
it.each([
  [0.05, 2.7, 0.03, 0.300674622037887],
  [0.05, 1.25, 0.04, 0.618528771996926],
  [3, 0.5, 1, 0.98569412156457],
  [10, 10, 1, 0.542070285528148],
  [30, 10, 1, 0.999992878249137],
  [0.001, 5, 0.1, 8.2641856418065e-13],
  [100, 120, 1, 0.0282303939648657],
  [200, 120, 1, 0.999999999599484],
  [1e-8, 0.7, 2, 1.7017186418149e-6],
])('gammaCdf(%d, shape %d, scale %d)', (x, shape, scale, expected) => {
  expect(relativeError(gammaCdf(x, { shape, scale }), expected)).toBeLessThan(2e-13);
});

// mpmath 1.3.0 with 40 digits: ncdf(z)
it.each([
  [-8, 6.22096057427178e-16],
  [-3.5, 0.000232629079035525],
  [-1.5, 0.0668072012688581],
  [-0.1, 0.460172162722971],
  [0.3, 0.617911422188953],
  [1, 0.841344746068543],
  [2.5, 0.993790334674224],
  [6, 0.999999999013412],
])('normalCdf(%d)', (z, expected) => {
  expect(relativeError(normalCdf(z), expected)).toBeLessThan(2e-13);
  // By the smaller tail, which has the digits.
  expect(normalQuantile(normalCdf(-Math.abs(z)))).toBeCloseTo(-Math.abs(z), 12);
});

it('has the exponential distribution as the gamma of shape 1', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 50, noNaN: true }), (x) => {
      expect(relativeError(gammaCdf(x, { shape: 1, scale: 2 }), -Math.expm1(-x / 2))).toBeLessThan(2e-13);
    }),
  );
});

it('rises, and is symmetric', () => {
  const z = fc.double({ min: -8, max: 8, noNaN: true });
  fc.assert(
    fc.property(z, z, (a, b) => {
      expect(normalCdf(a) + normalCdf(-a)).toBeCloseTo(1, 14);
      expect(normalCdf(Math.min(a, b))).toBeLessThanOrEqual(normalCdf(Math.max(a, b)));
    }),
  );
});

it('inverts the normal distribution', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-100, max: 0.5, noNaN: true }), (p) => {
      const z = normalQuantile(p);
      // Its relative slope is about |z|: an error in the last bit of z is that many bits of p.
      expect(relativeError(normalCdf(z), p)).toBeLessThan(1e-12);
    }),
  );
});

it('knows the ends', () => {
  expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity)]).toEqual([0, 0.5, 1]);
  expect([gammaCdf(0, { shape: 2, scale: 1 }), gammaCdf(Infinity, { shape: 2, scale: 1 })]).toEqual([0, 1]);
  expect(normalQuantile(0.5)).toBe(0);
  // Python 3.11: statistics.NormalDist().inv_cdf(1 - 2**-20)
  expect(normalQuantile(1 - 2 ** -20)).toBeCloseTo(4.7630010342678135, 12);
});

it('refuses what is no distribution', () => {
  expect(() => gammaCdf(1, { shape: 0, scale: 1 })).toThrow('shape must be a number between 0 and 1000000000000');
  expect(() => gammaCdf(1, { shape: 1, scale: -1 })).toThrow('scale must be a number');
  for (const p of [0, 1, NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
});
