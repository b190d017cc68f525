/** A mean and the ends of its 95 % confidence interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Quantiles at the start of each year, over the paths on which the household lives then. */
export interface Percentiles {
  readonly p10: readonly number[];
  readonly p25: readonly number[];
  readonly p50: readonly number[];
  readonly p75: readonly number[];
  readonly p90: readonly number[];
}

/** How one strategy did. Money is real (of today) except where a name says nominal. */
export interface StrategyResult {
  readonly name: string;
  /** The share of paths on which essential spending and essential goals were always met. */
  readonly success: Interval;
  /** Wealth at the start of each year, year 0 first, and at the end of the last: years + 1 numbers each. */
  readonly wealth: Percentiles;
  readonly nominalWealth: Percentiles;
  /** Spending on living in each year. */
  readonly consumption: Percentiles;
  /** What was left at death or at the end of the plan, debts paid. */
  readonly estate: { readonly p10: number; readonly p50: number; readonly p90: number };
  /** Essential money that was not there over a life: on average, and on average over the paths on which any was missing. */
  readonly shortfall: { readonly mean: number; readonly whenAny: number };
  readonly expectedUtility: { readonly mean: number; readonly standardError: number };
  /** The constant share of desired spending whose utility is the expected one. */
  readonly certaintyEquivalent: number;
  /** [paths] Discounted utility of each life: for paired comparisons. */
  readonly utilities: Float64Array;
  /** [paths] 1 where the path was a success. */
  readonly successes: Uint8Array;
}

/** What `simulate` answers. */
export interface Simulation {
  readonly paths: number;
  readonly seed: number;
  /** [years + 1] The share of paths on which the household lives. */
  readonly alive: readonly number[];
  readonly strategies: readonly StrategyResult[];
}

/** Options of `simulate`. */
export interface SimulateOptions {
  readonly paths: number;
  readonly seed: number;
  /** 1: this thread (the default); 0 or 'auto': every core. The result is the same. */
  readonly workers?: number | 'auto';
}
