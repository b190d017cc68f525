import type { RolloutBuffer } from './rollout-buffer.ts';
import { episodeEnd } from './gae.ts';

/** Reward and length of an episode. */
export type EpisodeSummary = [reward: number, length: number];

/** The episodes that ended in a rollout, one for each agent, in the order of time and of the agents within a step. */
export function endedEpisodes({ ends, episodeRewards, episodeLengths }: RolloutBuffer): EpisodeSummary[] {
  const [agents = 0, steps = 0] = ends.shape;
  const episodes: EpisodeSummary[] = [];
  for (let t = 0; t < steps; t++) {
    for (let agent = 0; agent < agents; agent++) {
      const place = agent * steps + t;
      if (ends.data[place] === episodeEnd.none) continue;
      episodes.push([episodeRewards.data[place]!, episodeLengths.data[place]!]);
    }
  }
  return episodes;
}

/** The share of the variance of the returns that the values explain: 1 at best, 0 for a constant, below for worse. */
export function explainedVariance(values: ArrayLike<number>, returns: ArrayLike<number>): number {
  const errors = new Float64Array(returns.length);
  for (let i = 0; i < errors.length; i++) errors[i] = returns[i]! - values[i]!;
  return 1 - variance(errors) / variance(returns);
}

function variance(samples: ArrayLike<number>): number {
  const mean = average(samples);
  let squares = 0;
  for (let i = 0; i < samples.length; i++) squares += (samples[i]! - mean) ** 2;
  return squares / samples.length;
}

export function average(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]!;
  return sum / samples.length;
}

/** The mean of each part of the reward over the steps of a rollout; together they are the mean reward. */
export function rewardPartMeans(
  { rewardParts, rewards }: RolloutBuffer,
  names: readonly string[],
): Record<string, number> {
  const [agents = 0] = rewards.shape;
  return Object.fromEntries(
    names.map((name, part) => {
      let sum = 0;
      for (let agent = 0; agent < agents; agent++) sum += rewardParts.data[agent * names.length + part]!;
      return [`reward/${name}_mean`, sum / rewards.data.length];
    }),
  );
}
