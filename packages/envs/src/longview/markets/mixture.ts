/**
 * Log growth that is normal, given a regime and a scale: x = mu + w L z. One regime and no scales is the lognormal market,
 * two regimes between which a path moves from step to step make crises that last, and a scale drawn anew in every step
 * makes fat tails.
 */
export interface Mixture {
  /** The assets and inflation. */
  readonly series: number;
  /** One or two. */
  readonly regimes: readonly Regime[];
  /** [regimes] The probability to go to the other regime after a step; [0] where there is one. */
  readonly leave: readonly number[];
  /** The probability to begin in the second regime. */
  readonly second: number;
  /** The values of w, equally likely; undefined where it is always 1. Only with one regime. */
  readonly scales: Float64Array | undefined;
}

/** Normal log growth. */
export interface Regime {
  /** [series] */
  readonly mu: Float64Array;
  /** [series, series] Lower triangular: L of x = mu + L z. */
  readonly factor: Float64Array;
}

/** How many scales a mixture has: 12 bits of a word choose one. */
export const scaleCount = 4096;
