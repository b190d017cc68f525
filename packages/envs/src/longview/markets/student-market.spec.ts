import { describe, expect, it } from 'vitest';
import { distance, estimate, growthOf, growthOver, products } from '../../fixtures/longview/path-statistics.ts';
import { drawPaths } from './market.ts';
import { studentMarket } from './student-market.ts';
import { kurtosisOf, matchedParameters, studentScales } from './student-scales.ts';

const options = { assets: { equities: [0.07, 0.15] as [number, number], bonds: [0.03, 0.06] as [number, number] } };
const mean = (values: Float64Array, f: (x: number) => number) =>
  values.reduce((sum, x) => sum + f(x), 0) / values.length;

describe('the scales', () => {
  it.each([
    // The kurtosis of the t-distribution is 3 + 6 / (nu - 4).
    [8, 4.5, 0.005],
    [10, 4, 0.002],
    [30, 3 + 6 / 26, 0.0001],
    [100, 3.0625, 0.0001],
  ])('of %d degrees of freedom have the kurtosis %d', (degrees, kurtosis, tolerance) => {
    expect(Math.abs(kurtosisOf(studentScales(degrees)) / kurtosis - 1)).toBeLessThan(tolerance);
  });

  it('have the quantiles of the t-distribution', () => {
    // 3 degrees: half of all are above 1 / sqrt(chi-square median), where the median of chi-square(3) is 2.365974
    // (tables); with a mean square of one, w² is (nu - 2) / chi-square = 1 / chi-square.
    const scales = studentScales(3);
    expect(scales[2048]).toBeCloseTo(1 / Math.sqrt(2.365974), 3);
    // chi-square(5): 5 % are below 1.145476, 95 % below 11.070498; w² = 3 / chi-square.
    const five = studentScales(5);
    expect(five[Math.round(0.05 * 4096)]).toBeCloseTo(Math.sqrt(3 / 1.145476), 2);
    expect(five[Math.round(0.95 * 4096)]).toBeCloseTo(Math.sqrt(3 / 11.070498), 3);
  });

  it.each([3, 5, 100])('of %d degrees of freedom have a mean square of one, and fall', (degrees) => {
    const scales = studentScales(degrees);
    expect(mean(scales, (w) => w * w)).toBeCloseTo(1, 12);
    expect(scales.every((w, i) => w > 0 && (i === 0 || w < scales[i - 1]!))).toBe(true);
  });

  it('match mean and deviation of the growth exactly', () => {
    const scales = studentScales(5);
    const { mu, sigma } = matchedParameters([0.07, 0.15], scales);
    const growth = mean(scales, (w) => Math.exp(mu + (sigma * w) ** 2 / 2));
    const square = mean(scales, (w) => Math.exp(2 * mu + 2 * (sigma * w) ** 2));
    expect(growth).toBeCloseTo(1.07, 12);
    expect(Math.sqrt(square - growth ** 2)).toBeCloseTo(0.15, 11);
  });
});

describe.each(['single', 'double'] as const)('in %s precision', (precision) => {
  const paths = drawPaths(studentMarket(options), { years: 2, paths: 60_000, seed: 12, precision });
  const scales = studentScales(5);

  it('has the mean and deviation asked for', () => {
    [options.assets.equities, options.assets.bonds].forEach(([wanted, deviation], k) => {
      const growth = growthOf(paths, 0, k);
      expect(distance(estimate(growth), 1 + wanted)).toBeLessThan(4);
      expect(distance(estimate(products(growth, growth)), (1 + wanted) ** 2 + deviation ** 2)).toBeLessThan(4);
    });
  });

  it('has the kurtosis that it states, and one scale for all assets', () => {
    const standard = [options.assets.equities, options.assets.bonds].map((moments, k) => {
      const { mu, sigma } = matchedParameters(moments, scales);
      return growthOf(paths, 0, k).map((growth) => (Math.log(growth) - mu) / sigma);
    });
    const squares = standard.map((x) => products(x, x));
    expect(distance(estimate(squares[0]!), 1)).toBeLessThan(4);
    expect(distance(estimate(products(squares[0]!, squares[0]!)), kurtosisOf(scales))).toBeLessThan(4);
    // The two do not correlate, and yet E[x²y²] = E[w⁴], a third of the kurtosis: they are large together.
    expect(distance(estimate(products(standard[0]!, standard[1]!)), 0)).toBeLessThan(4);
    expect(distance(estimate(products(squares[0]!, squares[1]!)), kurtosisOf(scales) / 3)).toBeLessThan(4);
  });

  it('has scales of its own in each step', () => {
    const [first, second] = [0, 1].map((step) =>
      growthOf(paths, step, 0).map((growth) => Math.log(growth / 1.06) ** 2),
    );
    const product = estimate(first!).mean * estimate(second!).mean;
    expect(distance(estimate(products(first!, second!)), product)).toBeLessThan(4);
  });
});

it('has months that compound to the year, and are nearer to normal together', () => {
  const market = studentMarket({ ...options, stepsPerYear: 12 });
  expect(market.moments.mean[0]).toBeCloseTo(0.07, 9);
  expect(market.moments.deviation[0]).toBeCloseTo(0.15, 8);
  const paths = drawPaths(market, { years: 1, paths: 40_000, seed: 4 });
  const year = growthOver(
    paths,
    Array.from({ length: 12 }, (_, step) => step),
    0,
  );
  expect(distance(estimate(year), 1.07)).toBeLessThan(4);
  // Excess kurtosis of a sum of 12 is a twelfth.
  const logs = year.map(Math.log);
  const centre = estimate(logs).mean;
  const variance = mean(logs, (x) => (x - centre) ** 2);
  const standard = logs.map((x) => (x - centre) / Math.sqrt(variance));
  const expected = 3 + (kurtosisOf(studentScales(5)) - 3) / 12;
  expect(distance(estimate(standard.map((x) => x ** 4)), expected)).toBeLessThan(4);
});

it('states its kurtosis', () => {
  const { assumptions } = studentMarket({ ...options, degreesOfFreedom: 8 });
  expect(assumptions['kurtosisOfLogReturns']).toBeCloseTo(4.48, 2);
  expect(assumptions['degreesOfFreedom']).toBe(8);
});

it.each([2, 1000, NaN])('refuses %d degrees of freedom', (degreesOfFreedom) => {
  expect(() => studentMarket({ ...options, degreesOfFreedom })).toThrow(`degreesOfFreedom is ${degreesOfFreedom}`);
});
