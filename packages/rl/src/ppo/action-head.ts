import { ConfigurationError } from '@longplay/runtime';
import type { Space } from '@longplay/envs';
import type { ActionHead } from '../model/shape.ts';

/** How the actions of a policy become actions of an environment. */
export interface ActionMapping {
  readonly head: ActionHead;
  /** Turns rows of a policy's actions into those that the environment gets: [rows, actionSize]. */
  toEnvironment(actions: Float32Array, out: Float32Array): void;
}

/**
 * What a policy needs for a space of actions: categorical for whole numbers, Gaussian for real ones. Gaussian actions
 * are clipped to the bounds of the space, as in Stable-Baselines3; with `squash` their tanh is stretched onto the bounds.
 *
 * @throws ConfigurationError for a space that no policy can act in.
 */
export function actionMapping(space: Space, squash: boolean): ActionMapping {
  switch (space.type) {
    case 'discrete':
      return categorical([space.n]);
    case 'multi-discrete':
      return categorical(space.sizes);
    case 'multi-binary':
      return categorical(Array.from({ length: space.n }, () => 2));
    case 'box':
      return gaussian(space.low, space.high, squash);
    case 'dict':
      throw new ConfigurationError('a policy cannot act in a space of named actions', {
        cure: 'give the environment one Discrete, MultiDiscrete, MultiBinary or Box action space',
      });
  }
}

function categorical(sizes: readonly number[]): ActionMapping {
  return { head: { kind: 'categorical', sizes }, toEnvironment: (actions, out) => out.set(actions) };
}

function gaussian(low: Float64Array, high: Float64Array, squashed: boolean): ActionMapping {
  const size = low.length;
  const unbounded = low.findIndex((bound, i) => !Number.isFinite(bound) || !Number.isFinite(high[i]));
  if (squashed && unbounded >= 0) {
    throw new ConfigurationError(
      `policy.squash needs bounded actions, and action ${unbounded} is in [${low[unbounded]}, ${high[unbounded]}]`,
      {
        cure: 'give the action space finite bounds, or leave policy.squash out',
      },
    );
  }
  return {
    head: { kind: 'gaussian', size, squashed },
    toEnvironment(actions, out) {
      for (let i = 0; i < actions.length; i++) {
        const least = low[i % size]!;
        const greatest = high[i % size]!;
        const action = squashed ? least + ((Math.tanh(actions[i]!) + 1) / 2) * (greatest - least) : actions[i]!;
        out[i] = Math.min(greatest, Math.max(least, action));
      }
    },
  };
}
