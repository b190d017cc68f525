import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Random, SnapshotError } from '@longplay/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { Clockwork } from '../fixtures/clockwork.ts';
import { newTokens } from '../fixtures/tokens.ts';
import {
  bytesOf,
  checkpointFile,
  fixture,
  train,
  valuesOf,
  type Settings,
  type Trained,
} from '../fixtures/training.ts';
import { evaluatePpo, watchEpisode } from './evaluate.ts';
import { episodeSeed } from './play-episodes.ts';
import { streams } from './streams.ts';
import { loadPolicy } from './trained-policy.ts';

const settings: Settings = {
  environment: fixture('clockwork'),
  environments: 4,
  ppo: { steps: 32, minibatch: 64, epochs: 4, learningRate: 0.1 },
  policy: { hidden: [16] },
  normalization: { observations: true, rewards: true },
  evaluation: { every: 128, trainingEpisodes: 9 },
  totalTimesteps: 512,
};
const cartPole: Settings = { ...settings, environment: 'CartPole-v1' };

const folder = await fileFolder();
let clockwork: Trained;
let balanced: Trained;
beforeAll(async () => {
  clockwork = await train(join(folder, 'clockwork'), settings);
  balanced = await train(join(folder, 'cart-pole'), cartPole);
});

describe('evaluatePpo', () => {
  it.each([false, true])('plays episode for episode the same, however many; stochastic: %s', async (stochastic) => {
    const evaluation = { checkpoint: checkpointFile(balanced.path), seed: 5, stochastic };
    const many = await evaluatePpo({ ...evaluation, episodes: 40 });
    const few = await evaluatePpo({ ...evaluation, episodes: 10 });
    expect(many.rewards).toHaveLength(40);
    expect(few).toEqual({ rewards: many.rewards.slice(0, 10), lengths: many.lengths.slice(0, 10) });
    expect(new Set(many.lengths).size).toBeGreaterThan(3);
    const other = await evaluatePpo({ ...evaluation, seed: 6, episodes: 10 });
    expect(other.lengths).not.toEqual(few.lengths);
  });

  it('draws other actions than the most probable ones only where it is told', async () => {
    const evaluation = { checkpoint: checkpointFile(balanced.path), seed: 5, episodes: 20 };
    const { lengths } = await evaluatePpo(evaluation);
    expect((await evaluatePpo({ ...evaluation, stochastic: true })).lengths).not.toEqual(lengths);
  });

  it('gives raw rewards: those of the policy that applications load, in a plain loop', async () => {
    const { rewards, lengths } = await evaluatePpo({
      checkpoint: checkpointFile(clockwork.path),
      episodes: 40,
      seed: 5,
    });
    const policy = await loadPolicy(checkpointFile(clockwork.path));
    for (const [episode, expected] of rewards.entries()) {
      const env = new Clockwork();
      let { observation } = env.reset({ seed: episodeSeed(5, episode).environment });
      let [sum, length] = [0, 0];
      for (let ended = false; !ended; length++) {
        const result = env.step(policy.act(observation, { mask: env.actionMask!() }));
        observation = result.observation;
        sum += result.reward;
        ended = result.terminated || result.truncated;
      }
      expect([expected, lengths[episode]]).toEqual([sum, length]);
    }
  });

  it('changes nothing in the checkpoint', async () => {
    const before = bytesOf(clockwork.path);
    await evaluatePpo({ checkpoint: checkpointFile(clockwork.path), episodes: 10, seed: 5 });
    expect(bytesOf(clockwork.path)).toEqual(before);
  });

  it('gives what the evaluation in training gave, for the same episodes', async () => {
    const means = valuesOf(clockwork, 'eval/mean_reward');
    expect(means).toHaveLength(4);
    const seed = Random.from(1, streams.evaluation).uint32();
    const evaluate = async (checkpoint: 'best' | 'final') => {
      const { rewards } = await evaluatePpo({
        checkpoint: checkpointFile(clockwork.path, checkpoint),
        episodes: 9,
        seed,
      });
      return rewards.reduce((sum, reward) => sum + reward, 0) / 9;
    };
    expect(Math.max(...means)).toBeGreaterThan(Math.max(means[0]!, ...means.slice(2))); // the second is the best
    expect(await evaluate('final')).toBe(means.at(-1));
    expect(await evaluate('best')).toBe(Math.max(...means));
  });

  it('plays in an environment with options of its own, where evaluations have them', async () => {
    const evaluation = { every: 128, trainingEpisodes: 4, environmentOptions: { lengths: [7] } };
    const own = await train(join(folder, 'own-options'), { ...settings, evaluation, totalTimesteps: 256 });
    const lengthsOf = (tag: string) => own.scalars.filter((scalar) => scalar.tag === tag).map(({ value }) => value);
    expect(lengthsOf('eval/mean_ep_length')).toEqual([7, 7]);
    expect(Math.max(...lengthsOf('rollout/ep_len_mean'))).toBeLessThan(5);
    const { lengths } = await evaluatePpo({ checkpoint: checkpointFile(own.path), episodes: 5, seed: 1 });
    expect([...lengths]).toEqual([7, 7, 7, 7, 7]);
  });

  it('refuses a file that is no checkpoint', async () => {
    const checkpoint = new URL(import.meta.url).pathname;
    await expect(evaluatePpo({ checkpoint, episodes: 1, seed: 0 })).rejects.toThrow(SnapshotError);
  });
});

describe('watchEpisode', () => {
  it.each([false, true])(
    'shows an episode of an evaluation from beginning to end; stochastic: %s',
    async (stochastic) => {
      const evaluation = { checkpoint: checkpointFile(balanced.path), seed: 5, stochastic };
      const { rewards, lengths } = await evaluatePpo({ ...evaluation, episodes: 40 });
      for (const episode of [0, 3, 35]) {
        const frames = [];
        for await (const frame of watchEpisode(evaluation, episode)) frames.push(frame);
        expect(frames.map(({ step }) => step)).toEqual(
          Array.from({ length: lengths[episode]! + 1 }, (_, step) => step),
        );
        expect(frames[0]).toMatchObject({ reward: 0, text: expect.any(String), svg: expect.stringContaining('<svg') });
        expect(frames.at(-1)?.reward).toBe(rewards[episode]);
      }
    },
  );

  it('closes the environment when nobody watches any more', async () => {
    const open = newTokens(folder, 0);
    const counted = { ...settings, environment: fixture('counted'), environmentOptions: { folder: open } };
    const { path } = await train(join(folder, 'counted'), { ...counted, totalTimesteps: 128 });
    for await (const { step } of watchEpisode({ checkpoint: checkpointFile(path), seed: 1 }, 0)) {
      expect(await readdir(open)).toHaveLength(1);
      if (step === 1) break;
    }
    expect(await readdir(open)).toEqual([]);
  });
});
