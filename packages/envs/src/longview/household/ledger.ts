import { Books } from './books.ts';
import type { Household } from './household.ts';
import type { AccountName } from './profile.ts';
import type { LedgerView } from './ledger-view.ts';
import { consumptionUtility, estateUtility, goalsUtility, WANTED_GOAL_WEIGHT } from './utility.ts';

/** A sum that misses what is due by less than this share is rounding. */
const ROUNDING = 1e-9;

/** A row of a ledger between two years: the numbers of its columns, and the years that are lived, from the first. */
export interface SavedRow {
  readonly numbers: readonly number[];
  readonly lifetime: number;
}

/**
 * The books of many households, moved a year at a time; rows do not know each other. The order of a year:
 *
 * 1. Income and pensions come in, and are taxed; what is paid into the deferred account is deducted.
 * 2. Claims are met: debt service, essential spending, essential goals, the rest of the spending wanted, wanted goals.
 *    If income does not suffice, accounts are drawn on in the profile's order, each withdrawal with the tax it causes.
 *    If they do not suffice either, later claims get less. Debt service that nothing is left for is written off.
 * 3. What is left is saved: deferred, then exempt account up to their limits while there is earned income, then taxable.
 * 4. The accounts grow, all by the return of one portfolio; then prices rise.
 *
 * @example
 * const ledger = new Ledger(1);
 * ledger.begin(0, household({ age: 65, spending: { desired: 40_000 }, savings: { exempt: { balance: 1e6 } } }));
 * ledger.step(0, 40_000, 1.05, 1);
 * ledger.exempt[0]; // => 1008000
 */
export class Ledger extends Books implements LedgerView {
  /** [rows] Years that are lived: what no decision may know. */
  readonly #lifetime = new Int32Array(this.rows);

  /**
   * Puts a household into a row, at its first year.
   *
   * @param lifetime - years for which it decides, from 1 to `household.years`, the default.
   */
  begin(row: number, household: Household, lifetime = household.years): void {
    if (!(Number.isInteger(lifetime) && lifetime >= 1 && lifetime <= household.years)) {
      throw new RangeError(`the lifetime of a row is from 1 to ${household.years} years, and is ${lifetime}`);
    }
    const { taxable, deferred, exempt } = household.profile.savings;
    this.clearRow(row);
    this.households[row] = household;
    this.alive[row] = 1;
    this.#lifetime[row] = lifetime;
    this.taxable[row] = taxable.balance;
    this.basis[row] = taxable.basis ?? taxable.balance;
    this.deferred[row] = deferred.balance;
    this.exempt[row] = exempt.balance;
    this.priceIndex[row] = 1;
  }

  /** All that the future of a row depends on beside its household: plain data. */
  save(row: number): SavedRow {
    return { numbers: this.saveRow(row), lifetime: this.#lifetime[row]! };
  }

  /** Puts a saved row of a household into a row of this ledger, where it goes on bit for bit. */
  load(row: number, household: Household, saved: SavedRow): void {
    this.households[row] = household;
    this.loadRow(row, saved.numbers);
    this.#lifetime[row] = saved.lifetime;
  }

  wealth(row: number): number {
    return this.taxable[row]! + this.deferred[row]! + this.exempt[row]!;
  }

  netIncome(row: number): number {
    const { incomeTax, nominalDebtService } = this.households[row]!;
    const service = nominalDebtService[this.year[row]!]! / this.priceIndex[row]!;
    return incomeTax.afterTax(this.#income(row)) - service;
  }

  spendable(row: number, withdrawal: number): number {
    const { incomeTax, profile } = this.households[row]!;
    const income = this.#income(row);
    let left = withdrawal;
    let afterTax = this.netIncome(row);
    for (const account of profile.withdrawalOrder) {
      const taken = Math.min(left, this[account][row]!);
      left -= taken;
      if (account === 'taxable') afterTax += taken * (1 - this.#gainsTax(row));
      else if (account === 'exempt') afterTax += taken;
      else afterTax += incomeTax.afterTax(income + taken) - incomeTax.afterTax(income);
    }
    return afterTax;
  }

  /**
   * Moves a row one year.
   *
   * @param spending - wanted for living this year, real, at least 0.
   * @param growth - the nominal growth factor of the portfolio over the year, at least 0.
   * @param inflation - the growth factor of prices over the year, more than 0.
   * @throws RangeError when one of them is out of its range
   */
  step(row: number, spending: number, growth: number, inflation: number): void {
    if (!(spending >= 0 && spending < Infinity && growth >= 0 && growth < Infinity && inflation > 0)) {
      throw new RangeError(
        `a year takes spending and growth of at least 0 and inflation above 0; got ${spending}, ${growth}, ${inflation}`,
      );
    }
    const household = this.households[row]!;
    const year = this.year[row]!;
    const income = this.#income(row);
    const service = household.nominalDebtService[year]! / this.priceIndex[row]!;
    const goals = household.essentialGoals[year]! + household.wantedGoals[year]!;
    const claims = service + spending + goals;
    const net = household.incomeTax.afterTax(income);
    if (net >= claims) {
      this.#save(row, income, claims);
      this.#pay(row, spending, claims);
    } else {
      const before = this.wealth(row);
      const raised = this.#raise(row, income, claims - net);
      const taken = before - this.wealth(row);
      this.saving[row] = -taken;
      this.tax[row] = income + taken - net - raised;
      this.#pay(row, spending, net + raised);
    }
    this.#grow(row, growth / inflation, inflation);
  }

  /** Income and pensions of the row's year, before tax. */
  #income(row: number): number {
    const { income, indexedPension, nominalPension } = this.households[row]!;
    const year = this.year[row]!;
    return income[year]! + indexedPension[year]! + nominalPension[year]! / this.priceIndex[row]!;
  }

  /** The tax on a coin taken out of the taxable account: only gains are taxed, and losses do not count. */
  #gainsTax(row: number): number {
    const balance = this.taxable[row]!;
    const basis = this.basis[row]!;
    return balance > basis ? this.households[row]!.profile.tax.capitalGains * (1 - basis / balance) : 0;
  }

  /** Saves what an income leaves beyond the claims; they are at most what it leaves after tax. */
  #save(row: number, income: number, claims: number): void {
    const { incomeTax, income: earned, profile } = this.households[row]!;
    const { deferred, exempt } = profile.savings;
    const working = earned[this.year[row]!]!;
    // What is left before tax; rounding may leave a trifle less than nothing.
    const saved = Math.max(income - incomeTax.incomeFor(claims), 0);
    const toDeferred = working > 0 ? Math.min(deferred.limit, working, saved) : 0;
    const net = incomeTax.afterTax(income - toDeferred);
    const left = Math.max(net - claims, 0);
    const toExempt = working > 0 ? Math.min(exempt.limit, left) : 0;
    this.deferred[row]! += toDeferred;
    this.exempt[row]! += toExempt;
    this.taxable[row]! += left - toExempt;
    this.basis[row]! += left - toExempt;
    this.saving[row] = toDeferred + left;
    this.tax[row] = income - toDeferred - net;
  }

  /** Draws on the accounts until `needed` is there after tax, or they are empty; returns what is there. */
  #raise(row: number, income: number, needed: number): number {
    let raised = 0;
    const order = this.households[row]!.profile.withdrawalOrder;
    for (let i = 0; i < order.length && raised < needed; i++) {
      raised += this.#raiseFrom(order[i]!, row, income, needed - raised);
    }
    return raised;
  }

  #raiseFrom(account: AccountName, row: number, income: number, needed: number): number {
    const balance = this[account][row]!;
    if (balance === 0) return 0;
    const { incomeTax } = this.households[row]!;
    if (account === 'deferred') {
      const net = incomeTax.afterTax(income);
      const taken = Math.min(Math.max(incomeTax.incomeFor(net + needed) - income, 0), balance);
      this.deferred[row]! -= taken;
      return taken === balance ? incomeTax.afterTax(income + taken) - net : needed;
    }
    const kept = account === 'taxable' ? 1 - this.#gainsTax(row) : 1;
    const taken = Math.min(needed / kept, balance);
    if (account === 'taxable') this.basis[row]! *= 1 - taken / balance;
    this[account][row]! -= taken;
    return taken === balance ? taken * kept : needed;
  }

  /** Meets the claims in their order with what is there, at most all of them, and judges the year. */
  #pay(row: number, spending: number, available: number): void {
    const household = this.households[row]!;
    const { riskAversion } = household.profile;
    const year = this.year[row]!;
    const service = household.nominalDebtService[year]! / this.priceIndex[row]!;
    const essential = household.essential[year]!;
    const essentialGoals = household.essentialGoals[year]!;
    const wantedGoals = household.wantedGoals[year]!;
    const desired = household.desired[year]!;

    let left = available;
    const debtPaid = Math.min(service, left);
    left -= debtPaid;
    const toEssential = Math.min(spending, essential, left);
    left -= toEssential;
    const toEssentialGoals = Math.min(essentialGoals, left);
    left -= toEssentialGoals;
    const beyond = Math.min(spending - toEssential, left);
    left -= beyond;
    const toWantedGoals = Math.min(wantedGoals, left);
    const consumption = toEssential + beyond;

    const due = service + essential + essentialGoals;
    const missing = due - debtPaid - toEssential - toEssentialGoals;
    const short = missing > ROUNDING * due;
    this.debtPaid[row] = debtPaid;
    this.consumption[row] = consumption;
    this.goalsPaid[row] = toEssentialGoals + toWantedGoals;
    this.shortfall[row] = short ? missing : 0;
    if (short) this.failed[row] = 1;
    this.utility[row] =
      consumptionUtility(consumption, desired, riskAversion) +
      goalsUtility(toEssentialGoals, essentialGoals, desired, riskAversion) +
      WANTED_GOAL_WEIGHT * goalsUtility(toWantedGoals, wantedGoals, desired, riskAversion);
  }

  /** Grows the accounts, lets prices rise, and ends the year. */
  #grow(row: number, realGrowth: number, inflation: number): void {
    this.taxable[row]! *= realGrowth;
    this.deferred[row]! *= realGrowth;
    this.exempt[row]! *= realGrowth;
    this.basis[row]! /= inflation;
    this.priceIndex[row]! *= inflation;
    this.year[row]! += 1;
    if (this.year[row]! >= this.#lifetime[row]!) this.#end(row);
  }

  #end(row: number): void {
    const { nominalDebt, desired, profile } = this.households[row]!;
    const year = this.year[row]!;
    const estate = Math.max(this.wealth(row) - nominalDebt[year]! / this.priceIndex[row]!, 0);
    this.alive[row] = 0;
    this.estate[row] = estate;
    this.estateUtility[row] = profile.bequest * estateUtility(estate, desired[year - 1]!, profile.riskAversion);
  }
}
