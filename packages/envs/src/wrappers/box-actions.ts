import type { Env } from '../env.ts';
import { box, describeSpace, type Box, type SpaceValue } from '../spaces.ts';
import { wrap } from './wrap.ts';

/**
 * Takes actions between `low` and `high` instead of the environment's own bounds, and stretches them to those.
 *
 * @throws RangeError when the actions are not of a Box with finite bounds, or `low` is not below `high`
 *
 * @example
 * const env = rescaleAction(make('Pendulum-v1'), -1, 1); // a torque of -2 to 2
 * env.actionSpace; // => box(-1, 1)
 */
export function rescaleAction<Observation extends SpaceValue>(
  env: Env<Observation, ArrayLike<number>>,
  low: number,
  high: number,
): Env<Observation, ArrayLike<number>> {
  const inner = boxOf('rescaleAction', env);
  if (![...inner.low, ...inner.high].every(Number.isFinite)) {
    throw new RangeError('rescaleAction takes an environment whose actions have finite bounds');
  }
  if (!(low < high && Number.isFinite(high - low))) {
    throw new RangeError(`rescaleAction takes a low bound below a high one; got ${low} and ${high}`);
  }
  return wrap<Observation, ArrayLike<number>>(env, {
    actionSpace: box(low, high, inner.low.length),
    step: (action) =>
      env.step(
        Float32Array.from(action, (value, i) => {
          const share = (value - low) / (high - low);
          return inner.low[i]! + share * (inner.high[i]! - inner.low[i]!);
        }),
      ),
  });
}

/**
 * Takes any numbers as an action, and clips them to the environment's bounds.
 *
 * @throws RangeError when the actions are not of a Box
 *
 * @example
 * clipAction(make('Pendulum-v1')).actionSpace; // => box(-Infinity, Infinity)
 */
export function clipAction<Observation extends SpaceValue>(
  env: Env<Observation, ArrayLike<number>>,
): Env<Observation, ArrayLike<number>> {
  const { low, high } = boxOf('clipAction', env);
  return wrap<Observation, ArrayLike<number>>(env, {
    actionSpace: box(-Infinity, Infinity, low.length),
    step: (action) => env.step(Float32Array.from(action, (value, i) => Math.max(low[i]!, Math.min(high[i]!, value)))),
  });
}

function boxOf(wrapper: string, { actionSpace }: Pick<Env, 'actionSpace'>): Box {
  if (actionSpace.type === 'box') return actionSpace;
  throw new RangeError(`${wrapper} takes an environment with actions of a Box; got ${describeSpace(actionSpace)}`);
}
