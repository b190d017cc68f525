import { join } from 'node:path';
import { ConfigurationError } from '@longplay/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { checkpointFile, fixture, train, type Settings } from '../fixtures/training.ts';
import { evaluatePpo } from '../ppo/evaluate.ts';
import { headToHead } from './head-to-head.ts';

const settings: Settings = {
  environment: fixture('duel'),
  environments: 4,
  ppo: { steps: 64, minibatch: 256, epochs: 4, learningRate: 5e-3, gamma: 0.5 },
  policy: { hidden: [8] },
  normalization: { observations: true },
  selfPlay: { share: 0.5, every: 256, pool: 3 },
  totalTimesteps: 12 * 256,
};

const folder = await fileFolder();
/** The file of a trained policy in this environment. */
async function trained(name: string, change: Partial<Settings> = {}): Promise<string> {
  const { path } = await train(join(folder, name), { ...settings, ...change });
  return checkpointFile(path);
}
let learned: string;
beforeAll(async () => {
  learned = await trained('learned');
});

describe('head to head', () => {
  it('the last version beats the first, and loses to nobody when the roles are changed', async () => {
    const games = { checkpoint: learned, opponent: learned, games: 60, seed: 3 };
    const { wins, draws, losses, winShare, rewards, lengths } = await headToHead({ ...games, opponentVersion: 0 });
    expect(wins + draws + losses).toBe(60);
    expect(wins).toBeGreaterThan(40);
    expect(winShare.mean).toBeCloseTo((wins + draws / 2) / 60, 12);
    expect(winShare.low).toBeGreaterThan(0.5);
    expect(rewards.filter((reward) => reward > 0)).toHaveLength(wins);
    expect(new Set(lengths)).toEqual(new Set([8]));
    const { winShare: newest } = await headToHead({ ...games, opponentVersion: -1 });
    expect([newest.low < 0.5, newest.high > 0.5]).toEqual([true, true]);
  });

  it("has Wilson's interval", async () => {
    const result = await headToHead({ checkpoint: learned, opponent: learned, games: 1, seed: 3 });
    const { mean, low, high } = result.winShare;
    // One game: the bounds solve (p - mean)^2 = z^2 p (1 - p), z = 1.96; of a win they are 1 / (1 + z^2) and 1.
    const z2 = 1.959963984540054 ** 2;
    for (const p of [low, high]) expect(Math.abs((p - mean) ** 2 - z2 * p * (1 - p))).toBeLessThan(1e-9);
  });

  it('alternates the sides', async () => {
    // Team 0 begins with more points than can be made good.
    const unfair = await trained('unfair', { environmentOptions: { handicap: 50 }, totalTimesteps: 256 });
    for (const games of [1, 2, 7, 40, 65]) {
      const { wins, losses } = await headToHead({ checkpoint: unfair, opponent: unfair, games, seed: 1 });
      expect([wins, losses]).toEqual([Math.ceil(games / 2), Math.floor(games / 2)]);
    }
  });

  it('gives a game the same result whatever other games are played beside it', async () => {
    const match = { checkpoint: learned, opponent: learned, opponentVersion: 1, seed: 4 };
    const [few, many] = [await headToHead({ ...match, games: 34 }), await headToHead({ ...match, games: 70 })];
    expect(few.rewards).toEqual(many.rewards.slice(0, 34));
    const other = await headToHead({ ...match, seed: 5, games: 34 });
    expect(other.rewards).not.toEqual(few.rewards);
  });

  it('plays teams of several agents, and tells how far it is', async () => {
    const teams = await trained('teams', { environmentOptions: { side: 2 }, totalTimesteps: 256 });
    const progress: number[] = [];
    const onProgress = (ended: number) => void progress.push(ended);
    const { wins, draws, losses } = await headToHead({
      checkpoint: teams,
      opponent: teams,
      games: 10,
      seed: 1,
      onProgress,
    });
    expect(wins + draws + losses).toBe(10);
    expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('who cannot play each other is told', () => {
  it.each<{ name: string; change: Partial<Settings>; message: string }>([
    {
      name: 'other observations',
      change: { environmentOptions: { blanks: 2 } },
      message: 'observations of so many numbers: 5, and the opponent 7',
    },
    {
      name: 'other teams',
      change: { environmentOptions: { side: 2 } },
      message: 'teams: [0,1], and the opponent [0,0,1,1]',
    },
  ])('$name', async ({ name, change, message }) => {
    const other = await trained(name, { ...change, totalTimesteps: 256 });
    const match = headToHead({ checkpoint: learned, opponent: other, games: 2, seed: 1 });
    await expect(match).rejects.toThrow(ConfigurationError);
    await expect(match).rejects.toThrow(`the policies cannot play each other: ${message}`);
    await expect(match).rejects.toHaveProperty('cure', expect.stringContaining('in the same environment'));
  });

  it('an environment of one team', async () => {
    const alone = { environmentOptions: { allies: 2 }, selfPlay: undefined, totalTimesteps: 256 };
    const checkpoint = await trained('allies', alone);
    const match = headToHead({ checkpoint, opponent: checkpoint, games: 2, seed: 1 });
    await expect(match).rejects.toThrow('is no game of two teams: its agents are in the teams [0, 0]');
  });

  it('a version that is not in the pool', async () => {
    const match = { checkpoint: learned, opponent: learned, games: 2, seed: 1 };
    await expect(headToHead({ ...match, opponentVersion: 3 })).rejects.toThrow('has no version 3: it keeps 3');
    const plain = await trained('no pool', { selfPlay: undefined, totalTimesteps: 256 });
    const none = headToHead({ ...match, opponent: plain, opponentVersion: 0 });
    await expect(none).rejects.toThrow('has no version 0: it keeps 0');
    await expect(none).rejects.toHaveProperty('cure', expect.stringContaining('a run with selfPlay'));
  });
});

it('an evaluation without an opponent plays all agents, whose mean reward it gives', async () => {
  // The sides are paid against each other: their mean is 0 in every episode.
  const { rewards, lengths } = await evaluatePpo({ checkpoint: learned, episodes: 5, seed: 1, stochastic: true });
  expect([...rewards].map(Math.abs)).toEqual([0, 0, 0, 0, 0]);
  expect([...lengths]).toEqual([8, 8, 8, 8, 8]);
  const allies = await trained('team', {
    environmentOptions: { allies: 3 },
    selfPlay: undefined,
    environments: 12,
    ppo: { ...settings.ppo, minibatch: 768 },
  });
  const alone = await evaluatePpo({ checkpoint: allies, episodes: 5, seed: 1 });
  // Three agents that hit in nearly every one of 8 steps, and are all paid for it.
  for (const reward of alone.rewards) expect(reward).toBeGreaterThan(15);
});
