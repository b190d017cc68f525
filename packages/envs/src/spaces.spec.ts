import { expect, it } from 'vitest';
import { box, describeSpace, dict, discrete, multiBinary, multiDiscrete } from './spaces.ts';

it('makes a Box of bounds for all numbers or one each', () => {
  const wide = { type: 'box', low: Float64Array.of(-1, -1), high: Float64Array.of(1, 1) };
  expect(box(-1, 1, 2)).toEqual(wide);
  expect(box([-1, -1], [1, 1])).toEqual(wide);
  expect(box(-1, Float32Array.of(1, 1))).toEqual(wide);
  expect(box(-Infinity, 0)).toEqual({ type: 'box', low: Float64Array.of(-Infinity), high: Float64Array.of(0) });
});

it.each([
  [() => box(0, 1, 0), 'a Box has 1 number or more; got 0'],
  [() => box([], []), 'a Box has 1 number or more; got 0'],
  [() => box(0, 1, 1.5), 'a Box has 1 number or more; got 1.5'],
  [() => box([0, 0], [1]), 'the bounds of a Box of 2 have 2 numbers; got 1'],
  [() => box([0, 0], 1, 3), 'the bounds of a Box of 3 have 3 numbers; got 2'],
  [() => box([0, 2], 1), 'number 1 of a Box cannot have the bounds 2 and 1'],
  [() => box(NaN, 1), 'number 0 of a Box cannot have the bounds NaN and 1'],
  [() => box(Infinity, Infinity), 'number 0 of a Box cannot have the bounds Infinity and Infinity'],
  [() => discrete(0), 'a Discrete space has 1 value or more; got 0'],
  [() => discrete(2.5), 'a Discrete space has 1 value or more; got 2.5'],
  [() => multiDiscrete([]), 'the sizes of a MultiDiscrete space are whole numbers from 1; got []'],
  [() => multiDiscrete([2, -1]), 'the sizes of a MultiDiscrete space are whole numbers from 1; got [2, -1]'],
  [() => multiBinary(NaN), 'a MultiBinary space has 1 flag or more; got NaN'],
  [() => dict({}), 'a Dict space has 1 entry or more; got none'],
])('refuses %s', (make, message) => {
  expect(make).toThrow(new RangeError(message));
});

it('describes spaces in a few words', () => {
  const space = dict({ a: box(0, 1, 3), b: dict({ c: discrete(2), d: multiDiscrete([2, 3]) }), e: multiBinary(4) });
  expect(describeSpace(space)).toBe(
    'Dict(a: Box(3), b: Dict(c: Discrete(2), d: MultiDiscrete(2, 3)), e: MultiBinary(4))',
  );
});
