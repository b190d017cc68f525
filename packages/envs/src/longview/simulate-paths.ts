import { Random } from '@longplay/runtime';
import { lifetimeOf, type Household } from './household/household.ts';
import { Ledger } from './household/ledger.ts';
import { newPaths, type Market, type Paths } from './markets/market.ts';
import type { SimulationMemory } from './simulation-memory.ts';
import type { Decisions, Strategy } from './strategies/strategy.ts';
import { growthOfYear, inflationOfYear } from './year-growth.ts';

/** Lifetimes lie under this key of a seed, away from the paths of markets: "life" in ASCII. */
const LIFETIMES = 0x6c696665;

/** Shares may miss 1 by this much. */
const TOLERANCE = 1e-6;

/** A strategy and its place in the results. */
export interface PlacedStrategy {
  readonly strategy: Strategy;
  readonly place: number;
}

/** What all paths of a simulation have in common. */
export interface SimulationPlan {
  readonly household: Household;
  readonly market: Market;
  readonly strategies: readonly PlacedStrategy[];
  readonly seed: number;
}

/**
 * Lets every strategy live through the paths `first` to `first + count - 1` of the seed, and writes what happened to
 * their places in the memory.
 */
export async function simulatePaths(
  { household, market, strategies, seed }: SimulationPlan,
  memory: SimulationMemory,
  first: number,
  count: number,
): Promise<void> {
  const paths = newPaths(market, { years: household.years, paths: count, precision: 'double' });
  market.fill(seed, first, paths);
  const lifetimes = Int32Array.from({ length: count }, (_, path) =>
    lifetimeOf(household, Random.from(seed, LIFETIMES, first + path).float()),
  );
  memory.lifetime.data.set(lifetimes, first);
  const inflation = inflations(paths, household.years, market.stepsPerYear);
  for (const placed of strategies) {
    await live({ household, market, paths, inflation, lifetimes }, placed, memory, first);
  }
}

/** The growth of prices in each year: [years][count]. */
function inflations(paths: Paths, years: number, stepsPerYear: number): Float64Array[] {
  return Array.from({ length: years }, (_, year) => {
    const out = new Float64Array(paths.count);
    inflationOfYear(paths, year, stepsPerYear, out);
    return out;
  });
}

/** What all strategies meet with on some paths. */
interface Fate {
  readonly household: Household;
  readonly market: Market;
  readonly paths: Paths;
  readonly inflation: readonly Float64Array[];
  readonly lifetimes: Int32Array;
}

async function live(fate: Fate, { strategy, place }: PlacedStrategy, memory: SimulationMemory, first: number) {
  const { household, market, paths, inflation, lifetimes } = fate;
  const { count } = paths;
  const { years } = household;
  const total = memory.lifetime.data.length;
  const assets = market.assets.length;
  const ledger = new Ledger(count);
  lifetimes.forEach((lifetime, row) => ledger.begin(row, household, lifetime));
  const decider = strategy.start(household, market, count);
  const decisions = { spending: new Float64Array(count), allocation: new Float64Array(count * assets) };
  const growth = new Float64Array(count);
  for (let year = 0; year < years; year++) {
    recordWealth(ledger, memory, (place * (years + 1) + year) * total + first, year * total + first);
    const deciding = decider.decide(year, ledger, decisions);
    if (deciding !== undefined) await deciding;
    checkDecisions(strategy, year, ledger, decisions, assets);
    growthOfYear(paths, year, market.stepsPerYear, decisions.allocation, growth);
    for (let row = 0; row < count; row++) {
      if (ledger.alive[row] === 0) continue;
      ledger.step(row, decisions.spending[row]!, growth[row]!, inflation[year]![row]!);
      recordYear(ledger, row, household, memory, place * total + first + row);
      memory.consumption.data[(place * years + year) * total + first + row] = ledger.consumption[row]!;
    }
  }
  recordWealth(ledger, memory, (place * (years + 1) + years) * total + first, years * total + first);
}

function recordWealth(ledger: Ledger, { wealth, priceIndex }: SimulationMemory, at: number, indexAt: number): void {
  for (let row = 0; row < ledger.rows; row++) {
    wealth.data[at + row] = ledger.wealth(row);
    priceIndex.data[indexAt + row] = ledger.priceIndex[row]!;
  }
}

/** Adds the year that a row has just lived; with the last one, its estate. */
function recordYear(ledger: Ledger, row: number, { discount }: Household, memory: SimulationMemory, at: number): void {
  const year = ledger.year[row]!;
  memory.utility.data[at]! += discount[year - 1]! * ledger.utility[row]!;
  memory.shortfall.data[at]! += ledger.shortfall[row]!;
  if (ledger.alive[row] === 1) return;
  memory.utility.data[at]! += discount[year]! * ledger.estateUtility[row]!;
  memory.estate.data[at] = ledger.estate[row]!;
  memory.success.data[at] = 1 - ledger.failed[row]!;
}

/** @throws RangeError that names the strategy when a decision is impossible */
function checkDecisions(
  { name }: Strategy,
  year: number,
  { rows, alive }: Ledger,
  { spending, allocation }: Decisions,
  assets: number,
): void {
  for (let row = 0; row < rows; row++) {
    if (alive[row] === 0) continue;
    let sum = 0;
    let least = 0;
    for (let i = row * assets; i < (row + 1) * assets; i++) {
      sum += allocation[i]!;
      least = Math.min(least, allocation[i]!);
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE && least >= -TOLERANCE)) {
      const shares = allocation.subarray(row * assets, (row + 1) * assets).join(', ');
      throw new RangeError(
        `strategy "${name}", year ${year}: shares of at least 0 that sum to 1 are needed; it decided on [${shares}]`,
      );
    }
    if (!(spending[row]! >= 0 && spending[row]! < Infinity)) {
      throw new RangeError(
        `strategy "${name}", year ${year}: spending of at least 0 is needed; it decided on ${spending[row]}`,
      );
    }
  }
}
