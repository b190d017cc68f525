import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merge, noSamples, scaleRow, scalingOf, type Moments } from './running-statistics.ts';

const features = 3;
const row = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: features, maxLength: features });
const rows = fc.array(row, { minLength: 1, maxLength: 20 });

const meanOf = (column: readonly number[]) => column.reduce((sum, x) => sum + x, 0) / column.length;

/** Moments in two passes over all samples. */
function momentsOf(samples: readonly (readonly number[])[]): Moments {
  const perFeature = (f: (column: number[]) => number) =>
    Float64Array.from({ length: features }, (_, i) => f(samples.map((sample) => sample[i]!)));
  return {
    count: samples.length,
    mean: perFeature(meanOf),
    squares: perFeature((column) => column.reduce((sum, x) => sum + (x - meanOf(column)) ** 2, 0)),
  };
}

/** The largest difference, of squares in units of a million: they are up to 1e6 each. */
function distance(a: Moments, b: Moments): number {
  const differences = a.mean.map((mean, i) =>
    Math.max(Math.abs(mean - b.mean[i]!), Math.abs(a.squares[i]! - b.squares[i]!) / 1e6),
  );
  return Math.max(Math.abs(a.count - b.count), ...differences);
}

/** A sample brought to the scale of others. */
function scaled(moments: Moments, clip: number, sample: readonly number[]): number[] {
  const out = new Float32Array(2 * features);
  scaleRow(scalingOf(moments, clip), [0, ...sample], 1, out, features);
  return [...out.subarray(features)];
}

describe('merge', () => {
  it('gives the moments of all samples, however they come in parts and in whatever order', () => {
    fc.assert(
      fc.property(rows, rows, rows, (a, b, c) => {
        const expected = momentsOf([...a, ...b, ...c]);
        const [first, second, third] = [momentsOf(a), momentsOf(b), momentsOf(c)] as const;
        expect(distance(merge(merge(first, second), third), expected)).toBeLessThan(1e-9);
        expect(distance(merge(first, merge(second, third)), expected)).toBeLessThan(1e-9);
        expect(distance(merge(merge(third, first), second), expected)).toBeLessThan(1e-9);
      }),
    );
  });

  it('is not changed by nothing', () => {
    const moments = momentsOf([[1, 2, 3], [5, 5, 5]]); // prettier-ignore
    expect(merge(noSamples(features), moments)).toEqual(moments);
    expect(merge(moments, noSamples(features))).toEqual(moments);
    expect(merge(noSamples(features), noSamples(features))).toEqual(noSamples(features));
  });

  it('loses no digits of a small deviation about a large mean', () => {
    const samples = Array.from({ length: 1000 }, (_, i) => [1e6 + (i % 2), 0, 0]);
    const moments = samples.map((sample) => momentsOf([sample])).reduce(merge);
    expect(moments.squares[0]! / moments.count).toBeCloseTo(0.25, 6);
  });
});

describe('scalingOf', () => {
  it('brings the samples to mean 0 and deviation 1', () => {
    const samples = [[1, 50, -3], [2, 10, -5], [6, 0, -1], [3, 20, 0]]; // prettier-ignore
    const moments = momentsOf(samples);
    const after = momentsOf(samples.map((sample) => scaled(moments, 10, sample)));
    for (let i = 0; i < features; i++) {
      expect(after.mean[i]).toBeCloseTo(0, 6);
      expect(after.squares[i]! / after.count).toBeCloseTo(1, 6);
    }
  });

  it('clips on both sides, and without samples changes nothing else', () => {
    expect(scaled(momentsOf([[0, 0, 0], [2, 2, 2]]), 3, [1.5, 100, -100])).toEqual([0.5, 3, -3]); // prettier-ignore
    expect(scaled(noSamples(features), 3, [1.5, 100, -100])).toEqual([1.5, 3, -3]);
  });

  it('of a number that never changes is finite', () => {
    expect(scaled(momentsOf([[4, 4, 4], [4, 4, 4]]), 10, [4, 4 + 1e-6, 5])).toEqual([0, Math.fround(0.01), 10]); // prettier-ignore
  });
});
