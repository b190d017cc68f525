import type { Env, Info } from '../env.ts';
import type { SpaceValue } from '../spaces.ts';
import { wrap } from './wrap.ts';

/**
 * Repeats every action for `frames` steps, or until the episode ends. The rewards and their parts are summed; all else
 * is that of the last step. The mask of legal actions is that of the first step: an environment whose masks change from
 * step to step must put up with an action that has become illegal.
 *
 * @throws RangeError when `frames` is no whole number from 1
 *
 * @example
 * const env = frameSkip(make('CartPole-v1'), 4);
 * env.reset({ seed: 1 });
 * env.step(0).reward; // => 4
 */
export function frameSkip<Observation extends SpaceValue, Action extends SpaceValue>(
  env: Env<Observation, Action>,
  frames: number,
): Env<Observation, Action> {
  if (!(Number.isSafeInteger(frames) && frames >= 1)) {
    throw new RangeError(`frames are a whole number from 1; got ${frames}`);
  }
  return wrap<Observation, Action>(env, {
    step(action) {
      let result = env.step(action);
      for (let frame = 1; frame < frames && !result.terminated && !result.truncated; frame++) {
        const next = env.step(action);
        result = { ...next, reward: result.reward + next.reward, info: withSummedParts(next.info, result.info) };
      }
      return result;
    },
  });
}

function withSummedParts(info: Info, { rewardParts: before }: Info): Info {
  if (info.rewardParts === undefined || before === undefined) return info;
  const sums = Object.entries(info.rewardParts).map(([name, part]) => [name, part + (before[name] ?? 0)]);
  return { ...info, rewardParts: Object.fromEntries(sums) as Record<string, number> };
}
