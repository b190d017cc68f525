import type { Household } from '../household/household.ts';
import type { LedgerView } from '../household/ledger-view.ts';
import { log } from '../markets/elementary.ts';
import { InnerSimulation, outlookNames } from './inner-simulation.ts';
import { fundedRatio, wealthAfterTax, type Prospects } from './prospects.ts';

/** Goals that are seen one by one; those after them count in the funded ratio. */
const SEEN_GOALS = 2;

const ofHousehold = [
  'age',
  'years to retirement',
  'retired',
  'expected years',
  'years left',
  'wealth',
  'funded ratio',
  'share of wealth in resources',
  'net income',
  'debt',
  'debt service',
  'last saving',
  'spendable',
  'taxable share',
  'deferred share',
  'essential share',
  'risk aversion',
  'risk tolerance',
  'bequest',
  'time preference',
] as const;

const ofGoal = ['years to', 'amount of', 'priority of'] as const;

/** The names of the numbers of an observation, in their order. */
export function observationNames(assets: readonly string[]): string[] {
  const goals = Array.from({ length: SEEN_GOALS }, (_, i) => ofGoal.map((name) => `${name} goal ${i + 1}`));
  return [...ofHousehold, ...goals.flat(), ...assets.map((name) => `share of ${name}`), ...outlookNames];
}

/**
 * Writes what a policy sees of a household at the start of a year. Money is in years of desired spending and on a
 * logarithmic scale, times are in decades, so that households rich and poor, young and old look alike where they are.
 */
export class Observer {
  readonly size: number;
  readonly #assets: number;
  readonly #simulation: InnerSimulation;
  readonly #outlook = new Float64Array(outlookNames.length);

  constructor(assets: readonly string[], simulation: InnerSimulation) {
    this.size = observationNames(assets).length;
    this.#assets = assets.length;
    this.#simulation = simulation;
  }

  /** @param allocation - [rows, assets] the portfolios of the year before. */
  write(
    prospects: Prospects,
    ledger: LedgerView,
    row: number,
    allocation: Float64Array,
    out: Float32Array,
    offset: number,
  ): void {
    const { household } = prospects;
    const { profile, years, retirementYear } = household;
    const year = ledger.year[row]!;
    const desired = household.desired[year]!;
    const wealth = wealthAfterTax(prospects, ledger, row);
    const balance = Math.max(ledger.wealth(row), Number.MIN_VALUE);
    const income = ledger.netIncome(row);
    const prices = ledger.priceIndex[row]!;
    let at = offset;
    out[at++] = (profile.age + year) / 100;
    out[at++] = Math.max(retirementYear - year, 0) / 10;
    out[at++] = year >= retirementYear ? 1 : 0;
    out[at++] = prospects.expectedYears[year]! / 10;
    out[at++] = (years - year) / 10;
    out[at++] = scaled(wealth / desired);
    out[at++] = Math.max(log(fundedRatio(prospects, ledger, row) + 0.01), -4);
    out[at++] = wealth / (wealth + Math.max(prospects.incomeValue[year]!, 0) + desired);
    out[at++] = scaled(income / desired);
    out[at++] = scaled(household.nominalDebt[year]! / prices / desired);
    out[at++] = scaled(household.nominalDebtService[year]! / prices / desired);
    out[at++] = scaled(ledger.saving[row]! / desired);
    out[at++] = scaled(Math.max(income + wealth, 0) / desired);
    out[at++] = ledger.taxable[row]! / balance;
    out[at++] = ledger.deferred[row]! / balance;
    out[at++] = profile.spending.essential;
    out[at++] = log(1 + profile.riskAversion);
    out[at++] = 2 / (1 + profile.riskAversion);
    out[at++] = log(1 + profile.bequest);
    out[at++] = 10 * profile.timePreference;
    at = writeGoals(household, year, out, at);
    for (let asset = 0; asset < this.#assets; asset++) out[at++] = allocation[row * this.#assets + asset]!;
    this.#simulation.estimate(prospects, year, wealth, allocation, row * this.#assets, this.#outlook);
    out[at++] = this.#outlook[0]!;
    for (let i = 1; i < this.#outlook.length; i++) out[at++] = scaled(this.#outlook[i]! / desired);
  }
}

/** The next goals, whole years of them: when, how much, and the essential part of it. Where there are none, all is 0. */
function writeGoals(
  { essentialGoals, wantedGoals, desired, years }: Household,
  year: number,
  out: Float32Array,
  from: number,
): number {
  let at = from;
  let seen = 0;
  for (let t = year; t < years && seen < SEEN_GOALS; t++) {
    const amount = essentialGoals[t]! + wantedGoals[t]!;
    if (amount === 0) continue;
    out[at++] = (t - year) / 10;
    out[at++] = scaled(amount / desired[year]!);
    out[at++] = essentialGoals[t]! / amount;
    seen += 1;
  }
  const end = from + SEEN_GOALS * ofGoal.length;
  out.fill(0, at, end);
  return end;
}

/** Logarithmic on both sides of 0, where it is 0. */
const scaled = (x: number) => (x < 0 ? -log(1 - x) : log(1 + x));
