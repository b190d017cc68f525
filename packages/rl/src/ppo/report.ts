import type { CollectTimes } from './collector.ts';
import { healthyBounds } from './dashboard.ts';
import { average, explainedVariance, rewardPartMeans } from './metrics.ts';
import type { RolloutBuffer } from './rollout-buffer.ts';
import type { Standing } from './standing.ts';
import type { UpdateRequest, UpdateResult } from './update.ts';

/** Seconds of an update by what they were spent on; together they are all of it. */
export interface Phases {
  /** Choosing actions, and writing everything down. */
  readonly rollout: number;
  /** The networks' forward passes in the rollout. */
  readonly inference: number;
  /** The environments' own steps. */
  readonly environment: number;
  /** Gradients and optimiser. */
  readonly update: number;
  /** Waiting for the slowest worker, and messages. */
  readonly wait: number;
  /** Advantages, statistics. */
  readonly other: number;
}

/**
 * Splits the wall time of an update.
 *
 * @param total - seconds of all of it.
 * @param collect - seconds of the rollout, as the trainer saw it.
 * @param update - seconds of the gradient steps.
 * @param times - the rollout as each worker saw it.
 */
export function phasesOf(total: number, collect: number, update: number, times: readonly CollectTimes[]): Phases {
  const mean = (name: keyof CollectTimes) => average(times.map((time) => time[name]));
  const [busy, inference, environment] = [mean('total'), mean('inference'), mean('environment')];
  return {
    rollout: busy - inference - environment,
    inference,
    environment,
    update,
    wait: Math.max(0, collect - busy),
    other: Math.max(0, total - collect - update),
  };
}

/** The phases with each time changed. */
export function mapPhases(phases: Phases, f: (seconds: number, name: keyof Phases) => number): Phases {
  const names = ['rollout', 'inference', 'environment', 'update', 'wait', 'other'] as const;
  return Object.fromEntries(names.map((name) => [name, f(phases[name], name)])) as unknown as Phases;
}

/** Each phase's share of an update, for the log. */
export function profileLine(update: number, phases: Phases): string {
  const total = Object.values(phases).reduce((sum: number, seconds: number) => sum + seconds, 0);
  const shares = Object.entries(phases).map(([name, seconds]) => `${name} ${((100 * seconds) / total).toFixed(0)} %`);
  return `update ${update}, ${(1000 * total).toFixed(1)} ms: ${shares.join(', ')}`;
}

/** Every scalar of an update, by its tag. */
export function measure(
  buffer: RolloutBuffer,
  standing: Standing,
  request: Omit<UpdateRequest, 'parties'>,
  result: UpdateResult,
  phases: Phases,
  rewardParts: readonly string[],
  deviations: Float32Array | undefined,
): Record<string, number> {
  const { values, returns, rewards } = buffer;
  const seconds = Object.values(phases).reduce((sum: number, part: number) => sum + part, 0);
  const episodes: Record<string, number> =
    standing.recent.length === 0
      ? {} // no episode has ended yet
      : {
          'rollout/ep_rew_mean': average(standing.recent.map(([reward]) => reward)),
          'rollout/ep_len_mean': average(standing.recent.map(([, length]) => length)),
        };
  return {
    ...episodes,
    ...rewardPartMeans(buffer, rewardParts),
    ...(rewardParts.length > 0 ? { 'reward/total_mean': average(rewards.data) } : {}),
    'train/clip_fraction': result.clipFraction,
    'train/kl_divergence': result.approximateKl,
    'train/learning_rate': request.learningRate,
    'train/clip_range': request.clip,
    'train/entropy_coef': request.entropyCoefficient,
    'train/grad_norm': result.gradientNorm,
    'train/policy_loss': result.policyLoss,
    'train/value_loss': result.valueLoss,
    'train/entropy': result.entropy,
    'train/explained_variance': explainedVariance(values.data, returns.data),
    ...(deviations === undefined ? {} : { 'train/std': average(deviations.map(Math.exp)) }),
    ...healthyBounds,
    'time/fps': rewards.data.length / seconds,
    ...Object.fromEntries(Object.entries(phases).map(([name, part]) => [`time/${name}`, part / seconds])),
  };
}
