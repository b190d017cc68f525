import { Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { computeAdvantages, noRewards, withObservations, type RewardStatistics } from './advantages.ts';
import { computeGae, episodeEnd } from './gae.ts';
import { agentRows, newRolloutBuffer } from './rollout-buffer.ts';
import { noSamples } from './running-statistics.ts';

const environments = 3;
const steps = 7;
const sizes = { agents: environments, steps, observationSize: 2, actionSize: 1, maskSize: 0, rewardParts: 0 };
const options = { gamma: 0.9, lambda: 0.8, normalize: true, clip: 1.5 };

/** Rollouts with rewards, values and ends drawn from a seed. */
function rolloutOf(seed: number) {
  const random = Random.from(seed);
  const buffer = newRolloutBuffer(sizes);
  for (const name of ['rewards', 'values', 'finalValues', 'lastValues'] as const) {
    const { data } = buffer[name];
    for (let i = 0; i < data.length; i++) data[i] = 10 * random.normal();
  }
  const ends = [episodeEnd.none, episodeEnd.none, episodeEnd.terminated, episodeEnd.truncated];
  buffer.ends.data.forEach((_, i, data) => (data[i] = ends[random.int(4)]!));
  return buffer;
}

const variance = (samples: readonly number[]) => {
  const mean = samples.reduce((sum, x) => sum + x, 0) / samples.length;
  return samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / samples.length;
};

describe('computeAdvantages', () => {
  it('is GAE on each environment alone', () => {
    const buffer = rolloutOf(1);
    const before = noRewards(environments);
    expect(computeAdvantages(buffer, { ...options, normalize: false }, before)).toBe(before);
    for (let environment = 0; environment < environments; environment++) {
      const { rewards, values, ends, finalValues, lastValues, advantages, returns } = agentRows(buffer, environment, 1);
      const [expected, expectedReturns] = [new Float32Array(steps), new Float32Array(steps)];
      const trajectory = { rewards, values, ends, finalValues, lastValue: lastValues[0]! };
      computeGae(trajectory, options.gamma, options.lambda, expected, expectedReturns);
      expect(advantages).toEqual(expected);
      expect(returns).toEqual(expectedReturns);
    }
  });

  it('divides rewards by the deviation of all discounted returns so far, and clips them', () => {
    /** Every discounted return so far, and where each environment's stands: VecNormalize's `returns` and `ret_rms`. */
    const all: number[] = [];
    const present = Array.from({ length: environments }, () => 0);
    let statistics: RewardStatistics = noRewards(environments);
    for (const seed of [1, 2, 3]) {
      const buffer = rolloutOf(seed);
      statistics = computeAdvantages(buffer, options, statistics);
      for (let t = 0; t < steps; t++) {
        for (let environment = 0; environment < environments; environment++) {
          const place = environment * steps + t;
          present[environment] = options.gamma * present[environment]! + buffer.rewards.data[place]!;
          all.push(present[environment]!);
          if (buffer.ends.data[place] !== episodeEnd.none) present[environment] = 0;
        }
      }
      expect(statistics.moments.count).toBe(all.length);
      expect(statistics.moments.squares[0]! / all.length).toBeCloseTo(variance(all), 9);
      statistics.discounted.forEach((sum, i) => expect(sum).toBeCloseTo(present[i]!, 12));

      const deviation = Math.sqrt(variance(all) + 1e-8);
      const scaled = newRolloutBuffer(sizes);
      for (const name of ['values', 'finalValues', 'lastValues', 'ends'] as const)
        scaled[name].data.set(buffer[name].data);
      buffer.rewards.data.forEach((reward, i) => {
        scaled.rewards.data[i] = Math.max(-options.clip, Math.min(options.clip, reward / deviation));
      });
      computeAdvantages(scaled, { ...options, normalize: false }, noRewards(environments));
      scaled.advantages.data.forEach((advantage, i) => expect(buffer.advantages.data[i]).toBeCloseTo(advantage, 4));
      const clipped = scaled.rewards.data.filter((reward) => Math.abs(reward) === options.clip).length;
      expect(clipped).toBeGreaterThan(0);
      expect(clipped).toBeLessThan(scaled.rewards.data.length);
    }
  });

  it('leaves the rewards as they are, and the statistics of before', () => {
    const buffer = rolloutOf(4);
    const rewards = buffer.rewards.data.slice();
    const before = computeAdvantages(rolloutOf(5), options, noRewards(environments));
    const kept = structuredClone(before);
    computeAdvantages(buffer, options, before);
    expect(buffer.rewards.data).toEqual(rewards);
    expect(before).toEqual(kept);
  });
});

describe('withObservations', () => {
  it('adds the moments of every environment', () => {
    const random = Random.from(6);
    const all: number[][] = [];
    let moments = noSamples(sizes.observationSize);
    for (let rollout = 0; rollout < 3; rollout++) {
      const buffer = newRolloutBuffer(sizes);
      for (let environment = 0; environment < environments; environment++) {
        const seen = Array.from({ length: steps }, () => [5 + random.normal(), 100 * random.normal()]);
        for (let feature = 0; feature < sizes.observationSize; feature++) {
          const column = seen.map((observation) => observation[feature]!);
          const place = environment * sizes.observationSize + feature;
          buffer.observationMeans.data[place] = column.reduce((sum, x) => sum + x, 0) / steps;
          buffer.observationSquares.data[place] = variance(column) * steps;
        }
        all.push(...seen);
      }
      moments = withObservations(buffer, moments);
    }
    expect(moments.count).toBe(all.length);
    for (let feature = 0; feature < sizes.observationSize; feature++) {
      const column = all.map((observation) => observation[feature]!);
      expect(moments.mean[feature]).toBeCloseTo(column.reduce((sum, x) => sum + x, 0) / all.length, 10);
      expect(moments.squares[feature]! / moments.count).toBeCloseTo(variance(column), 7);
    }
  });
});
