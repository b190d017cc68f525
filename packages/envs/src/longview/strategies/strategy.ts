import type { Household } from '../household/household.ts';
import type { LedgerView } from '../household/ledger-view.ts';
import type { Market } from '../markets/market.ts';

/** Where a strategy writes what it decides for each row. */
export interface Decisions {
  /** [rows] Spending wanted this year, real. */
  readonly spending: Float64Array;
  /** [rows * assets] Shares of the portfolio, in the order of the market's assets; each row sums to one. */
  readonly allocation: Float64Array;
}

/** A strategy at work on the paths of one household: it may remember things about each row. */
export interface Decider {
  /** Decides for every row of the ledger; those no longer alive do not matter. All rows are in the same year. */
  decide(year: number, ledger: LedgerView, out: Decisions): void | Promise<void>;
}

/** How a household decides. */
export interface Strategy {
  readonly name: string;
  /** The strategy as data, from which `strategyOf` makes it again: what is sent to workers. Without it, it stays here. */
  readonly description?: StrategyDescription;
  /** Begins with `count` rows at year 0. */
  start(household: Household, market: Market, count: number): Decider;
}

/** A strategy as data: its name and options. */
export type StrategyDescription = Readonly<Record<string, unknown>> & { readonly name: string };
