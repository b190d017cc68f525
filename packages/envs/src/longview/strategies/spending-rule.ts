import type { Household } from '../household/household.ts';
import type { LedgerView } from '../household/ledger-view.ts';

/**
 * What a row spends in a year of retirement. Rules of withdrawal say what is taken out of the accounts before tax; what
 * is spent is that after tax, and all of income and pensions.
 */
export type SpendingRule = (row: number, year: number, ledger: LedgerView) => number;

/** What a rule knows when it begins. */
export interface SpendingContext {
  readonly household: Household;
  readonly rows: number;
  /** The real return that the portfolio of a year is expected to have. */
  readonly expectedReturn: (year: number) => number;
}

/** What can be spent if so much is taken out of the accounts. */
export const spendingFrom = (row: number, withdrawal: number, ledger: LedgerView): number =>
  Math.max(ledger.spendable(row, withdrawal), 0);
