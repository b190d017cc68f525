import { ConfigurationError } from '@longplay/runtime';
import type { Space, SpaceValue } from './spaces.ts';

/**
 * How many numbers an action has as a row: 1 for Discrete, one each for the others.
 *
 * @throws ConfigurationError for a Dict space: an action is one decision, not several named ones
 *
 * @example
 * actionSize(discrete(5)); // => 1
 * actionSize(multiDiscrete([3, 2])); // => 2
 */
export function actionSize(space: Space): number {
  switch (space.type) {
    case 'box':
      return space.low.length;
    case 'discrete':
      return 1;
    case 'multi-discrete':
      return space.sizes.length;
    case 'multi-binary':
      return space.n;
    case 'dict':
      throw new ConfigurationError('actions cannot be of a Dict space', {
        cure: 'give the environment one Discrete, MultiDiscrete, MultiBinary or Box action space',
      });
  }
}

/** How many flags a mask of legal actions has: `n` for Discrete, the sum of the sizes for MultiDiscrete, else 0. */
export function maskSizeOf(space: Space): number {
  if (space.type === 'discrete') return space.n;
  return space.type === 'multi-discrete' ? space.sizes.reduce((sum, size) => sum + size, 0) : 0;
}

/**
 * The action in a row of numbers.
 *
 * @param row - holds `actionSize(space)` numbers from `offset`
 *
 * @example
 * decodeAction(discrete(5), Float32Array.of(0, 3), 1); // => 3
 * decodeAction(box(-1, 1, 2), Float32Array.of(0.5, -0.5), 0); // => Float32Array.of(0.5, -0.5)
 */
export function decodeAction(space: Space, row: Float32Array, offset: number): SpaceValue {
  return space.type === 'discrete' ? row[offset]! : row.slice(offset, offset + actionSize(space));
}
