import type { Household } from './household.ts';

/** Something with rows; its columns are declared in a class that extends this one, which knows how long they are. */
class Table {
  readonly rows: number;

  constructor(rows: number) {
    this.rows = rows;
  }
}

/**
 * What is known of many households, one in each row of every column. Money is real (of today) unless a name says
 * nominal. Clearing, saving and loading follow the columns that are declared here, so that none can be forgotten.
 */
export class Books extends Table {
  /** The household of each row. */
  readonly households: Household[] = [];
  /** The year that the next decision is for. */
  readonly year = new Int32Array(this.rows);
  /** 1 while there are decisions to take. */
  readonly alive = new Uint8Array(this.rows);
  /** 1 once there was a shortfall. */
  readonly failed = new Uint8Array(this.rows);
  /** Balance of the taxable account. */
  readonly taxable = new Float64Array(this.rows);
  /** What the taxable holdings were bought for; as a nominal amount it loses value with inflation. */
  readonly basis = new Float64Array(this.rows);
  /** Balance of the deferred account. */
  readonly deferred = new Float64Array(this.rows);
  /** Balance of the exempt account. */
  readonly exempt = new Float64Array(this.rows);
  /** Nominal money for one of today. */
  readonly priceIndex = new Float64Array(this.rows);
  /** Of the last year: spent on living. */
  readonly consumption = new Float64Array(this.rows);
  /** Of the last year: taxes, on income and on gains. */
  readonly tax = new Float64Array(this.rows);
  /** Of the last year: interest and repayment of debts. */
  readonly debtPaid = new Float64Array(this.rows);
  /** Of the last year: paid for goals. */
  readonly goalsPaid = new Float64Array(this.rows);
  /** Of the last year: paid into the accounts less taken out of them, before growth. */
  readonly saving = new Float64Array(this.rows);
  /** Of the last year: essential spending, essential goals and debt service that were not paid. */
  readonly shortfall = new Float64Array(this.rows);
  /** Of the last year: its utility, not discounted. The estate counts in the year after the last. */
  readonly utility = new Float64Array(this.rows);
  /** Where a life has ended: what is left, debts paid. */
  readonly estate = new Float64Array(this.rows);
  /** Where a life has ended: the utility of the estate, not discounted. */
  readonly estateUtility = new Float64Array(this.rows);

  /** All that are declared above and hold numbers. */
  readonly #columns: readonly Column[] = Object.values(this).filter((value): value is Column =>
    ArrayBuffer.isView(value),
  );

  /** Sets all numbers of a row to 0. */
  protected clearRow(row: number): void {
    for (const column of this.#columns) column[row] = 0;
  }

  /** Copies all numbers of a row into plain data, in the order of the columns. */
  protected saveRow(row: number): number[] {
    return this.#columns.map((column) => column[row]!);
  }

  /**
   * Puts saved numbers into a row, bit for bit.
   *
   * @param saved - what may come from a file of another version
   * @throws RangeError for numbers of other columns than these
   */
  protected loadRow(row: number, saved: readonly number[] | undefined): void {
    const needed = this.#columns.length;
    if (saved?.length !== needed) {
      throw new RangeError(
        `a household's row has ${needed} numbers, and ${saved?.length ?? 0} were saved: another version has saved them. Begin a new run; evaluate and predict take the old one's policy as it is`,
      );
    }
    this.#columns.forEach((column, i) => (column[row] = saved[i]!));
  }
}

type Column = Int32Array | Uint8Array | Float64Array;
