import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigurationError } from './errors.ts';
import { schedule, scheduleSchema, type ScheduleSpec } from './schedule.ts';

// Without -0, which arithmetic turns into 0.
const finite = fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((value) => value + 0);
const ends = fc.tuple(finite, finite);
const progress = fc.double({ noNaN: true, min: 0, max: 1 });

const values = (spec: ScheduleSpec): readonly number[] => {
  if (typeof spec === 'number') return [spec];
  if ('piecewise' in spec) return spec.piecewise.map(([, value]) => value);
  return 'linear' in spec ? spec.linear : spec.cosine;
};

describe('every schedule', () => {
  const specs: fc.Arbitrary<ScheduleSpec> = fc.oneof(
    finite,
    fc.record({ linear: ends }),
    fc.record({ cosine: ends }),
    fc.record({
      piecewise: fc
        .uniqueArray(fc.tuple(progress, finite), { minLength: 1, selector: ([at]) => (at === 0 ? 0 : at) })
        .map((points) => points.toSorted((a, b) => a[0] - b[0])),
    }),
  );
  it('begins and ends exactly with its first and last value, and counts progress outside as the nearer end', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const at = schedule(spec);
        expect(at(0)).toBe(values(spec)[0]);
        expect(at(1)).toBe(values(spec).at(-1));
        expect([at(-0.5), at(-Infinity), at(1.5), at(Infinity)]).toEqual([at(0), at(0), at(1), at(1)]);
      }),
    );
  });

  it('stays between its values', () => {
    fc.assert(
      fc.property(specs, progress, (spec, share) => {
        const rounding = 1e-9 * Math.max(...values(spec).map(Math.abs));
        expect(schedule(spec)(share)).toBeGreaterThanOrEqual(Math.min(...values(spec)) - rounding);
        expect(schedule(spec)(share)).toBeLessThanOrEqual(Math.max(...values(spec)) + rounding);
      }),
    );
  });

  it('comes unchanged out of the schema', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        expect(scheduleSchema.parse(spec)).toEqual(spec);
      }),
    );
  });
});

it('is exact at every point of piecewise, flat outside them and straight between', () => {
  const at = schedule({
    piecewise: [
      [0.1, 3],
      [0.2, 5],
      [0.7, -1],
    ],
  });
  expect([0, 0.1, 0.2, 0.7, 1].map(at)).toEqual([3, 3, 5, -1, -1]);
  expect(at(0.15)).toBeCloseTo(4, 12);
  expect(at(0.45)).toBeCloseTo(2, 12);
  expect(schedule({ piecewise: [[0.3, 7]] })(0.9)).toBe(7);
});

it('anneals by the half cosine', () => {
  const at = schedule({ cosine: [2, 0] });
  for (const share of [0, 0.2, 0.5, 0.9, 1]) expect(at(share)).toBeCloseTo(1 + Math.cos(Math.PI * share), 12);
});

it('refuses NaN as progress', () => {
  expect(() => schedule({ linear: [1, 0] })(Number.NaN)).toThrow(RangeError);
});

describe('a wrong schedule', () => {
  const forms =
    'expected a finite number, { linear: [from, to] }, { cosine: [from, to] } or { piecewise: [[progress, value], …] }';
  const unordered = 'the points of piecewise must be in rising order of progress';

  it.each([
    ['no point', { piecewise: [] }, 'piecewise needs at least one point'],
    ['falling points', { piecewise: [0.5, 0.2].map((at) => [at, 1]) }, unordered],
    ['equal points', { piecewise: [0.5, 0.5].map((at) => [at, 1]) }, unordered],
    ['a point after the end', { piecewise: [[2, 0]] }, 'a progress must be at most 1'],
    ['a point before the start', { piecewise: [[-1, 0]] }, 'a progress must be at least 0'],
    ['one end only', { linear: [1] }, forms],
    ['an infinite end', { linear: [1, Infinity] }, forms],
    ['two forms at once', { linear: [1, 2], cosine: [1, 2] }, forms],
    ['an unknown form', { lineal: [1, 2] }, forms],
    ['a string', '3e-4', forms],
    ['NaN', Number.NaN, forms],
  ])('with %s is refused', (_, wrong, reason) => {
    const spec = wrong as ScheduleSpec;
    expect(() => schedule(spec)).toThrow(ConfigurationError);
    expect(() => schedule(spec)).toThrow(reason);
    const asKey = z.strictObject({ learningRate: scheduleSchema }).safeParse({ learningRate: spec });
    expect(asKey.error?.issues[0]).toMatchObject({ message: reason, path: expect.arrayContaining(['learningRate']) });
  });

  it('is shown in the message', () => {
    expect(() => schedule({ linear: [1] } as unknown as ScheduleSpec)).toThrow(
      `bad schedule { linear: [ 1 ] }: ${forms}`,
    );
  });
});
