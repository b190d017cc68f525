import type { Env } from '../env.ts';
import type { SpaceValue } from '../spaces.ts';
import { wrap } from './wrap.ts';

/**
 * Truncates every episode after a number of steps.
 *
 * @throws RangeError when `steps` is no whole number from 1
 *
 * @example
 * const env = timeLimit(make('CartPole-v1'), 1);
 * env.reset({ seed: 1 });
 * env.step(0).truncated; // => true
 */
export function timeLimit<Observation extends SpaceValue, Action extends SpaceValue>(
  env: Env<Observation, Action>,
  steps: number,
): Env<Observation, Action> {
  if (!(Number.isSafeInteger(steps) && steps >= 1)) {
    throw new RangeError(`a time limit is a whole number of steps from 1; got ${steps}`);
  }
  let elapsed = 0;
  return wrap<Observation, Action, number>(
    env,
    {
      reset(options) {
        elapsed = 0;
        return env.reset(options);
      },
      step(action) {
        const result = env.step(action);
        elapsed += 1;
        return elapsed >= steps ? { ...result, truncated: true } : result;
      },
    },
    { save: () => elapsed, load: (saved) => (elapsed = saved) },
  );
}
