/** A rate of tax on the income from a yearly amount on, up to where the next bracket begins. */
export interface Bracket {
  readonly from: number;
  readonly rate: number;
}

/**
 * A progressive tax, piecewise linear and so exactly invertible: the income that leaves a given amount is found without
 * a search, which is what grossing up a withdrawal takes.
 *
 * @example
 * const tax = new IncomeTax([{ from: 0, rate: 0 }, { from: 10_000, rate: 0.2 }, { from: 50_000, rate: 0.5 }]);
 * tax.afterTax(60_000); // => 47000
 * tax.incomeFor(47_000); // => 60000
 */
export class IncomeTax {
  readonly #from: Float64Array;
  /** What is kept of the next coin in each bracket. */
  readonly #kept: Float64Array;
  /** What an income at the bracket's beginning leaves. */
  readonly #net: Float64Array;

  /** @param brackets - in ascending order, the first from 0, rates below 1; none: no tax. */
  constructor(brackets: readonly Bracket[]) {
    const list = brackets.length === 0 ? [{ from: 0, rate: 0 }] : brackets;
    this.#from = Float64Array.from(list, ({ from }) => from);
    this.#kept = Float64Array.from(list, ({ rate }) => 1 - rate);
    this.#net = new Float64Array(list.length);
    for (let i = 1; i < list.length; i++) {
      this.#net[i] = this.#net[i - 1]! + this.#kept[i - 1]! * (this.#from[i]! - this.#from[i - 1]!);
    }
  }

  /** What is left of a yearly income of at least 0. */
  afterTax(income: number): number {
    let i = this.#from.length - 1;
    while (i > 0 && income < this.#from[i]!) i--;
    return this.#net[i]! + (income - this.#from[i]!) * this.#kept[i]!;
  }

  /** The yearly income that leaves `net`, at least 0: the inverse of `afterTax`. */
  incomeFor(net: number): number {
    let i = this.#net.length - 1;
    while (i > 0 && net < this.#net[i]!) i--;
    return this.#from[i]! + (net - this.#net[i]!) / this.#kept[i]!;
  }
}
