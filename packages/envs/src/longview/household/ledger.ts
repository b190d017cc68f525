import type { Household } from './household.ts';

/** What strategies see of many households, row by row. Money is real (of today). */
export interface LedgerView {
  readonly rows: number;
  /** The household of each row. */
  readonly households: readonly Household[];
  /** [rows] The year that the next decision is for. */
  readonly year: Int32Array;
  /** [rows] 1 while there are decisions to take. */
  readonly alive: Uint8Array;
  /** [rows] */
  readonly taxable: Float64Array;
  /** [rows] What the taxable holdings were bought for, in money of today: inflation makes it less. */
  readonly basis: Float64Array;
  /** [rows] */
  readonly deferred: Float64Array;
  /** [rows] */
  readonly exempt: Float64Array;
  /** [rows] Nominal money for one of today. */
  readonly priceIndex: Float64Array;
  /** [rows] Results of the last year: spent on living. */
  readonly consumption: Float64Array;
  /** [rows] Taxes paid, on income and on gains. */
  readonly tax: Float64Array;
  /** [rows] Paid into the accounts less taken out of them, before growth. */
  readonly saving: Float64Array;
  /** [rows] Paid for goals. */
  readonly goalsPaid: Float64Array;
  /** [rows] Essential spending, essential goals and debt service that were not paid. */
  readonly shortfall: Float64Array;
  /** [rows] 1 once there was a shortfall. */
  readonly failed: Uint8Array;
  /** [rows] The utility of the last year, not discounted. */
  readonly utility: Float64Array;
  /** Taxable, deferred and exempt together, before tax. */
  wealth(row: number): number;
  /** What is left of income and pensions of the row's year after tax and debts: what can be spent without savings. */
  netIncome(row: number): number;
  /** What could be spent if `withdrawal` were taken out of the accounts: `netIncome` plus the withdrawal after tax. */
  spendable(row: number, withdrawal: number): number;
}

/** Many households, moved a year at a time; rows do not know each other. */
export interface Ledger extends LedgerView {
  /** Puts a household at its first year into a row. It takes decisions for `lifetime` years, at most `household.years`. */
  begin(row: number, household: Household, lifetime?: number): void;
  /** Copies a row of another ledger (or of this one): its household, year and money. */
  copy(from: LedgerView, fromRow: number, row: number): void;
  /**
   * Moves a row one year.
   *
   * @param spending - wanted for living this year, real.
   * @param growth - the nominal growth factor of the portfolio over the year.
   * @param inflation - the growth factor of prices over the year.
   */
  step(row: number, spending: number, growth: number, inflation: number): void;
}
