import { ConfigurationError } from '@longplay/runtime';
import type { RewardPart } from './reward-part.ts';

/** A reward: the sum of its parts, each with its weight. */
export interface WeightedReward {
  /** The names of the parts, in the order of the others. */
  readonly names: readonly string[];
  readonly weights: Float64Array;
  readonly parts: readonly RewardPart[];
}

/**
 * The sum of parts, each times its weight; the names become the curves `reward/<name>_mean` of a training. A part is
 * one of this package's or a function of one's own.
 *
 * @param parts - `[weight, part]` by name
 * @throws ConfigurationError when there is no part, or a weight is not finite
 *
 * @example
 * const airborne = () => (car: CarView) => (car.onGround ? 0 : 1);
 * const reward = weighted({ goal: [10, goal()], touch: [0.5, touch()], airborne: [0.01, airborne()] });
 * reward.names; // => ['goal', 'touch', 'airborne']
 */
export function weighted(parts: Readonly<Record<string, readonly [weight: number, part: RewardPart]>>): WeightedReward {
  const entries = Object.entries(parts);
  if (entries.length === 0) {
    throw new ConfigurationError('the reward has no parts', { cure: 'give one or more, such as goal: [10, goal()]' });
  }
  for (const [name, [weight]] of entries) {
    if (Number.isFinite(weight)) continue;
    throw new ConfigurationError(`the weight of the reward part "${name}" is ${weight}`, {
      cure: 'give a finite number',
    });
  }
  return {
    names: entries.map(([name]) => name),
    weights: Float64Array.from(entries, ([, [weight]]) => weight),
    parts: entries.map(([, [, part]]) => part),
  };
}
