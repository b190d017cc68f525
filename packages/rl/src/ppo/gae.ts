/**
 * Generalised advantage estimation (Schulman et al., "High-dimensional continuous control using generalized advantage
 * estimation", 2016, eq. 11-16), for one environment.
 */

/** How an episode ended at a step, if it did. A step that is both terminated and truncated counts as terminated. */
export const episodeEnd = { none: 0, terminated: 1, truncated: 2 } as const;

/** The steps of one environment in a rollout, in time order. */
export interface Trajectory {
  readonly rewards: ArrayLike<number>;
  /** Of the observations that were acted on. */
  readonly values: ArrayLike<number>;
  /** One of `episodeEnd` for each step. */
  readonly ends: ArrayLike<number>;
  /** The value of the last observation of an episode; read where it was truncated. */
  readonly finalValues: ArrayLike<number>;
  /** The value of the observation after the last step. */
  readonly lastValue: number;
}

/**
 * Advantages, and returns = advantages + values. A terminated episode is worth nothing further; a truncated one is worth
 * the value of its last observation, and in both cases nothing of the next episode reaches back.
 *
 * @param advantages written, one for each step.
 * @param returns written, one for each step.
 */
export function computeGae(
  { rewards, values, ends, finalValues, lastValue }: Trajectory,
  gamma: number,
  lambda: number,
  advantages: Float32Array,
  returns: Float32Array,
): void {
  let gae = 0;
  let nextValue = lastValue;
  for (let t = rewards.length - 1; t >= 0; t--) {
    const end = ends[t]!;
    if (end !== episodeEnd.none) {
      gae = 0;
      nextValue = end === episodeEnd.truncated ? finalValues[t]! : 0;
    }
    const delta = rewards[t]! + gamma * nextValue - values[t]!;
    gae = delta + gamma * lambda * gae;
    advantages[t] = gae;
    returns[t] = gae + values[t]!;
    nextValue = values[t]!;
  }
}
