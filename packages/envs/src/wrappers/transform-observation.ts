import type { Env } from '../env.ts';
import type { Space, SpaceValue } from '../spaces.ts';
import { wrap } from './wrap.ts';

/**
 * Shows another observation.
 *
 * @param transform - depends on the observation only: what it remembers would be missing from saved states
 * @param space - the space that the transformed observations are in
 *
 * @example
 * const positions = (observation: SpaceValue) => [(observation as Float32Array)[0]!];
 * const env = transformObservation(make('CartPole-v1'), positions, box(-4.8, 4.8));
 * env.reset({ seed: 1 }).observation; // => [-0.039992522448301315]
 */
export function transformObservation<
  Observation extends SpaceValue,
  Action extends SpaceValue,
  Transformed extends SpaceValue,
>(
  env: Env<Observation, Action>,
  transform: (observation: Observation) => Transformed,
  space: Space,
): Env<Transformed, Action> {
  return wrap<Transformed, Action>(env, {
    observationSpace: space,
    reset(options) {
      const result = env.reset(options);
      return { ...result, observation: transform(result.observation) };
    },
    step(action) {
      const result = env.step(action);
      return { ...result, observation: transform(result.observation) };
    },
  });
}
