import { annuity } from './annuity.ts';
import { IncomeTax } from './income-tax.ts';
import { remainingYears, survival, type Gompertz } from './mortality.ts';
import { lastAge } from './profile-checks.ts';
import { parseProfile, type Profile, type ProfileInput } from './profile.ts';

/**
 * A profile compiled to arrays by year: what `Ledger` and strategies read. Year 0 is today; the household is `age + t`
 * years old in year t. Money is real (of today) except where a name says nominal.
 */
export interface Household {
  readonly profile: Profile;
  /** Decisions at most: from today until the horizon, or the greatest age there is. */
  readonly years: number;
  /** The first year without earned income; 0: retired already. */
  readonly retirementYear: number;
  readonly incomeTax: IncomeTax;
  /** [years] Earned, before tax. */
  readonly income: Float64Array;
  /** [years] Pensions that keep their buying power, before tax. */
  readonly indexedPension: Float64Array;
  /** [years] Pensions that do not, in nominal money. */
  readonly nominalPension: Float64Array;
  /** [years] Interest and repayment due, in nominal money. */
  readonly nominalDebtService: Float64Array;
  /** [years + 1] Owed at the start of a year before its payment, in nominal money. */
  readonly nominalDebt: Float64Array;
  /** [years] Desired spending. */
  readonly desired: Float64Array;
  /** [years] The part of it that cannot be gone without. */
  readonly essential: Float64Array;
  /** [years] Essential goals due. */
  readonly essentialGoals: Float64Array;
  /** [years] Wanted goals due. */
  readonly wantedGoals: Float64Array;
  /** [years + 1] (1 + time preference)^-t; an estate counts at its year, the last one too. */
  readonly discount: Float64Array;
  /** [years] The probability of living in year t, seen from today. */
  readonly survival: Float64Array;
  /** [years] Years to plan for in year t, itself included: until the horizon, or as many as one in ten still lives. */
  readonly planningYears: Float64Array;
}

/**
 * Compiles a profile, checked first.
 *
 * @param source - what the profile is, for messages: its file's path.
 * @throws ConfigurationError as `parseProfile`
 *
 * @example
 * const retired = household({ age: 65, horizon: { age: 95 }, spending: { desired: 40_000 }, goals: [{ name: 'boat', age: 67, amount: 9000 }] });
 * retired.years; // => 30
 * retired.wantedGoals[2]; // => 9000
 */
export function household(profile: ProfileInput | Profile, source?: string): Household {
  const checked = parseProfile(profile, source);
  const { age, income, spending, pensions, horizon } = checked;
  const years = lastAge(checked) - age;
  const retirementYear = Math.min((checked.retirementAge ?? age) - age, years);
  const byYear = (value: (year: number) => number) => Float64Array.from({ length: years }, (_, year) => value(year));
  const desired = byYear((t) => (t < retirementYear ? spending.desired : (spending.retired ?? spending.desired)));
  const pension = (indexed: boolean) => {
    const paid = pensions.filter((one) => one.indexed === indexed);
    return byYear((t) => sum(paid.map((one) => (age + t >= one.from ? one.amount : 0))));
  };
  return {
    profile: checked,
    years,
    retirementYear,
    incomeTax: new IncomeTax(checked.tax.brackets),
    income: byYear((t) => (income !== undefined && t < retirementYear ? income.amount * (1 + income.growth) ** t : 0)),
    indexedPension: pension(true),
    nominalPension: pension(false),
    ...debts(checked, years),
    desired,
    essential: desired.map((amount) => amount * spending.essential),
    essentialGoals: byYear((t) => goalsDue(checked, 'essential', t)),
    wantedGoals: byYear((t) => goalsDue(checked, 'wanted', t)),
    discount: Float64Array.from({ length: years + 1 }, (_, t) => (1 + checked.timePreference) ** -t),
    survival: byYear((t) => ('mortality' in horizon ? survival(horizon.mortality, age, t) : 1)),
    planningYears: byYear((t) =>
      'mortality' in horizon ? longLife(horizon.mortality, age + t, years - t) : years - t,
    ),
  };
}

/**
 * The years for which a household decides in a life that a uniform number stands for: the year of death is lived, from
 * its start. With a fixed horizon it is always `years`.
 *
 * @param uniform - in [0, 1): the larger, the longer the life.
 */
export function lifetimeOf({ profile, years }: Household, uniform: number): number {
  if (!('mortality' in profile.horizon)) return years;
  return Math.min(1 + Math.floor(remainingYears(profile.horizon.mortality, profile.age, uniform)), years);
}

/** Years that one in ten of an age lives, each begun year counted, and `most` at most. */
const longLife = (law: Gompertz, age: number, most: number) =>
  Math.min(1 + Math.floor(remainingYears(law, age, 0.9)), most);

/** Each debt is paid off by equal nominal payments at the start of years 1, 2, … */
function debts(profile: Profile, years: number): Pick<Household, 'nominalDebt' | 'nominalDebtService'> {
  const nominalDebtService = new Float64Array(years);
  const nominalDebt = new Float64Array(years + 1);
  for (const { balance, rate, years: term } of profile.debts) {
    const payment = annuity(balance, rate, term);
    let owed = balance;
    for (let t = 0; t <= years && t <= term; t++) {
      const due = t === 0 ? 0 : payment;
      nominalDebt[t]! += owed;
      if (t < years) nominalDebtService[t]! += due;
      owed = (owed - due) * (1 + rate);
    }
  }
  return { nominalDebt, nominalDebtService };
}

const goalsDue = ({ goals, age }: Profile, priority: 'essential' | 'wanted', year: number) =>
  sum(
    goals
      .filter((goal) => goal.priority === priority && (goal.age ?? age + (goal.inYears ?? 0)) === age + year)
      .map(({ amount }) => amount),
  );

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
