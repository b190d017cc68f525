import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance, estimate, growthOf, growthOver, products } from '../../fixtures/longview/path-statistics.ts';
import { defaultMarket, lognormalMarket, type LognormalOptions } from './lognormal-market.ts';
import { drawPaths } from './market.ts';
import { lognormalParameters, perStep } from './returns.ts';

const correlated: LognormalOptions = {
  assets: { equities: [0.07, 0.15], bonds: [0.03, 0.06], cash: [0.02, 0] },
  inflation: [0.025, 0.015],
  correlation: [
    [1, 0.3, 0, -0.2],
    [0.3, 1, 0, -0.5],
    [0, 0, 1, 0],
    [-0.2, -0.5, 0, 1],
  ],
};
const asked = [
  [0.07, 0.15],
  [0.03, 0.06],
  [0.02, 0],
  [0.025, 0.015],
] as const;

const anyMoments = fc.tuple(
  fc.double({ min: -0.5, max: 1, noNaN: true }),
  fc.double({ min: 0.001, max: 1, noNaN: true }),
);

it('has the mean and deviation asked for, by the closed form of the lognormal distribution', () => {
  fc.assert(
    fc.property(anyMoments, ([mean, deviation]) => {
      const { mu, sigma } = lognormalParameters([mean, deviation]);
      const growth = Math.exp(mu + sigma ** 2 / 2);
      expect(growth - 1).toBeCloseTo(mean, 12);
      expect(growth * Math.sqrt(Math.expm1(sigma ** 2))).toBeCloseTo(deviation, 11);
    }),
  );
});

it('has months that compound to the mean and deviation of the year', () => {
  fc.assert(
    fc.property(anyMoments, ([mean, deviation]) => {
      const [monthMean, monthDeviation] = perStep([mean, deviation], 12);
      const growth = (1 + monthMean) ** 12;
      const square = ((1 + monthMean) ** 2 + monthDeviation ** 2) ** 12;
      expect(growth - 1).toBeCloseTo(mean, 12);
      expect(Math.sqrt(square - growth ** 2)).toBeCloseTo(deviation, 10);
    }),
  );
});

describe.each([1, 12] as const)('with %d steps a year', (stepsPerYear) => {
  const market = lognormalMarket({ ...correlated, stepsPerYear });
  const year = Array.from({ length: stepsPerYear }, (_, step) => step);

  it('states the moments of a year', () => {
    market.moments.mean.forEach((mean, k) => expect(mean).toBeCloseTo(asked[k]![0], 10));
    market.moments.deviation.forEach((deviation, k) => expect(deviation).toBeCloseTo(asked[k]![1], 8));
    // (e^(rho s1 s2) - 1) / sqrt((e^(s1²) - 1)(e^(s2²) - 1)), where s are the deviations of log growth over a year.
    const [s0, s1] = asked.map((moments) => lognormalParameters(moments).sigma);
    const expected = Math.expm1(0.3 * s0! * s1!) / Math.sqrt(Math.expm1(s0! ** 2) * Math.expm1(s1! ** 2));
    expect(market.moments.correlation[0]![1]).toBeCloseTo(expected, 8);
  });

  it.each(['single', 'double'] as const)('draws them in %s precision, within 4 standard errors', (precision) => {
    const paths = drawPaths(market, { years: 1, paths: 40_000, seed: 11, precision });
    const growth = asked.map((_, k) => growthOver(paths, year, k));
    for (const k of [0, 1, 3]) {
      const [mean, deviation] = asked[k]!;
      expect(distance(estimate(growth[k]!), 1 + mean)).toBeLessThan(4);
      expect(distance(estimate(products(growth[k]!, growth[k]!)), (1 + mean) ** 2 + deviation ** 2)).toBeLessThan(4);
    }
    // Cash without a deviation is rounded once a step, and that is all.
    expect(Math.max(...growth[2]!.map((factor) => Math.abs(factor - 1.02)))).toBeLessThan(stepsPerYear * 1e-6);
    // Correlations of log growth, by the mean of the product of standard variates.
    const standard = asked.map((moments, k) => {
      const { mu, sigma } = lognormalParameters(moments);
      return growth[k]!.map((factor) => (Math.log(factor) - mu) / sigma);
    });
    for (const [i, j, rho] of [
      [0, 1, 0.3],
      [0, 3, -0.2],
      [1, 3, -0.5],
    ] as const) {
      expect(distance(estimate(products(standard[i]!, standard[j]!)), rho)).toBeLessThan(4);
    }
  });
});

it('draws steps that do not depend on each other', () => {
  const paths = drawPaths(defaultMarket(), { years: 3, paths: 40_000, seed: 2 });
  const { mu, sigma } = lognormalParameters([0.07, 0.15]);
  const [first, second, third] = [0, 1, 2].map((step) =>
    growthOf(paths, step, 0).map((growth) => (Math.log(growth) - mu) / sigma),
  );
  expect(distance(estimate(products(first!, second!)), 0)).toBeLessThan(4);
  expect(distance(estimate(products(second!, third!)), 0)).toBeLessThan(4);
});

it('takes a correlation of the assets alone, and none', () => {
  const assets = { equities: [0.07, 0.15], bonds: [0.03, 0.06] } as LognormalOptions['assets'];
  const market = lognormalMarket({
    assets,
    correlation: [
      [1, 0.3],
      [0.3, 1],
    ],
  });
  expect(market.moments.correlation.map((row) => row[2])).toEqual([0, 0, 1]);
  expect(lognormalMarket({ assets }).moments.correlation).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
});

it('states what it assumes', () => {
  const { assumptions, assets } = defaultMarket();
  expect(assets).toEqual(['equities', 'bonds', 'cash']);
  expect(JSON.parse(JSON.stringify(assumptions))).toEqual({
    model: 'lognormal returns, independent from step to step',
    stepsPerYear: 1,
    returnsOfAYear: {
      equities: { mean: 0.07, deviation: 0.15 },
      bonds: { mean: 0.03, deviation: 0.06 },
      cash: { mean: 0.02, deviation: 0.01 },
      inflation: { mean: 0.02, deviation: 0.01 },
    },
    correlationOfLogReturns: {
      order: ['equities', 'bonds', 'cash', 'inflation'],
      matrix: [
        [1, 0.3, 0, 0],
        [0.3, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
      ],
    },
  });
});

it('repairs a correlation on request, and says so', () => {
  const contradiction = [
    [1, 0.9, -0.9],
    [0.9, 1, 0.9],
    [-0.9, 0.9, 1],
  ];
  const assets = { a: [0.07, 0.15], b: [0.03, 0.06], c: [0.02, 0.01] } as LognormalOptions['assets'];
  expect(() => lognormalMarket({ assets, correlation: contradiction })).toThrow('correlation is not positive definite');
  const { assumptions } = lognormalMarket({ assets, correlation: contradiction, repair: true });
  expect(assumptions['correlationOfLogReturns']).toHaveProperty('repaired', true);
});

it.each([
  [{ assets: {} }, 'assets is {}: at least one asset is needed'],
  [{ assets: { equities: [7, 0.15] } }, 'assets.equities[0] is 7: returns are fractions: 0.07 is 7 %'],
  [{ assets: { equities: [-1, 0.15] } }, 'assets.equities[0] is -1: a mean return is above -1'],
  [{ assets: { equities: [0.07, -0.15] } }, 'assets.equities[1] is -0.15: a deviation is at least 0'],
  [{ assets: { equities: 0.07 } }, 'assets.equities is 0.07: a list of two numbers is needed'],
  [{ assets: { inflation: [0.02, 0.01] } }, 'inflation has a key of its own'],
  [{ assets: { equities: [0.07, 0.15] }, stepsPerYear: 4 }, 'stepsPerYear is 4: a market has 1 step a year, or 12'],
  [{ assets: { equities: [0.07, 0.15] }, inflaton: [0.02, 0.01] }, 'did you mean "inflation"?'],
])('refuses %j', (options, message) => {
  expect(() => lognormalMarket(options as unknown as LognormalOptions)).toThrow(message);
});
