import type { Interval } from '@longplay/runtime';

/** Quantiles of each year. */
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
  /** The share of paths on which essential spending, essential goals and debts were always paid; 95 % by Wilson. */
  readonly success: Interval;
  /** Wealth before tax at the start of each year, and at the end of the last, of those who live then. */
  readonly wealth: Percentiles;
  readonly nominalWealth: Percentiles;
  /** Spending on living in each year, of those who live. */
  readonly consumption: Percentiles;
  /** What is left at the end of each life or of the plan, debts paid. */
  readonly estate: { readonly p10: number; readonly p50: number; readonly p90: number };
  /** Essential money that was not there, in all of a life: the mean over all paths, and over those that are short. */
  readonly shortfall: { readonly mean: number; readonly whenShort: number };
  /** Discounted utility of a life, estate included. */
  readonly expectedUtility: { readonly mean: number; readonly standardError: number };
  /**
   * The share of desired spending that, spent in every year of life, has the expected utility, that of estates left
   * out: what the strategy is worth, risk and goals included. Always finite; see `certaintyEquivalent` for the greatest.
   */
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
  /**
   * The share of paths on which the household lives, at the start of each year and at the end of the last. Years that
   * nobody lives to see are left out, here and in all percentiles.
   */
  readonly alive: readonly number[];
  readonly strategies: readonly StrategyResult[];
}
