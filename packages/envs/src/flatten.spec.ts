import { Random } from '@longplay/runtime';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { anySpace } from './fixtures/spaces/any-space.ts';
import { flatSize, flatten, flattenSpace } from './flatten.ts';
import { contains, sample } from './space-values.ts';
import { box, dict, discrete, multiBinary, multiDiscrete, type Space, type SpaceValue } from './spaces.ts';

/** From `gymnasium.spaces.utils.flatten`, Gymnasium 1.4.0. */
it.each<[Space, SpaceValue, number[]]>([
  [discrete(4), 2, [0, 0, 1, 0]],
  [multiDiscrete([2, 3]), [1, 2], [0, 1, 0, 0, 1]],
  [multiBinary(3), [1, 0, 1], [1, 0, 1]],
  [box(-1, 1, 2), [0.5, -0.25], [0.5, -0.25]],
  [
    dict({ a: discrete(3), b: box(0, 1, 2), c: dict({ d: multiBinary(2) }) }),
    { a: 1, b: [0.5, 0.75], c: { d: [0, 1] } },
    [0, 1, 0, 0.5, 0.75, 0, 1],
  ],
])('flattens as Gymnasium does: %j, %j', (space, value, expected) => {
  const out = new Float32Array(expected.length + 2).fill(7);
  flatten(space, value, out, 1);
  expect([...out]).toEqual([7, ...expected, 7]);
});

it('writes a value of any space as flatSize numbers within flattenSpace', () => {
  fc.assert(
    fc.property(anySpace, fc.integer(), (space, seed) => {
      const size = flatSize(space);
      const out = new Float32Array(size + 1).fill(NaN);
      flatten(space, sample(space, Random.from(seed)), out);
      expect(flattenSpace(space).low.length).toBe(size);
      expect(contains(flattenSpace(space), out.subarray(0, size))).toBe(true);
      expect(out[size]).toBeNaN();
    }),
  );
});
