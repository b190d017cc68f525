import { ConfigurationError, Random } from '@longplay/runtime';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { actionSize, decodeAction, maskSizeOf } from './actions.ts';
import { anyActionSpace } from './fixtures/spaces/any-space.ts';
import { sample } from './space-values.ts';
import { box, dict, discrete, multiBinary, multiDiscrete } from './spaces.ts';

it.each([
  [discrete(5), 1, 5],
  [multiDiscrete([3, 2]), 2, 5],
  [multiBinary(4), 4, 0],
  [box(-1, 1, 3), 3, 0],
])('%j has actions of %d numbers and masks of %d flags', (space, numbers, flags) => {
  expect([actionSize(space), maskSizeOf(space)]).toEqual([numbers, flags]);
});

it('refuses actions of a Dict space', () => {
  expect(() => actionSize(dict({ gear: discrete(2) }))).toThrow(ConfigurationError);
});

it('finds an action again in a row of numbers, as a copy', () => {
  fc.assert(
    fc.property(anyActionSpace, fc.integer(), (space, seed) => {
      const action = sample(space, Random.from(seed)) as number | ArrayLike<number>;
      const row = Float32Array.of(NaN, ...(typeof action === 'number' ? [action] : Array.from(action)), NaN);
      const decoded = decodeAction(space, row, 1);
      row.fill(NaN);
      expect(decoded).toEqual(typeof action === 'number' ? action : Float32Array.from(action));
    }),
  );
});
