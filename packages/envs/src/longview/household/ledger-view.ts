import type { Household } from './household.ts';

/** What can be seen of many households, row by row. Money is real (of today) unless a name says nominal. */
export interface LedgerView {
  readonly rows: number;
  /** The household of each row. */
  readonly households: readonly Household[];
  /** [rows] The year that the next decision is for. */
  readonly year: Int32Array;
  /** [rows] 1 while there are decisions to take. */
  readonly alive: Uint8Array;
  /** [rows] Balances of the accounts. */
  readonly taxable: Float64Array;
  readonly deferred: Float64Array;
  readonly exempt: Float64Array;
  /** [rows] What the taxable holdings were bought for; as a nominal amount it loses value with inflation. */
  readonly basis: Float64Array;
  /** [rows] Nominal money for one of today. */
  readonly priceIndex: Float64Array;
  /** [rows] Of the last year: spent on living. */
  readonly consumption: Float64Array;
  /** [rows] Of the last year: taxes, on income and on gains. */
  readonly tax: Float64Array;
  /** [rows] Of the last year: interest and repayment of debts. */
  readonly debtPaid: Float64Array;
  /** [rows] Of the last year: paid for goals. */
  readonly goalsPaid: Float64Array;
  /** [rows] Of the last year: paid into the accounts less taken out of them, before growth. */
  readonly saving: Float64Array;
  /** [rows] Of the last year: essential spending, essential goals and debt service that were not paid. */
  readonly shortfall: Float64Array;
  /** [rows] Of the last year: its utility, not discounted. The estate counts in the year after the last. */
  readonly utility: Float64Array;
  /** [rows] 1 once there was a shortfall. */
  readonly failed: Uint8Array;
  /** [rows] Where a life has ended: what is left, debts paid. */
  readonly estate: Float64Array;
  /** [rows] Where a life has ended: the utility of the estate, not discounted. */
  readonly estateUtility: Float64Array;
  /** The balances together, before tax. */
  wealth(row: number): number;
  /** What income and pensions of the row's year leave after tax and debt service; negative if debts are more. */
  netIncome(row: number): number;
  /** What could be spent if `withdrawal` were taken out of the accounts: `netIncome` and the withdrawal after tax. */
  spendable(row: number, withdrawal: number): number;
}
