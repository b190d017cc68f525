import type { Env } from '../env.ts';
import type { SpaceValue } from '../spaces.ts';
import { wrap } from './wrap.ts';

/** What `episodeStatistics` adds to the info of the last step of an episode, as `info.episode`. */
export interface EpisodeStatistics {
  /** The sum of the rewards. */
  readonly reward: number;
  /** The number of steps. */
  readonly length: number;
}

/**
 * Adds `info.episode`, an `EpisodeStatistics`, to the last step of every episode.
 *
 * @example
 * const env = episodeStatistics(timeLimit(make('CartPole-v1'), 2));
 * env.reset({ seed: 1 });
 * env.step(0).info.episode; // => undefined
 * env.step(1).info.episode; // => { reward: 2, length: 2 }
 */
export function episodeStatistics<Observation extends SpaceValue, Action extends SpaceValue>(
  env: Env<Observation, Action>,
): Env<Observation, Action> {
  let episode: EpisodeStatistics = { reward: 0, length: 0 };
  return wrap<Observation, Action, EpisodeStatistics>(
    env,
    {
      reset(options) {
        episode = { reward: 0, length: 0 };
        return env.reset(options);
      },
      step(action) {
        const result = env.step(action);
        episode = { reward: episode.reward + result.reward, length: episode.length + 1 };
        const ended = result.terminated || result.truncated;
        return ended ? { ...result, info: { ...result.info, episode } } : result;
      },
    },
    { save: () => episode, load: (saved) => (episode = saved) },
  );
}
