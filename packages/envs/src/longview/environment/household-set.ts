import { Random } from '@longplay/runtime';
import { drawProfile } from '../household/draw-profile.ts';
import { household } from '../household/household.ts';
import type { ProfileInput } from '../household/profile.ts';
import type { Market } from '../markets/market.ts';
import { prospectsOf, type Prospects } from './prospects.ts';

/** Some households, each compiled when it is first asked for. */
export interface HouseholdSet {
  readonly count: number;
  /** Of the longest plan, or more. */
  readonly years: number;
  at(index: number): Prospects;
}

/** Streams of drawn profiles under their seed: no household of the one set is in the other. */
const streams = { training: 0, heldOut: 1 } as const;

/** The years between the least age and the greatest that `drawProfile` plans for. */
const LONGEST_DRAWN = 110 - 25;

/**
 * Random households, those of a training or others: each depends on the seed and its index alone.
 *
 * @param set - held-out households are met in no training.
 */
export function drawnHouseholds(
  market: Market,
  { count, seed, set }: { readonly count: number; readonly seed: number; readonly set: keyof typeof streams },
): HouseholdSet {
  const profileAt = (index: number) => drawProfile(Random.from(seed, streams[set], index));
  return lazily(count, LONGEST_DRAWN, (index) => prospectsOf(household(profileAt(index)), market));
}

/**
 * The households of given profiles.
 *
 * @throws ConfigurationError that names the profile by its place, as `household` does
 */
export function givenHouseholds(market: Market, profiles: readonly ProfileInput[]): HouseholdSet {
  const compiled = profiles.map((profile, index) => household(profile, `profile ${index + 1}`));
  const years = Math.max(...compiled.map((one) => one.years));
  return lazily(compiled.length, years, (index) => prospectsOf(compiled[index]!, market));
}

function lazily(count: number, years: number, make: (index: number) => Prospects): HouseholdSet {
  const made: Prospects[] = [];
  return { count, years, at: (index) => (made[index] ??= make(index)) };
}
