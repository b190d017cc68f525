import { Random } from '@longplay/runtime';
import { initialParameters } from '../model/initialise.ts';
import { noRewards, type RewardStatistics } from './advantages.ts';
import { observationMoments, spaceToJson, type PpoState } from './checkpoint.ts';
import type { EnvironmentState } from './collector.ts';
import type { EpisodeSummary } from './metrics.ts';
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
  /** The best mean reward of the evaluations so far. */
  readonly best: number | null;
  /** The update before which each health warning is not repeated. */
  readonly quietUntil: Readonly<Record<string, number>>;
  readonly observations: Moments;
  readonly rewards: RewardStatistics;
  readonly environments: readonly EnvironmentState[];
}

/** The parameters at the beginning of a training. */
export function firstParameters({ seed, policy }: PpoTraining, { shape }: PpoPlan): Float32Array {
  const { orthogonal, logStd } = policy;
  return initialParameters(shape, Random.from(seed, streams.parameters), { orthogonal, logStd });
}

/** The beginning of a training, whose environments stand as told. */
export function firstStanding(
  { environments }: PpoTraining,
  { shape }: PpoPlan,
  states: readonly EnvironmentState[],
): Standing {
  return {
    timesteps: 0,
    updates: 0,
    adamSteps: 0,
    episodes: 0,
    recent: [],
    best: null,
    quietUntil: {},
    observations: noSamples(shape.observation),
    rewards: noRewards(environments),
    environments: states,
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
  };
}

/** The same where all environments start new episodes: these have no rewards yet. */
export function withNewEpisodes(standing: Standing): Standing {
  const { moments, discounted } = standing.rewards;
  return { ...standing, rewards: { moments, discounted: new Float64Array(discounted.length) } };
}

/** What a checkpoint holds. */
export function stateOf(training: PpoTraining, plan: PpoPlan, standing: Standing, arrays: OptimiserArrays): PpoState {
  const { timesteps, updates, adamSteps, episodes, recent, best, quietUntil, observations, rewards, environments } =
    standing;
  const { moments, discounted } = rewards;
  const { normalization, environmentOptions } = training;
  return {
    step: timesteps,
    arrays: { ...arrays, observationMean: observations.mean, observationSquares: observations.squares },
    header: {
      environment: plan.factory.name,
      environmentOptions,
      observationSpace: spaceToJson(plan.layout.observationSpace),
      actionSpace: spaceToJson(plan.layout.actionSpace),
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
    },
  };
}
