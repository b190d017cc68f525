import { expect, it } from 'vitest';
import { distance, estimate, growthOf, growthOver, products } from '../../fixtures/longview/path-statistics.ts';
import { drawPaths } from './market.ts';
import { regimeMarket, type RegimeOptions } from './regime-market.ts';

const regimes: RegimeOptions['regimes'] = {
  calm: {
    duration: 6,
    assets: { equities: [0.11, 0.12], bonds: [0.03, 0.05] },
    correlation: [
      [1, -0.2],
      [-0.2, 1],
    ],
  },
  crisis: {
    duration: 2,
    assets: { equities: [-0.05, 0.25], bonds: [0.01, 0.1] },
    correlation: [
      [1, 0.6],
      [0.6, 1],
    ],
  },
};
/** The regime of a step can be read off the growth. */
const plain: RegimeOptions = {
  regimes: {
    up: { duration: 6, assets: { equities: [0.1, 0] } },
    down: { duration: 2, assets: { equities: [-0.1, 0] } },
  },
};

it.each(['single', 'double'] as const)('has the stationary shares and durations in %s precision', (precision) => {
  const paths = drawPaths(regimeMarket(plain), { years: 30, paths: 20_000, seed: 3, precision });
  const down = Array.from({ length: 30 }, (_, step) => growthOf(paths, step, 0).map((growth) => (growth < 1 ? 1 : 0)));
  // A quarter of the time, from the first step to the last.
  for (const step of [0, 1, 29]) expect(distance(estimate(down[step]!), 0.25)).toBeLessThan(4);
  // The probability to stay is 1 - 1/2 in the one, and to change 1/6 in the other.
  const left = (from: 0 | 1) => {
    const changes: number[] = [];
    for (let step = 1; step < 30; step++) {
      down[step - 1]!.forEach((before, path) => before === from && changes.push(down[step]![path] === from ? 0 : 1));
    }
    return estimate(changes);
  };
  expect(distance(left(1), 1 / 2)).toBeLessThan(4);
  expect(distance(left(0), 1 / 6)).toBeLessThan(4);
});

it.each([1, 12] as const)('states the moments of a year of the mixture, with %d steps a year', (stepsPerYear) => {
  const market = regimeMarket({ regimes, stepsPerYear });
  const paths = drawPaths(market, { years: 1, paths: 60_000, seed: 8 });
  const year = Array.from({ length: stepsPerYear }, (_, step) => step);
  const growth = [0, 1, 2].map((k) => growthOver(paths, year, k));
  const { mean, deviation, correlation } = market.moments;
  growth.forEach((factors, k) => {
    expect(distance(estimate(factors), 1 + mean[k]!)).toBeLessThan(4);
    expect(distance(estimate(products(factors, factors)), (1 + mean[k]!) ** 2 + deviation[k]! ** 2)).toBeLessThan(4);
  });
  const product = (1 + mean[0]!) * (1 + mean[1]!) + correlation[0]![1]! * deviation[0]! * deviation[1]!;
  expect(distance(estimate(products(growth[0]!, growth[1]!)), product)).toBeLessThan(4);
});

it('has the moments of a mixture in one step: the spread of the means beside the deviations', () => {
  const { mean, deviation } = regimeMarket({ regimes }).moments;
  expect(mean[0]).toBeCloseTo(0.75 * 0.11 - 0.25 * 0.05, 12);
  const square = 0.75 * (1.11 ** 2 + 0.12 ** 2) + 0.25 * (0.95 ** 2 + 0.25 ** 2);
  expect(deviation[0]).toBeCloseTo(Math.sqrt(square - 1.07 ** 2), 11);
});

it('makes bad years that come together', () => {
  const paths = drawPaths(regimeMarket({ regimes }), { years: 2, paths: 40_000, seed: 5 });
  const [first, second] = [0, 1].map((step) => growthOf(paths, step, 0));
  // E[G1 G2] along the chain: from calm, crisis comes with 1/6; from crisis, calm with 1/2.
  const [calm, crisis] = [1.11, 0.95];
  const expected =
    0.75 * calm * ((5 / 6) * calm + (1 / 6) * crisis) + 0.25 * crisis * ((1 / 2) * crisis + (1 / 2) * calm);
  expect(distance(estimate(products(first!, second!)), expected)).toBeLessThan(4);
  expect(expected).toBeGreaterThan(1.07 ** 2);
});

it('says what time is spent in which regime', () => {
  const { assumptions } = regimeMarket({ regimes });
  expect(assumptions['regimes']).toMatchObject({
    calm: { shareOfTime: 0.75, duration: 6, returnsOfAYear: { equities: { mean: 0.11, deviation: 0.12 } } },
    crisis: { shareOfTime: 0.25, duration: 2 },
  });
});

it.each([
  [{ regimes: { calm: regimes['calm'] } }, 'two regimes are needed'],
  [{ regimes: { ...regimes, third: regimes['calm'] } }, 'two regimes are needed'],
  [
    { regimes: { ...regimes, crisis: { ...regimes['crisis'], duration: 0.5 } } },
    'regimes.crisis.duration is 0.5 years: less than a step',
  ],
  [{ regimes: { ...regimes, crisis: { ...regimes['crisis'], duration: -1 } } }, 'regimes.crisis.duration is -1'],
  [
    {
      regimes: {
        ...regimes,
        crisis: {
          ...regimes['crisis'],
          correlation: [
            [1, 2],
            [2, 1],
          ],
        },
      },
    },
    'regimes.crisis.correlation[0][1] (equities, bonds) is 2',
  ],
  [
    { regimes: { ...regimes, crisis: { ...regimes['crisis'], inflaton: [0, 0] } } },
    'regimes.crisis: unknown option "inflaton"; did you mean "inflation"? known: duration, assets,',
  ],
  [
    { regimes: { ...regimes, crisis: { duration: 2, assets: { equities: [0, 0.1] } } } },
    'the regimes have different assets: calm has equities, bonds, crisis has equities',
  ],
])('refuses %#', (options, message) => {
  expect(() => regimeMarket(options as unknown as RegimeOptions)).toThrow(message);
});
