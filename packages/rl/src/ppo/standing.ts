import { Random } from '@longplay/runtime';
import { initialParameters } from '../model/initialise.ts';
import { noRewards, type RewardStatistics } from './advantages.ts';
import { observationMoments, spaceToJson, type PpoState } from './checkpoint.ts';
import type { EnvironmentState } from './collector.ts';
import type { EpisodeSummary } from './metrics.ts';
import type { Games, Rating } from '../self-play/rating.ts';
import type { Version } from '../self-play/pool.ts';
import type { PpoPlan, PpoTraining } from './plan.ts';
import { noSamples, type Moments } from './running-statistics.ts';
import { streams } from './streams.ts';

/** What the optimiser keeps, flat. */
export interface OptimiserArrays {
  readonly parameters: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** Where a training stands between two updates, beside what the optimiser keeps. */
export interface Standing {
  readonly timesteps: number;
  readonly updates: number;
  /** Steps of Adam. */
  readonly adamSteps: number;
  readonly episodes: number;
  /** The last episodes, the newest last. */
  readonly recent: readonly EpisodeSummary[];
  /** The best mean reward of the evaluations so far; with self-play the best rating. */
  readonly best: number | null;
  /** The update before which each health warning is not repeated. */
  readonly quietUntil: Readonly<Record<string, number>>;
  readonly observations: Moments;
  readonly rewards: RewardStatistics;
  readonly environments: readonly EnvironmentState[];
  /** null: no self-play. */
  readonly selfPlay: SelfPlayStanding | null;
}

/** Where self-play stands. */
export interface SelfPlayStanding {
  /** The oldest first: that of the beginning. */
  readonly pool: readonly Version[];
  /** What versions of the pool have played against each other, each by its timesteps. */
  readonly games: readonly Games[];
  /** At the last evaluation. */
  readonly rating: Rating | null;
}

/** The parameters at the beginning of a training. */
export function firstParameters({ seed, policy }: PpoTraining, { shape }: PpoPlan): Float32Array {
  const { orthogonal, logStd } = policy;
  return initialParameters(shape, Random.from(seed, streams.parameters), { orthogonal, logStd });
}

/** The beginning of a training, whose environments stand as told: its parameters are the first version of a pool. */
export function firstStanding(
  { selfPlay }: PpoTraining,
  { shape, agents }: PpoPlan,
  parameters: Float32Array,
  states: readonly EnvironmentState[],
): Standing {
  const observations = noSamples(shape.observation);
  const first = { timesteps: 0, parameters: parameters.slice(), observations };
  return {
    timesteps: 0,
    updates: 0,
    adamSteps: 0,
    episodes: 0,
    recent: [],
    best: null,
    quietUntil: {},
    observations,
    rewards: noRewards(agents),
    environments: states,
    selfPlay: selfPlay === undefined ? null : { pool: [first], games: [], rating: null },
  };
}

export function standingOf(state: PpoState): Standing {
  const { updates, adamSteps, episodes, recent, best, quietUntil, rewards, environments } = state.header;
  const { count, mean, squares, discounted } = rewards;
  return {
    timesteps: state.step,
    updates,
    adamSteps,
    episodes,
    recent,
    best,
    quietUntil,
    observations: observationMoments(state),
    rewards: {
      moments: { count, mean: Float64Array.of(mean), squares: Float64Array.of(squares) },
      discounted: Float64Array.from(discounted),
    },
    environments,
    selfPlay: selfPlayOf(state),
  };
}

function selfPlayOf({ header, arrays }: PpoState): SelfPlayStanding | null {
  if (header.selfPlay === null) return null;
  const { versions, games, rating } = header.selfPlay;
  const part = <T extends Float32Array | Float64Array>(array: T, i: number) => {
    const size = array.length / versions.length;
    return array.slice(i * size, (i + 1) * size) as T;
  };
  const pool = versions.map(({ timesteps, observations: count }, i): Version => {
    const mean = part(arrays.poolMeans, i);
    const squares = part(arrays.poolSquares, i);
    return { timesteps, parameters: part(arrays.poolParameters, i), observations: { count, mean, squares } };
  });
  return { pool, games, rating };
}

/** The same where all environments start new episodes: these have no rewards yet. */
export function withNewEpisodes(standing: Standing): Standing {
  const { moments, discounted } = standing.rewards;
  return { ...standing, rewards: { moments, discounted: new Float64Array(discounted.length) } };
}

/** What a checkpoint holds. */
export function stateOf(training: PpoTraining, plan: PpoPlan, standing: Standing, arrays: OptimiserArrays): PpoState {
  const { timesteps, updates, adamSteps, episodes, recent, best, quietUntil, observations, rewards } = standing;
  const { environments, selfPlay } = standing;
  const pool = selfPlay?.pool ?? [];
  const { moments, discounted } = rewards;
  const { normalization } = training;
  return {
    step: timesteps,
    arrays: {
      ...arrays,
      observationMean: observations.mean,
      observationSquares: observations.squares,
      poolParameters: joined(Float32Array, pool.map(({ parameters }) => parameters)), // prettier-ignore
      poolMeans: joined(Float64Array, pool.map((version) => version.observations.mean)), // prettier-ignore
      poolSquares: joined(Float64Array, pool.map((version) => version.observations.squares)), // prettier-ignore
    },
    header: {
      environment: plan.factory.name,
      environmentOptions: plan.evaluated.options as PpoState['header']['environmentOptions'],
      observationSpace: spaceToJson(plan.layout.observationSpace),
      actionSpace: spaceToJson(plan.layout.actionSpace),
      teams: [...plan.layout.teams],
      shape: plan.shape as PpoState['header']['shape'],
      updates,
      adamSteps,
      episodes,
      recent: [...recent],
      best,
      quietUntil: { ...quietUntil },
      observations: { normalized: normalization.observations, clip: normalization.clip, count: observations.count },
      rewards: {
        count: moments.count,
        mean: moments.mean[0]!,
        squares: moments.squares[0]!,
        discounted: [...discounted],
      },
      environments: environments as PpoState['header']['environments'],
      selfPlay: selfPlay && {
        versions: pool.map((version) => ({ timesteps: version.timesteps, observations: version.observations.count })),
        games: [...selfPlay.games],
        rating: selfPlay.rating,
      },
    },
  };
}

/** Arrays of one length, one after the other. */
function joined<T extends Float32Array | Float64Array>(kind: new (length: number) => T, arrays: readonly T[]): T {
  const size = arrays[0]?.length ?? 0;
  const all = new kind(arrays.length * size);
  for (const [i, array] of arrays.entries()) all.set(array, i * size);
  return all;
}
