import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { estimate, growthOf } from '../../fixtures/longview/path-statistics.ts';
import { bootstrapMarket } from './bootstrap-market.ts';
import { defaultMarket, lognormalMarket } from './lognormal-market.ts';
import { drawPaths, newPaths, type Market, type Paths } from './market.ts';
import { regimeMarket } from './regime-market.ts';
import { studentMarket } from './student-market.ts';

const csv = `year,equities,inflation\n${Array.from({ length: 30 }, (_, i) => `${1990 + i},${(i - 9) / 50},0.02`).join('\n')}`;
const markets: Readonly<Record<string, Market>> = {
  lognormal: defaultMarket(),
  monthly: lognormalMarket({ assets: { equities: [0.07, 0.15] }, stepsPerYear: 12 }),
  regimes: regimeMarket({
    regimes: {
      calm: { duration: 6, assets: { equities: [0.11, 0.12] } },
      crisis: { duration: 2, assets: { equities: [-0.05, 0.25] } },
    },
  }),
  student: studentMarket({ assets: { equities: [0.07, 0.15], bonds: [0.03, 0.06] } }),
  bootstrap: bootstrapMarket({ csv }),
};
const names = Object.keys(markets);
const precisions = ['single', 'double'] as const;

/** The paths of `whole` from one on, in its first steps, as if they were all. */
function cut(whole: Paths, first: number, count: number, steps: number): Paths {
  const { series, growth } = whole;
  const out = new (growth.constructor as typeof Float64Array)(steps * series * count);
  for (let row = 0; row < steps * series; row++) {
    out.set(growth.subarray(row * whole.count + first, row * whole.count + first + count), row * count);
  }
  return { steps, series, count, growth: out };
}

it.each(names)('has the same paths however many are drawn, from whichever on: %s', (name) => {
  const market = markets[name]!;
  fc.assert(
    fc.property(
      fc.constantFrom(...precisions),
      fc.integer({ min: 0, max: 8 }),
      fc.integer({ min: 1, max: 80 }),
      fc.integer({ min: 1, max: 3 }),
      (precision, block, count, years) => {
        const whole = drawPaths(market, { years: 3, paths: 300, seed: 9, precision });
        const wanted = Math.min(count, 300 - 16 * block);
        const part = newPaths(market, { years, paths: wanted, precision });
        market.fill(9, 16 * block, part);
        expect(part).toEqual(cut(whole, 16 * block, wanted, part.steps));
      },
    ),
    { numRuns: 20 },
  );
});

it.each(names)('fills a part and leaves the rest alone: %s', (name) => {
  const market = markets[name]!;
  const whole = drawPaths(market, { years: 2, paths: 100, seed: 4 });
  const out = newPaths(market, { years: 2, paths: 100 });
  market.fill(4, 0, out, { part: [32, 50] });
  expect(cut(out, 32, 18, out.steps)).toEqual(cut(whole, 32, 18, out.steps));
  expect(out.growth.filter((factor) => factor !== 0).length).toBe(18 * out.steps * out.series);
});

it.each(names)('draws by the seed: %s', (name) => {
  const draw = (seed: number) => drawPaths(markets[name]!, { years: 2, paths: 40, seed });
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

it.each(names)('never loses more than everything, nor gains without bounds: %s', (name) => {
  const { growth } = drawPaths(markets[name]!, { years: 20, paths: 5000, seed: 1 });
  expect(growth.every((factor) => factor > 0 && Number.isFinite(factor))).toBe(true);
});

it.each(['lognormal', 'monthly', 'regimes', 'student'])('has antithetic paths with opposite shocks: %s', (name) => {
  // Given regime and scale, the product of a pair is e^(2 mu): in the lognormal market that is one number.
  for (const precision of precisions) {
    const options = { years: 2, paths: 2000, seed: 6, precision, antithetic: true };
    const { growth, steps, series, count } = drawPaths(markets[name]!, options);
    for (let row = 0; row < steps * series; row++) {
      const pairs = Array.from({ length: count / 2 }, (_, pair) => {
        const at = row * count + 2 * pair;
        return Math.round(1e5 * growth[at]! * growth[at + 1]!);
      });
      const kinds = [...new Set(pairs)].toSorted((a, b) => a - b);
      const regimes = kinds.filter((kind, i) => i === 0 || kind - kinds[i - 1]! > 1);
      // Rounding makes neighbours of a value that is about half way.
      expect(kinds.length).toBeLessThanOrEqual(2 * regimes.length);
      // Prices, the last series, are the same in both regimes.
      expect(regimes.length).toBe(name === 'regimes' && row % series < series - 1 ? 2 : 1);
    }
  }
});

/** How far the means of 200 paths are from the true one, by their root mean square over 100 seeds. */
function errorOfMeans(antithetic: boolean): number {
  const squares = Array.from({ length: 100 }, (_, seed) => {
    const paths = drawPaths(defaultMarket(), { years: 1, paths: 200, seed, antithetic });
    return (estimate(growthOf(paths, 0, 0)).mean - 1.07) ** 2;
  });
  return Math.sqrt(estimate(squares).mean);
}

it('has means with less error by antithetic paths', () => {
  // Their correlation, (e^(-s²) - 1) / (e^(s²) - 1) = -0.98 with s = 0.1395, leaves 0.14 of the deviation.
  const ratio = errorOfMeans(true) / errorOfMeans(false);
  expect(ratio).toBeGreaterThan(0.1);
  expect(ratio).toBeLessThan(0.2);
});

it('refuses what cannot be drawn', () => {
  const market = defaultMarket();
  const draw = (options: object) => () => drawPaths(market, { years: 1, paths: 10, seed: 1, ...options });
  expect(draw({ paths: 0 })).toThrow('paths must be a whole number from 1 to 2^31, and is 0');
  expect(draw({ paths: 1.5 })).toThrow(RangeError);
  expect(draw({ years: 0 })).toThrow('years must be a whole number from 1');
  expect(draw({ seed: 0.5 })).toThrow('a seed or key must be a safe integer');
  expect(draw({ paths: 11, antithetic: true })).toThrow('must be even, and is 11');
  const out = newPaths(market, { years: 1, paths: 40 });
  expect(() => market.fill(1, 8, out)).toThrow('the first path must be a multiple of 16, and is 8');
  expect(() => market.fill(1, 2 ** 31, out)).toThrow('a seed has 2^31 paths');
  expect(() => market.fill(1, 0, out, { part: [8, 16] })).toThrow('begins at a multiple of 16; got 8 to 16');
  expect(() => market.fill(1, 0, out, { part: [16, 48] })).toThrow(RangeError);
  expect(() => market.fill(1, 0, { ...out, steps: 2 })).toThrow(
    '40 paths of 2 steps of 4 series do not fit 160 numbers',
  );
  const other = newPaths(markets['monthly']!, { years: 1, paths: 40 });
  expect(() => market.fill(1, 0, other)).toThrow('the market has 4 series, inflation included, and the paths 2');
  expect(() => drawPaths(markets['bootstrap']!, { years: 1, paths: 10, seed: 1, antithetic: true })).toThrow(
    'a history has no antithetic paths',
  );
});
