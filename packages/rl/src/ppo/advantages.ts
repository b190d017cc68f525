import { computeGae, episodeEnd } from './gae.ts';
import { average } from './metrics.ts';
import type { RolloutBuffer } from './rollout-buffer.ts';
import { merge, noSamples, varianceEpsilon, type Moments } from './running-statistics.ts';

/** The running deviation of the discounted return, by which rewards are divided. */
export interface RewardStatistics {
  /** Of the discounted returns, as one feature. */
  readonly moments: Moments;
  /** The discounted return of each agent's episode so far. */
  readonly discounted: Float64Array;
}

export interface AdvantageOptions {
  readonly gamma: number;
  readonly lambda: number;
  /** Whether rewards are normalised, and how far they may then be from 0. */
  readonly normalize: boolean;
  readonly clip: number;
}

/**
 * Writes the advantages and returns of a rollout, agent by agent, and gives the reward statistics with this
 * rollout in them. Rewards are scaled as by the VecNormalize of Stable-Baselines3, but all rewards of a rollout by the
 * same deviation, that at its end.
 */
export function computeAdvantages(
  buffer: RolloutBuffer,
  options: AdvantageOptions,
  before: RewardStatistics,
): RewardStatistics {
  const { gamma, lambda, normalize, clip } = options;
  const [agents = 0, steps = 0] = buffer.rewards.shape;
  const after = normalize ? withRollout(buffer, gamma, before) : before;
  const { count, squares } = after.moments;
  const deviation = normalize ? Math.sqrt(squares[0]! / count + varianceEpsilon) : 1;
  const scaled = new Float64Array(steps);
  const { rewards, values, ends, finalValues, lastValues, advantages, returns } = buffer;
  for (let agent = 0; agent < agents; agent++) {
    const [from, to] = [agent * steps, (agent + 1) * steps];
    for (let t = 0; t < steps; t++) {
      const reward = rewards.data[from + t]!;
      scaled[t] = normalize ? Math.min(clip, Math.max(-clip, reward / deviation)) : reward;
    }
    const trajectory = {
      rewards: scaled,
      values: values.data.subarray(from, to),
      ends: ends.data.subarray(from, to),
      finalValues: finalValues.data.subarray(from, to),
      lastValue: lastValues.data[agent]!,
    };
    computeGae(trajectory, gamma, lambda, advantages.data.subarray(from, to), returns.data.subarray(from, to));
  }
  return after;
}

/** Merged in the order of the agents, so that the result does not depend on who collected what. */
function withRollout(buffer: RolloutBuffer, gamma: number, before: RewardStatistics): RewardStatistics {
  const [agents = 0, steps = 0] = buffer.rewards.shape;
  const discounted = Float64Array.from(before.discounted);
  const samples = new Float64Array(steps);
  let { moments } = before;
  for (let agent = 0; agent < agents; agent++) {
    for (let t = 0; t < steps; t++) {
      const place = agent * steps + t;
      const sum = discounted[agent]! * gamma + buffer.rewards.data[place]!;
      samples[t] = sum;
      discounted[agent] = buffer.ends.data[place] === episodeEnd.none ? sum : 0;
    }
    moments = merge(moments, momentsOf(samples));
  }
  return { moments, discounted };
}

function momentsOf(samples: Float64Array): Moments {
  const mean = average(samples);
  let squares = 0;
  for (let i = 0; i < samples.length; i++) squares += (samples[i]! - mean) ** 2;
  return { count: samples.length, mean: Float64Array.of(mean), squares: Float64Array.of(squares) };
}

/** The moments of the raw observations with those of a rollout, merged in agent order. */
export function withObservations(buffer: RolloutBuffer, before: Moments): Moments {
  const [agents = 0, steps = 0] = buffer.rewards.shape;
  const { observationMeans, observationSquares } = buffer;
  const size = before.mean.length;
  let moments = before;
  for (let agent = 0; agent < agents; agent++) {
    const own = [agent * size, (agent + 1) * size] as const;
    const mean = observationMeans.data.subarray(...own);
    moments = merge(moments, { count: steps, mean, squares: observationSquares.data.subarray(...own) });
  }
  return moments;
}

export const noRewards = (agents: number): RewardStatistics => ({
  moments: noSamples(1),
  discounted: new Float64Array(agents),
});
