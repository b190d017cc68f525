import { ConfigurationError, unknownName } from '@longplay/runtime';
import { rewardParts } from './parts.ts';
import { weighted, type WeightedReward } from './weighted.ts';

/**
 * The reward of named parts, as a job gives it: the weight of each by its name.
 *
 * @throws ConfigurationError when there is no such part, with the nearest name, or a weight is wrong
 *
 * @example
 * namedRewards({ goal: 10, touch: 0.5 }).names; // => ['goal', 'touch']
 */
export function namedRewards(weights: Readonly<Record<string, number>>): WeightedReward {
  return weighted(
    Object.fromEntries(
      Object.entries(weights).map(([name, weight]) => {
        if (isPart(name)) return [name, [weight, rewardParts[name]()]];
        throw new ConfigurationError(unknownName('reward part', name, Object.keys(rewardParts)), {
          cure: 'give weights for these parts; a part of your own needs carSoccer() in a module',
        });
      }),
    ),
  );
}

function isPart(name: string): name is keyof typeof rewardParts {
  return Object.hasOwn(rewardParts, name);
}
