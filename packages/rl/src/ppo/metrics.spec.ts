import { describe, expect, it } from 'vitest';
import { episodeEnd } from './gae.ts';
import { average, endedEpisodes, explainedVariance, rewardPartMeans } from './metrics.ts';
import { newRolloutBuffer } from './rollout-buffer.ts';

const sizes = { agents: 2, steps: 3, observationSize: 1, actionSize: 1, maskSize: 0, rewardParts: 2 };

describe('endedEpisodes', () => {
  it('gives the episodes in the order of time, and of the agents within a step', () => {
    const buffer = newRolloutBuffer(sizes);
    const { terminated, truncated, none } = episodeEnd;
    buffer.ends.data.set([none, terminated, truncated, terminated, truncated, none]);
    buffer.episodeRewards.data.set([-1, 12, 13, 21, 22, -1]); // -1: what is left of another rollout
    buffer.episodeLengths.data.set([-1, 2, 1, 1, 1, -1]);
    expect(endedEpisodes(buffer)).toEqual([
      [21, 1],
      [12, 2],
      [22, 1],
      [13, 1],
    ]);
  });
});

describe('rewardPartMeans', () => {
  it('gives the mean of each part over all steps', () => {
    const buffer = newRolloutBuffer(sizes);
    buffer.rewardParts.data.set([6, 1, 12, -1]);
    expect(rewardPartMeans(buffer, ['goal', 'touch'])).toEqual({ 'reward/goal_mean': 3, 'reward/touch_mean': 0 });
  });
});

describe('explainedVariance', () => {
  const returns = [1, 2, 3, 10];
  it.each([
    { what: 'the returns themselves', values: returns, expected: 1 },
    { what: 'the returns but for a constant', values: returns.map((x) => x - 5), expected: 1 },
    { what: 'a constant', values: returns.map(() => 4), expected: 0 },
    { what: 'their negatives', values: returns.map((x) => -x), expected: -3 }, // 1 - variance of 2x / variance of x
    { what: 'half of them', values: returns.map((x) => x / 2), expected: 0.75 },
  ])('of $what is $expected', ({ values, expected }) => {
    expect(explainedVariance(values, returns)).toBeCloseTo(expected, 12);
  });
});

it('average is the sum over the number', () => {
  expect(average([1, 2, 6])).toBe(3);
});
