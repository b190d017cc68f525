/**
 * Observations and rewards on a common scale, by running statistics, with the formulas of VecNormalize [0]. For loops
 * of your own: a trainer of this project normalises by itself, with statistics that all environments share and that
 * its checkpoints hold.
 *
 * [0] https://github.com/DLR-RM/stable-baselines3/blob/master/stable_baselines3/common/vec_env/vec_normalize.py
 */
import type { Env, Info } from '../env.ts';
import { flatSize, flatten } from '../flatten.ts';
import { RunningStatistics, type RunningStatisticsState } from '../running-statistics.ts';
import { box, type SpaceValue } from '../spaces.ts';
import { wrap } from './wrap.ts';

/** Keeps a variance of 0 from dividing. */
const EPSILON = 1e-8;
/** Normalised numbers are clipped to this, either side. */
const CLIP = 10;

const clip = (x: number) => Math.max(-CLIP, Math.min(CLIP, x));

/**
 * Shows observations, flattened, with a mean of 0 and a variance of 1 over all that were seen so far.
 *
 * @example
 * const env = normalizeObservation(make('CartPole-v1'));
 * env.observationSpace; // => box(-10, 10, 4)
 */
export function normalizeObservation<Action extends SpaceValue>(
  env: Env<SpaceValue, Action>,
): Env<Float32Array, Action> {
  const size = flatSize(env.observationSpace);
  const statistics = new RunningStatistics(size);
  const normalize = (observation: SpaceValue) => {
    const row = new Float32Array(size);
    flatten(env.observationSpace, observation, row);
    statistics.update(row);
    const { mean, variance } = statistics;
    return row.map((value, i) => clip((value - mean[i]!) / Math.sqrt(variance[i]! + EPSILON)));
  };
  return wrap<Float32Array, Action, RunningStatisticsState>(
    env,
    {
      observationSpace: box(-CLIP, CLIP, size),
      reset(options) {
        const result = env.reset(options);
        return { ...result, observation: normalize(result.observation) };
      },
      step(action) {
        const result = env.step(action);
        return { ...result, observation: normalize(result.observation) };
      },
    },
    { save: () => statistics.state(), load: (saved) => statistics.restore(saved) },
  );
}

/** Options of `normalizeReward`. */
export interface NormalizeRewardOptions {
  /** The discount of the return that the rewards are measured by. */
  readonly gamma: number;
}

interface RewardState {
  readonly statistics: RunningStatisticsState;
  readonly discounted: number;
}

/**
 * Divides rewards, and their parts, by the standard deviation of the discounted return so far.
 *
 * @throws RangeError when gamma is not in [0, 1]
 *
 * @example
 * const env = normalizeReward(make('Pendulum-v1'), { gamma: 0.99 });
 */
export function normalizeReward<Observation extends SpaceValue, Action extends SpaceValue>(
  env: Env<Observation, Action>,
  { gamma }: NormalizeRewardOptions,
): Env<Observation, Action> {
  if (!(gamma >= 0 && gamma <= 1)) throw new RangeError(`gamma is in [0, 1]; got ${gamma}`);
  const statistics = new RunningStatistics(1);
  let discounted = 0;
  return wrap<Observation, Action, RewardState>(
    env,
    {
      reset(options) {
        discounted = 0;
        return env.reset(options);
      },
      step(action) {
        const result = env.step(action);
        discounted = gamma * discounted + result.reward;
        statistics.update([discounted]);
        const scale = 1 / Math.sqrt(statistics.variance[0]! + EPSILON);
        const reward = clip(result.reward * scale);
        const factor = result.reward === 0 ? scale : reward / result.reward;
        return { ...result, reward, info: withScaledParts(result.info, factor) };
      },
    },
    {
      save: () => ({ statistics: statistics.state(), discounted }),
      load(saved) {
        statistics.restore(saved.statistics);
        discounted = saved.discounted;
      },
    },
  );
}

function withScaledParts(info: Info, factor: number): Info {
  if (info.rewardParts === undefined) return info;
  const scaled = Object.entries(info.rewardParts).map(([name, part]) => [name, part * factor]);
  return { ...info, rewardParts: Object.fromEntries(scaled) as Record<string, number> };
}
