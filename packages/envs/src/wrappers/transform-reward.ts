import type { Env, Info } from '../env.ts';
import type { SpaceValue } from '../spaces.ts';
import { wrap } from './wrap.ts';

/** The part that a transformation adds to a reward with parts, so that they still sum to it. */
const PART = 'transform';

/**
 * Pays another reward. Where the reward has parts, they stay as they are, and a part `transform` is what the
 * transformation added.
 *
 * @param transform - depends on the reward only: what it remembers would be missing from saved states
 *
 * @example
 * const env = transformReward(make('CartPole-v1'), (reward) => 0.01 * reward);
 * env.reset({ seed: 1 });
 * env.step(0).reward; // => 0.01
 */
export function transformReward<Observation extends SpaceValue, Action extends SpaceValue>(
  env: Env<Observation, Action>,
  transform: (reward: number) => number,
): Env<Observation, Action> {
  return wrap<Observation, Action>(env, {
    ...(env.rewardParts && { rewardParts: [...new Set([...env.rewardParts, PART])] }),
    step(action) {
      const result = env.step(action);
      const reward = transform(result.reward);
      return { ...result, reward, info: withPart(result.info, reward - result.reward) };
    },
  });
}

function withPart(info: Info, added: number): Info {
  const parts = info.rewardParts;
  return parts === undefined ? info : { ...info, rewardParts: { ...parts, [PART]: (parts[PART] ?? 0) + added } };
}
