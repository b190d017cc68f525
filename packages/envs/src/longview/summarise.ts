import { wilsonInterval } from '@longplay/runtime';
import type { Household } from './household/household.ts';
import { certaintyEquivalent, estateUtility } from './household/utility.ts';
import type { Percentiles, StrategyResult } from './simulation.ts';
import type { SimulationMemory } from './simulation-memory.ts';
import { meanAndError, quantiles } from './statistics.ts';

/** The share of paths on which the household lives, as `Simulation.alive` has it. */
export const aliveByYear = ({ years }: Household, { lifetime: { data } }: SimulationMemory): number[] =>
  livingByYear(data, years).map((rows) => rows.length / data.length);

/** The paths that live at the start of each year, and those that live to the end of the last; up to the last of all. */
function livingByYear(lifetime: Int32Array, years: number): Int32Array[] {
  const all = Int32Array.from(lifetime.keys());
  return Array.from({ length: years + 1 }, (_, year) =>
    all.filter((path) => lifetime[path]! >= Math.min(year + 1, years)),
  ).filter((rows) => rows.length > 0);
}

/** The result of the strategy at a place, from what happened on every path. */
export function summarise(
  household: Household,
  { name, place }: { readonly name: string; readonly place: number },
  memory: SimulationMemory,
): StrategyResult {
  const { years, profile } = household;
  const paths = memory.lifetime.data.length;
  const living = livingByYear(memory.lifetime.data, years);
  const rowOf = <A extends Float32Array | Float64Array | Uint8Array>(data: A, row: number) =>
    data.subarray(row * paths, (row + 1) * paths) as A;
  const wealth = living.map((_, year) => rowOf(memory.wealth.data, place * (years + 1) + year));
  const consumption = living.slice(0, years).map((_, year) => rowOf(memory.consumption.data, place * years + year));
  const utilities = rowOf(memory.utility.data, place).slice();
  const successes = rowOf(memory.success.data, place).slice();
  const succeeded = successes.reduce((sum, value) => sum + value, 0);
  const missing = rowOf(memory.shortfall.data, place).reduce((sum, value) => sum + value, 0);
  const estates = rowOf(memory.estate.data, place);
  const [p10, p50, p90] = quantiles(estates.slice(), [0.1, 0.5, 0.9]) as [number, number, number];
  const expectedUtility = meanAndError(utilities);
  return {
    name,
    success: wilsonInterval(succeeded, paths),
    wealth: percentiles(living, (year, path) => wealth[year]![path]!),
    nominalWealth: percentiles(
      living,
      (year, path) => wealth[year]![path]! * memory.priceIndex.data[year * paths + path]!,
    ),
    consumption: percentiles(living.slice(0, years), (year, path) => consumption[year]![path]!),
    estate: { p10, p50, p90 },
    shortfall: { mean: missing / paths, whenShort: succeeded === paths ? 0 : missing / (paths - succeeded) },
    expectedUtility,
    certaintyEquivalent: certaintyEquivalent(
      (expectedUtility.mean - meanEstateUtility(household, memory.lifetime.data, estates)) /
        meanYears(household, memory.lifetime.data),
      profile.riskAversion,
    ),
    utilities,
    successes,
  };
}

function percentiles(living: readonly Int32Array[], value: (year: number, path: number) => number): Percentiles {
  const byYear = living.map((rows, year) => {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = value(year, rows[i]!);
    return quantiles(values, [0.1, 0.25, 0.5, 0.75, 0.9]);
  });
  const at = (place: number) => byYear.map((found) => found[place]!);
  return { p10: at(0), p25: at(1), p50: at(2), p75: at(3), p90: at(4) };
}

/** Years of life, each with its discount, on average. */
function meanYears({ discount }: Household, lifetimes: Int32Array): number {
  const until = new Float64Array(discount.length);
  for (let year = 1; year < until.length; year++) until[year] = until[year - 1]! + discount[year - 1]!;
  return lifetimes.reduce((sum, lifetime) => sum + until[lifetime]!, 0) / lifetimes.length;
}

/** The discounted utility of estates, on average. */
function meanEstateUtility(
  { discount, desired, profile }: Household,
  lifetimes: Int32Array,
  estates: Float64Array,
): number {
  if (profile.bequest === 0) return 0;
  const utilities = estates.map(
    (estate, path) =>
      discount[lifetimes[path]!]! * estateUtility(estate, desired[lifetimes[path]! - 1]!, profile.riskAversion),
  );
  return profile.bequest * meanAndError(utilities).mean;
}
