import type { Household } from '../household/household.ts';
import type { LedgerView } from '../household/ledger-view.ts';
import type { Market } from '../markets/market.ts';
import type { StrategyDescription } from './strategy-description.ts';

/** Where a strategy writes what it decides for each row. */
export interface Decisions {
  /** [rows] Spending wanted this year, real, at least 0. */
  readonly spending: Float64Array;
  /** [rows, assets] Shares of the portfolio, in the order of the market's assets; each row sums to one. */
  readonly allocation: Float64Array;
}

/** A strategy at work on the paths of one household; it may remember things about each row. */
export interface Decider {
  /** Decides for every living row of a ledger whose rows are all in the same year. */
  decide(year: number, ledger: LedgerView, out: Decisions): void | Promise<void>;
}

/** How a household decides. */
export interface Strategy {
  /** For reports. */
  readonly name: string;
  /** The strategy as data, from which `strategyOf` makes it again in a worker. Without it, it stays in this thread. */
  readonly description?: StrategyDescription;
  /**
   * Begins with `count` rows at year 0. The rows are a part of all paths, and a decision for one must not depend on
   * the others.
   */
  start(household: Household, market: Market, count: number): Decider;
}
