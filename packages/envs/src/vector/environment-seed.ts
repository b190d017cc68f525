import { Random } from '@longplay/runtime';

/**
 * The seed of environment `index` of a set made with `seed`, in [0, 2^32). It depends on these two numbers only, never
 * on the number of environments or workers.
 *
 * @param seed - a safe integer
 * @param index - the environment's index in the whole set, from 0
 * @throws RangeError when one of them is not a safe integer
 * @example
 * environmentSeed(7, 0); // => 1346918821
 */
export function environmentSeed(seed: number, index: number): number {
  return Random.from(seed, index).uint32();
}
