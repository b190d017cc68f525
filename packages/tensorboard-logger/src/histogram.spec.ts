import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramOf } from './histogram.ts';

describe('histogramOf', () => {
  it('is the example of its documentation', () => {
    const bins = histogramOf([0, 1, 1.5, 30]);
    expect(bins.length).toBe(30);
    expect(bins[1]).toStrictEqual({ left: 1, right: 2, count: 2 });
    expect(bins.at(-1)).toStrictEqual({ left: 29, right: 30, count: 1 });
  });

  it('puts equal values in the last bin, and nothing in bins at 0', () => {
    expect(histogramOf([7, 7]).map(({ count }) => count)).toStrictEqual([...Array.from({ length: 29 }, () => 0), 2]);
    expect(new Set(histogramOf([7, 7]).flatMap(({ left, right }) => [left, right]))).toStrictEqual(new Set([7]));
    expect(new Set(histogramOf([]).flatMap(({ left, right, count }) => [left, right, count]))).toStrictEqual(
      new Set([0]),
    );
  });

  it('counts every finite value once, in bins that follow each other from the minimum to the maximum', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (values) => {
        const finite = values.filter(Number.isFinite);
        fc.pre(finite.length > 0);
        const bins = histogramOf(values);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(finite.length);
        const edges = [...bins.map(({ left }) => left), bins.at(-1)!.right];
        expect(bins.map(({ right }) => right)).toStrictEqual(edges.slice(1));
        expect(edges).toStrictEqual(edges.toSorted((a, b) => a - b));
        expect(edges[0] === Math.min(...finite) && edges[30] === Math.max(...finite)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('counts as the plain definition does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 })), (integers) => {
        // 0 and 30 fix the width to 1, where the edges are exact.
        const values = [0, 30, ...integers.map((n) => 15 + n / 70)];
        for (const { left, right, count } of histogramOf(values)) {
          const inside = values.filter(
            (value) => value >= left && (value < right || (value === right && right === 30)),
          );
          expect(count).toBe(inside.length);
        }
      }),
    );
  });
});
