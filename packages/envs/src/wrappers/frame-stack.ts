import type { Env } from '../env.ts';
import { flatSize, flatten, flattenSpace } from '../flatten.ts';
import { box, type SpaceValue } from '../spaces.ts';
import { wrap } from './wrap.ts';

/**
 * Shows the last `frames` observations as one row, flattened, the oldest first. An episode begins with its first
 * observation in every place.
 *
 * @throws RangeError when `frames` is no whole number from 1
 *
 * @example
 * const env = frameStack(make('CartPole-v1'), 3);
 * env.reset({ seed: 1 }).observation.length; // => 12
 */
export function frameStack<Action extends SpaceValue>(
  env: Env<SpaceValue, Action>,
  frames: number,
): Env<Float32Array, Action> {
  if (!(Number.isSafeInteger(frames) && frames >= 1)) {
    throw new RangeError(`frames are a whole number from 1; got ${frames}`);
  }
  const inner = env.observationSpace;
  const size = flatSize(inner);
  const { low, high } = flattenSpace(inner);
  const repeated = (bounds: Float64Array) => Array.from({ length: frames }, () => [...bounds]).flat();
  const stack = new Float32Array(frames * size);
  return wrap<Float32Array, Action, number[]>(
    env,
    {
      observationSpace: box(repeated(low), repeated(high)),
      reset(options) {
        const result = env.reset(options);
        for (let frame = 0; frame < frames; frame++) flatten(inner, result.observation, stack, frame * size);
        return { ...result, observation: stack.slice() };
      },
      step(action) {
        const result = env.step(action);
        stack.copyWithin(0, size);
        flatten(inner, result.observation, stack, (frames - 1) * size);
        return { ...result, observation: stack.slice() };
      },
    },
    { save: () => [...stack], load: (saved) => stack.set(saved) },
  );
}
