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

  /** Sets all numbers of a row to 0. */
  protected clearRow(row: number): void {
    for (const name of columnNames) this[name][row] = 0;
  }

  /** Copies all numbers of a row into plain data. */
  protected saveRow(row: number): RowNumbers {
    const saved = columnNames.map((name) => [name, this[name][row]!] as const);
    return Object.fromEntries(saved) as RowNumbers;
  }

  /** Puts saved numbers into a row, bit for bit. */
  protected loadRow(row: number, saved: RowNumbers): void {
    for (const name of columnNames) this[name][row] = saved[name];
  }
}

/** The columns that hold numbers. */
type ColumnName = {
  [Name in keyof Books]: Books[Name] extends Int32Array | Uint8Array | Float64Array ? Name : never;
}[keyof Books];

/** The numbers of a row by their column. */
export type RowNumbers = Readonly<Record<ColumnName, number>>;

const columnNames = Object.entries(new Books(0))
  .filter(([, column]) => ArrayBuffer.isView(column))
  .map(([name]) => name as ColumnName);
