import type { Household } from '../household/household.ts';
import type { LedgerView } from '../household/ledger-view.ts';
import type { Market } from '../markets/market.ts';

/**
 * What a household has to expect, year by year, reckoned once: money is real, pensions and debts that are fixed in
 * nominal money lose value at the market's mean inflation, and values of the future are discounted at the mean real
 * return of an equal mix of its assets.
 */
export interface Prospects {
  readonly household: Household;
  /** [years] Income and pensions after tax, less debt service. */
  readonly netIncome: Float64Array;
  /** [years] What the accounts gain, or lose, where spending is as desired: net income less desired spending and goals. */
  readonly flow: Float64Array;
  /** [years] The present value, at that year, of all net income less goals from then on. */
  readonly incomeValue: Float64Array;
  /** [years] The present value of a life that spends what is desired now, and later what `spendingPlan` makes of it. */
  readonly spendingValue: Float64Array;
  /** [years] Years to live, this one included, of somebody who lives in that year. */
  readonly expectedYears: Float64Array;
  /** What taxes leave of a coin in the deferred account, where life is lived from it. */
  readonly deferredShare: number;
}

export function prospectsOf(household: Household, market: Pick<Market, 'assets' | 'moments'>): Prospects {
  const { years, desired, essentialGoals, wantedGoals, survival } = household;
  const [realReturn, inflation] = expectations(market);
  const byYear = (value: (year: number) => number) => Float64Array.from({ length: years }, (_, year) => value(year));
  const netIncome = byYear((t) => {
    const prices = (1 + inflation) ** t;
    const gross = household.income[t]! + household.indexedPension[t]! + household.nominalPension[t]! / prices;
    return household.incomeTax.afterTax(gross) - household.nominalDebtService[t]! / prices;
  });
  const afterGoals = netIncome.map((income, t) => income - essentialGoals[t]! - wantedGoals[t]!);
  const incomeValue = new Float64Array(years);
  const expectedYears = new Float64Array(years);
  for (let t = years - 1; t >= 0; t--) {
    incomeValue[t] = afterGoals[t]! + (t + 1 < years ? incomeValue[t + 1]! / (1 + realReturn) : 0);
    // Far beyond every life survival underflows to 0.
    const lived = t + 1 < years && survival[t]! > 0;
    expectedYears[t] = 1 + (lived ? (expectedYears[t + 1]! * survival[t + 1]!) / survival[t]! : 0);
  }
  return {
    household,
    netIncome,
    flow: afterGoals.map((income, t) => income - desired[t]!),
    incomeValue,
    spendingValue: spendingPlan(household, realReturn),
    expectedYears,
    deferredShare: desired[0]! / household.incomeTax.incomeFor(desired[0]!),
  };
}

/** The mean real return of an equal mix of the assets, and the mean inflation. */
function expectations({
  assets,
  moments,
}: Pick<Market, 'assets' | 'moments'>): [realReturn: number, inflation: number] {
  const inflation = moments.mean[assets.length]!;
  const mean = moments.mean.slice(0, assets.length).reduce((sum, value) => sum + value, 0) / assets.length;
  return [(1 + mean) / (1 + inflation) - 1, inflation];
}

/**
 * The cost of the best plan without risk: with a certain real return R and a random lifetime, spending c_t as a share of
 * the desired d_t is best where (c_t/d_t)^-gamma S_t / d_t falls as (beta R)^-t: less is set aside for years that are
 * less likely to be lived (Yaari, "Uncertain Lifetime, Life Insurance, and the Theory of the Consumer", Review of
 * Economic Studies 32(2), 1965).
 *
 * @returns [years] the value at each year of this plan from then on, where it begins with the desired spending.
 */
function spendingPlan({ years, desired, survival, profile }: Household, realReturn: number): Float64Array {
  const gamma = Math.max(profile.riskAversion, 1); // who is nearly neutral would spend it all at once
  const patience = (1 + realReturn) / (1 + profile.timePreference);
  return Float64Array.from({ length: years }, (_, from) => {
    let value = 0;
    for (let t = from; t < years && survival[t]! > 0; t++) {
      const weight = (survival[t]! / survival[from]!) * patience ** (t - from) * (desired[from]! / desired[t]!);
      value += desired[t]! * (1 + realReturn) ** (from - t) * weight ** (1 / gamma);
    }
    return value;
  });
}

/** What the accounts of a row are worth after the taxes that living from them will cost. */
export function wealthAfterTax({ deferredShare }: Prospects, ledger: LedgerView, row: number): number {
  return ledger.taxable[row]! + ledger.exempt[row]! + deferredShare * ledger.deferred[row]!;
}

/** The share of its desires that a row can afford for life: what it owns and expects, beside what the plan costs. */
export function fundedRatio(prospects: Prospects, ledger: LedgerView, row: number): number {
  const year = ledger.year[row]!;
  const resources = wealthAfterTax(prospects, ledger, row) + prospects.incomeValue[year]!;
  return Math.max(resources, 0) / prospects.spendingValue[year]!;
}
