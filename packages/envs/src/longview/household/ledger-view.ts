import type { Books } from './books.ts';
import type { Household } from './household.ts';

/** What can be seen of many households, row by row: the books, and what follows from them. */
export interface LedgerView extends Omit<Books, 'households'> {
  /** The household of each row. */
  readonly households: readonly Household[];
  /** The balances together, before tax. */
  wealth(row: number): number;
  /** What income and pensions of the row's year leave after tax and debt service; negative if debts are more. */
  netIncome(row: number): number;
  /** What could be spent if `withdrawal` were taken out of the accounts: `netIncome` and the withdrawal after tax. */
  spendable(row: number, withdrawal: number): number;
}
