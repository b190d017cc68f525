import { describe, expect, it } from 'vitest';
import { distance, estimate, growthOf, growthOver, products } from '../../fixtures/longview/path-statistics.ts';
import { bootstrapMarket } from './bootstrap-market.ts';
import { drawPaths } from './market.ts';

/** A history whose rows can be told by any of their numbers: 40 years. */
const rows = 40;
const valueOf = (row: number) => [row / 100 - 0.15, row / 1000, 0.01 + row / 2000];
const csv = [
  'year,equities,bonds,inflation',
  ...Array.from({ length: rows }, (_, row) => `${1980 + row},${valueOf(row).join()}`),
].join('\n');

const rowOf = (growth: number) => Math.round((growth - 0.85) * 100);

/** A jump leads to the next row all the same in one of 40 cases. */
const seenJump = (1 / 5) * (39 / 40);

describe('a mean block of 5 years', () => {
  const paths = drawPaths(bootstrapMarket({ csv }), { years: 20, paths: 20_000, seed: 7, precision: 'double' });
  const drawn = Array.from({ length: 20 }, (_, step) => Int32Array.from(growthOf(paths, step, 0), rowOf));

  it('keeps the returns and the inflation of a row together', () => {
    const furthest = drawn.flatMap((ofStep, step) =>
      [0, 1, 2].map((k) => {
        const growth = growthOf(paths, step, k);
        return ofStep.reduce((most, row, path) => Math.max(most, Math.abs(growth[path]! - 1 - valueOf(row)[k]!)), 0);
      }),
    );
    expect(Math.max(...furthest)).toBeLessThan(1e-12);
  });

  it('visits every row as often, in every step', () => {
    for (const step of [0, 1, 19]) {
      const counts = new Float64Array(rows);
      drawn[step]!.forEach((row) => counts[row]!++);
      const expected = 20_000 / rows;
      const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      // 39 degrees of freedom: one in ten thousand is above 80.
      expect(chiSquare).toBeLessThan(80);
    }
  });

  it('has blocks of geometric length, of 5 rows on average, round the end', () => {
    const lengths: number[] = [];
    for (let path = 0; path < 20_000; path++) {
      // The first block that begins after the first step, if it ends before the last.
      const jumps = drawn.flatMap((ofStep, step) =>
        step > 0 && ofStep[path] !== (drawn[step - 1]![path]! + 1) % rows ? [step] : [],
      );
      if (jumps.length >= 1 && jumps[0]! <= 5) lengths.push((jumps[1] ?? 20) - jumps[0]!);
    }
    const p = seenJump;
    for (const length of [1, 2, 3, 8, 14]) {
      const share = estimate(lengths.map((value) => (value === length ? 1 : 0)));
      expect(distance(share, (1 - p) ** (length - 1) * p)).toBeLessThan(4);
    }
  });

  // Row 0 comes after row 39 as often as 39 after 38.
  it.each([38, 39])('goes on with its beginning where the history ends: after row %d', (row) => {
    const after = drawn.slice(0, -1).flatMap((ofStep, step) => {
      const next = drawn[step + 1]!;
      return [...ofStep].flatMap((value, path) => (value === row ? [next[path] === (row + 1) % rows ? 1 : 0] : []));
    });
    expect(distance(estimate(after), 1 - seenJump)).toBeLessThan(4);
  });
});

it('draws rows one by one with blocks of one row, in single precision', () => {
  const paths = drawPaths(bootstrapMarket({ csv, meanBlock: 1 }), { years: 2, paths: 20_000, seed: 1 });
  const [first, second] = [0, 1].map((step) => Int32Array.from(growthOf(paths, step, 0), rowOf));
  const next = estimate(first!.map((row, path) => ((row + 1) % rows === second![path] ? 1 : 0)));
  expect(distance(next, 1 / rows)).toBeLessThan(4);
});

it('states the moments of the history', () => {
  const { moments, assumptions, stepsPerYear } = bootstrapMarket({ csv, source: 'returns.csv' });
  expect(stepsPerYear).toBe(1);
  // Rows 0 to 39: their mean is 19.5 and their variance (40² - 1) / 12.
  expect(moments.mean[0]).toBeCloseTo(0.195 - 0.15, 12);
  expect(moments.deviation[0]).toBeCloseTo(Math.sqrt(1599 / 12) / 100, 12);
  expect(moments.correlation[0]![2]).toBeCloseTo(1, 9);
  expect(assumptions).toMatchObject({
    model: 'stationary block bootstrap of a history',
    history: { source: 'returns.csv', from: '1980', to: '2019', rows: 40 },
    meanBlockYears: 5,
  });
});

it('compounds months to the moments of a year', () => {
  const months = Array.from(
    { length: 24 },
    (_, i) => `${2000 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')},0.01,0.002`,
  );
  const { moments, stepsPerYear } = bootstrapMarket({
    csv: ['month,equities,inflation', ...months].join('\n'),
    meanBlock: 1,
  });
  expect(stepsPerYear).toBe(12);
  expect(moments.mean[0]).toBeCloseTo(1.01 ** 12 - 1, 11);
  expect(moments.deviation[0]).toBeCloseTo(0, 6);
});

/** 30 months of which half are good and the next half bad: what a year brings depends on how often it jumps. */
const months = [
  'month,equities,bonds,inflation',
  ...Array.from({ length: 30 }, (_, i) => {
    const period = `${2000 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`;
    return `${period},${i < 15 ? 0.03 : -0.02},${i % 2 === 0 ? 0.01 : -0.005},0.002`;
  }),
].join('\n');

it.each([1 / 12, 0.5, 2])('states the moments of the years that it draws: blocks of %d years', (meanBlock) => {
  const market = bootstrapMarket({ csv: months, meanBlock });
  const paths = drawPaths(market, { years: 1, paths: 40_000, seed: 3 });
  const year = Array.from({ length: 12 }, (_, step) => step);
  const [equities, bonds] = [0, 1].map((k) => growthOver(paths, year, k));
  const { mean, deviation, correlation } = market.moments;
  [equities!, bonds!].forEach((factors, k) => {
    expect(distance(estimate(factors), 1 + mean[k]!)).toBeLessThan(4);
    expect(distance(estimate(products(factors, factors)), (1 + mean[k]!) ** 2 + deviation[k]! ** 2)).toBeLessThan(4);
  });
  const product = (1 + mean[0]!) * (1 + mean[1]!) + correlation[0]![1]! * deviation[0]! * deviation[1]!;
  expect(distance(estimate(products(equities!, bonds!)), product)).toBeLessThan(4);
  expect([deviation[2], correlation[0]![2]]).toEqual([0, 0]);
});

it('has independent months with blocks of a month', () => {
  const { moments } = bootstrapMarket({ csv: months, meanBlock: 1 / 12 });
  // Of one month: the mean 0.005, and the mean square of the factor (1.03² + 0.98²)/2.
  expect(moments.mean[0]).toBeCloseTo(1.005 ** 12 - 1, 11);
  expect(moments.deviation[0]).toBeCloseTo(Math.sqrt(((1.03 ** 2 + 0.98 ** 2) / 2) ** 12 - 1.005 ** 24), 11);
});

const blockOf = (text: string) => bootstrapMarket({ csv: text }).description['meanBlock'];

it('has blocks of 5 years, or a third of a short history, and a row at least', () => {
  expect(blockOf(csv)).toBe(5);
  expect(blockOf(months)).toBeCloseTo(30 / 12 / 3, 12);
  expect(blockOf('year,equities,inflation\n1999,0.2,0.02\n2000,0.1,0.02\n')).toBe(1);
});

it.each([
  [0, 'meanBlock is 0'],
  [0.5, 'meanBlock is 0.5 years: 0.5 rows of the 40'],
  [41, 'meanBlock is 41 years: 41 rows of the 40'],
])('refuses blocks of %d years', (meanBlock, message) => {
  expect(() => bootstrapMarket({ csv, meanBlock })).toThrow(message);
});

it('names the limits of blocks in round numbers', () => {
  const cure = 'choose a month, 0.0834, to 2.5 years';
  expect(() => bootstrapMarket({ csv: months, meanBlock: 0.05 })).toThrow(
    expect.objectContaining({ message: expect.stringContaining('0.05 years: 0.6 rows of the 30'), cure }),
  );
});
