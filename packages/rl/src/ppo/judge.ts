import { Random } from '@longplay/runtime';
import { gamesWithin } from '../self-play/pool.ts';
import { fitRatings, type Games, type Rating } from '../self-play/rating.ts';
import { versionOf } from './acting.ts';
import { average } from './metrics.ts';
import type { PpoPlan, PpoTraining } from './plan.ts';
import type { PlayRequest } from './ppo.worker.ts';
import { sendable } from './rollouts.ts';
import type { SelfPlayStanding, Standing } from './standing.ts';
import { streams } from './streams.ts';
import type { Workspace } from './workspace.ts';

/** What a training is judged with. */
export interface Judge {
  readonly training: PpoTraining;
  readonly plan: PpoPlan;
  readonly workspace: Workspace;
}

/** What an evaluation came to. */
export interface Judgement {
  /** With the best score so far; with self-play also the rating, and the games that a version of the pool has played. */
  readonly standing: Standing;
  readonly metrics: Readonly<Record<string, number>>;
  /** Whether there was no better score before: rating, or without self-play mean reward. */
  readonly isBest: boolean;
}

/** Evaluates the present policy, and rates it where there is self-play. */
export async function judge(judged: Judge, before: Standing): Promise<Judgement> {
  const metrics = await evaluate(judged, before);
  if (before.selfPlay === null) return withScore(before, metrics, metrics['eval/mean_reward']);
  const { games, rating } = await rate(judged, before, before.selfPlay);
  const { pool } = before.selfPlay;
  const standing = { ...before, selfPlay: { pool, games: gamesWithin(pool, games), rating } };
  const skill = { 'skill/rating': rating.rating, 'skill/rating_error': rating.error };
  return withScore(standing, { ...metrics, ...skill }, rating.rating);
}

function withScore(standing: Standing, metrics: Judgement['metrics'], score: number): Judgement {
  const isBest = score > (standing.best ?? -Infinity);
  return { standing: isBest ? { ...standing, best: score } : standing, metrics, isBest };
}

/** Plays evaluation episodes, shared among the workers; always the same ones. */
async function evaluate({ training, plan, workspace }: Judge, standing: Standing) {
  const { seed, evaluation } = training;
  const { workers, optimiser } = workspace;
  const episodes = Array.from({ length: evaluation.trainingEpisodes }, (_, episode) => episode);
  const share = Math.ceil(episodes.length / workers.size);
  const player = sendable(versionOf(training, optimiser.arrays.parameters, standing.observations), workers);
  const episodeSeed = Random.from(seed, streams.evaluation).uint32();
  const work = split(episodes, share).map((part): [PlayRequest] => {
    return [{ player, stochastic: false, episodes: part, seed: episodeSeed }];
  });
  const played = (await workers.map('play', work, { label: `evaluation of ${plan.factory.name}` })).flat();
  const rewards = played.map(({ reward }) => reward);
  const mean = average(rewards);
  return {
    'eval/mean_reward': mean,
    'eval/std_reward': Math.sqrt(average(rewards.map((reward) => (reward - mean) ** 2))),
    'eval/mean_ep_length': average(played.map(({ length }) => length)),
  };
}

/**
 * Plays the present policy against every other version of the pool, as many games each, and fits the ratings of all to
 * these games and to those of before. Actions are drawn: from a few beginnings two deterministic policies would play
 * the same game over and over. No game is played twice in a training.
 */
async function rate(
  { training, plan, workspace }: Judge,
  { timesteps, updates, observations }: Standing,
  { pool, games }: SelfPlayStanding,
): Promise<{ games: Games[]; rating: Rating }> {
  const { seed, selfPlay } = training;
  const { workers, optimiser } = workspace;
  const player = sendable(versionOf(training, optimiser.arrays.parameters, observations), workers);
  const opponents = pool.filter((version) => version.timesteps !== timesteps);
  // In pairs, so that either side is played as often.
  const pairs = Math.max(Math.ceil(selfPlay!.ratingGames / 2), opponents.length);
  const work = opponents.flatMap((version, i) => {
    const count = 2 * (Math.floor((pairs * (i + 1)) / opponents.length) - Math.floor((pairs * i) / opponents.length));
    const opponent = versionOf(training, version.parameters, version.observations);
    const own = Random.from(seed, streams.rating, updates, i).uint32();
    const episodes = Array.from({ length: count }, (_, game) => game);
    // Even parts, whatever the number of workers: the sides alternate within a part.
    return split(episodes, 2 * Math.ceil(count / workers.size / 2)).map((part) => ({
      against: version.timesteps,
      request: { player, opponent, stochastic: true, episodes: part, seed: own },
    }));
  });
  const requests = work.map(({ request }): [PlayRequest] => [request]);
  const played = await workers.map('play', requests, { label: `rating of ${plan.factory.name}` });
  const own = opponents.map(({ timesteps: opponent }): Games => {
    const outcomes = played.flatMap((part, i) => (work[i]!.against === opponent ? part : []));
    const points = outcomes.reduce((sum, { outcome }) => sum + (1 + outcome) / 2, 0);
    return { player: timesteps, opponent, games: outcomes.length, points };
  });
  const all = [...games, ...own];
  const players = [...opponents.map((version) => version.timesteps), timesteps];
  return { games: all, rating: fitRatings(players, all).get(timesteps)! };
}

/** Parts of `size`, the last one perhaps smaller. */
function split<T>(list: readonly T[], size: number): T[][] {
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, i) => list.slice(i * size, (i + 1) * size));
}
