import { Random } from '@longplay/runtime';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anySpace } from './fixtures/spaces/any-space.ts';
import { contains, describeMismatch, sample } from './space-values.ts';
import { box, dict, discrete, multiBinary, multiDiscrete, type Space } from './spaces.ts';

describe('describeMismatch', () => {
  const nested = dict({ gear: discrete(5), world: dict({ wind: box(-1, 1, 2) }) });

  it.each<[Space, unknown, string]>([
    [box(-1, 1, 2), [0, 1.5], 'number 1 is 1.5, not in [-1, 1]'],
    [box(0, Infinity), [-1], 'number 0 is -1, not in [0, Infinity]'],
    [box(-Infinity, Infinity, 2), [0, NaN], 'number 1 is NaN'],
    [box(-Infinity, Infinity), [Infinity], 'number 0 is Infinity'],
    [box(-1, 1, 2), ['0', 0], 'number 0 is "0"'],
    [box(-1, 1, 2), [0], 'it has 1 numbers, Box(2) has 2'],
    [box(-1, 1, 1), 0.5, '0.5 is no row of 1 numbers, as Box(1) has'],
    [box(-1, 1, 1), undefined, 'undefined is no row of 1 numbers, as Box(1) has'],
    [discrete(5), 5, '5 is no whole number from 0 to 4'],
    [discrete(5), -1, '-1 is no whole number from 0 to 4'],
    [discrete(5), 1.5, '1.5 is no whole number from 0 to 4'],
    [discrete(5), [1], 'a row is no whole number from 0 to 4'],
    [multiDiscrete([2, 3]), [1, 3], 'number 1: 3 is no whole number from 0 to 2'],
    [multiBinary(2), [2, 0], 'number 0: 2 is no whole number from 0 to 1'],
    [nested, { gear: 1, world: { wind: [0, 9] } }, 'entry "world": entry "wind": number 1 is 9, not in [-1, 1]'],
    [nested, { gear: 1 }, 'entry "world" is missing'],
    [nested, { gear: 1, world: { wind: [0, 0] }, speed: 1 }, 'entry "speed" is none of gear, world'],
    [nested, null, 'null is no record of gear, world'],
  ])('%j, %j: %s', (space, value, message) => {
    expect(describeMismatch(space, value)).toBe(message);
    expect(contains(space, value)).toBe(false);
  });

  it('takes a bound for its nearest 32-bit number too', () => {
    const space = box(-0.07, 0.07); // Math.fround(0.07) is 0.07000000029802322
    expect(contains(space, Float32Array.of(0.07))).toBe(true);
    expect(contains(space, Float32Array.of(-0.07))).toBe(true);
    expect(contains(space, [0.0700000004])).toBe(false);
  });
});

describe('sample', () => {
  it('gives values of the space, the same for the same stream', () => {
    fc.assert(
      fc.property(anySpace, fc.integer(), (space, seed) => {
        const value = sample(space, Random.from(seed));
        expect(describeMismatch(space, value)).toBeUndefined();
        expect(sample(space, Random.from(seed))).toEqual(value);
      }),
    );
  });

  it('draws each value of a Discrete space as often as the others', () => {
    const random = Random.from(1);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 40_000; i++) counts[sample(discrete(4), random) as number]! += 1;
    // 4 standard deviations of a count: sqrt(40 000 * 1/4 * 3/4) = 87.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * 87);
  });

  it.each([
    ['uniform between two bounds', box(-1, 3), 1, 4 / Math.sqrt(12)],
    ['normal without bounds', box(-Infinity, Infinity), 0, 1],
    ['exponential above a bound', box(2, Infinity), 3, 1],
    ['exponential below a bound', box(-Infinity, 2), 1, 1],
  ])('is %s', (_name, space, mean, deviation) => {
    const random = Random.from(2);
    const n = 20_000;
    const values = Array.from({ length: n }, () => (sample(space, random) as Float32Array)[0]!);
    const sampleMean = values.reduce((sum, value) => sum + value, 0) / n;
    const sampleDeviation = Math.sqrt(values.reduce((sum, value) => sum + (value - sampleMean) ** 2, 0) / n);
    expect(Math.abs(sampleMean - mean)).toBeLessThan((4 * deviation) / Math.sqrt(n));
    // The kurtosis of these is at most 9: the standard error of the deviation is at most sqrt(8 / 4n) of it.
    expect(Math.abs(sampleDeviation - deviation)).toBeLessThan(4 * deviation * Math.sqrt(2 / n));
  });

  it('draws only what the mask allows', () => {
    const random = Random.from(3);
    const drawn = Array.from({ length: 100 }, () => sample(discrete(4), random, [0, 1, 0, 1]));
    expect(new Set(drawn)).toEqual(new Set([1, 3]));
    const pairs = Array.from({ length: 100 }, () => String(sample(multiDiscrete([2, 3]), random, [0, 1, 1, 0, 1])));
    expect(new Set(pairs)).toEqual(new Set(['1,0', '1,2']));
    expect(() => sample(discrete(2), random, [0, 0])).toThrow(new RangeError('the mask allows no value'));
  });
});
