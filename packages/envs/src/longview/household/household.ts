import type { Profile, ProfileInput } from './profile.ts';
import { parseProfile } from './profile.ts';

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
  /** [years] (1 + time preference)^-t */
  readonly discount: Float64Array;
  /** [years] The probability of living in year t, seen from today. */
  readonly survival: Float64Array;
}

/**
 * Compiles a profile, checked first.
 *
 * @param source - what the profile is, for messages: its file's path.
 * @throws ConfigurationError as `parseProfile`
 */
export function household(profile: ProfileInput | Profile, source?: string): Household {
  throw new Error(`not compiled yet: ${parseProfile(profile, source).name}`);
}
