import { loadEnvironment } from '@longplay/envs';
import { ConfigurationError, wilsonInterval, type Interval } from '@longplay/runtime';
import type { BackendName } from '../backends/backend.ts';
import { chooseBackend } from '../backends/choose.ts';
import { loadCheckpoint, type PpoState } from '../ppo/checkpoint.ts';
import { openActor } from '../ppo/evaluate.ts';
import { playEpisodes } from '../ppo/play-episodes.ts';
import { standingOf } from '../ppo/standing.ts';

/** Which policies play each other, and how. */
export interface HeadToHead {
  /** The checkpoint's file of the policy that is judged; the games are played in its environment. */
  readonly checkpoint: string;
  /** That of its opponent. */
  readonly opponent: string;
  /**
   * Takes an older version out of the pool of the opponent's checkpoint, by its place: 0 is the first, -1 the newest.
   * Default: the policy of the checkpoint itself.
   */
  readonly opponentVersion?: number | undefined;
  readonly games: number;
  /** One random stream for each agent of each game, under this seed. */
  readonly seed: number;
  /** Draws actions. Default true: two deterministic policies play one game again wherever it begins alike. */
  readonly stochastic?: boolean;
  /** What computes the networks. Default 'auto'. */
  readonly backend?: BackendName | 'auto';
  /** Told after each game how many have ended. */
  readonly onProgress?: ((ended: number) => void) | undefined;
}

/** How the games came out for the policy that is judged. */
export interface HeadToHeadResult {
  readonly games: number;
  readonly wins: number;
  readonly draws: number;
  readonly losses: number;
  /** Points of a game, of which a draw is 1/2. */
  readonly winShare: Interval;
  /** Raw sums of a game; where the policy has several agents, their mean. */
  readonly rewards: Float64Array;
  /** Steps. */
  readonly lengths: Float64Array;
}

/**
 * Plays games of one policy against another, whose statistics are frozen; the sides alternate.
 *
 * @throws ConfigurationError when the policies cannot play each other, or there is no such version; SnapshotError when a
 * file is damaged or no PPO checkpoint
 *
 * @example
 * const run = 'runs/soccer/checkpoints/final.safetensors';
 * const { winShare } = await headToHead({ checkpoint: run, opponent: run, opponentVersion: 0, games: 200, seed: 1 });
 */
export async function headToHead(match: HeadToHead): Promise<HeadToHeadResult> {
  const { checkpoint, opponent, opponentVersion, games, seed, stochastic = true, backend = 'auto', onProgress } = match;
  const state = await loadCheckpoint(checkpoint);
  const loaded = await loadCheckpoint(opponent);
  const other = opponentVersion === undefined ? loaded : versionOfPool(loaded, opponentVersion);
  expectEqualGames(state, other);
  const { environment, environmentOptions } = state.header;
  const factory = await loadEnvironment(environment, environmentOptions);
  const chosen = await chooseBackend(backend);
  await using own = await openActor(chosen, state);
  await using rival = await openActor(chosen, other);
  const numbers = Array.from({ length: games }, (_, game) => game);
  const options = { player: own, opponent: rival, stochastic, onProgress };
  const played = await playEpisodes(factory, options, numbers, seed);
  const count = (outcome: number) => played.filter((game) => game.outcome === outcome).length;
  const [wins, draws, losses] = [count(1), count(0), count(-1)];
  return {
    games,
    wins,
    draws,
    losses,
    winShare: wilsonInterval(wins + draws / 2, games),
    rewards: Float64Array.from(played, ({ reward }) => reward),
    lengths: Float64Array.from(played, ({ length }) => length),
  };
}

/** The checkpoint as it would be of an older version of its pool. */
function versionOfPool(state: PpoState, place: number): PpoState {
  const pool = standingOf(state).selfPlay?.pool ?? [];
  const version = pool.at(place);
  if (version === undefined) {
    throw new ConfigurationError(`the opponent's checkpoint has no version ${place}: it keeps ${pool.length}`, {
      cure: pool.length === 0 ? 'take a checkpoint of a run with selfPlay' : `count from 0 to ${pool.length - 1}`,
    });
  }
  const { parameters, observations } = version;
  const { arrays, header } = state;
  return {
    ...state,
    arrays: { ...arrays, parameters, observationMean: observations.mean, observationSquares: observations.squares },
    header: { ...header, observations: { ...header.observations, count: observations.count } },
  };
}

/** @throws ConfigurationError unless both policies see and do the same in games of two teams */
function expectEqualGames({ header: own }: PpoState, { header: other }: PpoState): void {
  if (new Set(own.teams).size !== 2) {
    throw new ConfigurationError(
      `${own.environment} is no game of two teams: its agents are in the teams [${own.teams.join(', ')}]`,
      { cure: 'evaluate without an opponent' },
    );
  }
  const differences = [
    ['environments', own.environment, other.environment],
    ['observations of so many numbers', own.shape.observation, other.shape.observation],
    ['actions', own.shape.head, other.shape.head],
    ['teams', own.teams, other.teams],
  ] as const;
  for (const [what, mine, theirs] of differences) {
    const [a, b] = [JSON.stringify(mine), JSON.stringify(theirs)];
    if (a === b) continue;
    throw new ConfigurationError(`the policies cannot play each other: ${what}: ${a}, and the opponent ${b}`, {
      cure: 'take an opponent that was trained in the same environment with the same options',
    });
  }
}
