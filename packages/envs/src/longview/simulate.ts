import { ConfigurationError, detectCores, openWorkers, workerCount } from '@longplay/runtime';
import type { Household } from './household/household.ts';
import type { Market } from './markets/market.ts';
import { newSimulationMemory, type SimulationMemory } from './simulation-memory.ts';
import { simulatePaths, type SimulationPlan } from './simulate-paths.ts';
import type { Simulation, StrategyResult } from './simulation.ts';
import type { Strategy } from './strategies/strategy.ts';
import { aliveByYear, summarise } from './summarise.ts';

/** Paths that are simulated together: a multiple of the market's blocks, small enough for the cache. */
const CHUNK = 256;

/** The most paths: what happens on them is kept. */
const MOST_PATHS = 10_000_000;

/** Options of `simulate`. */
export interface SimulateOptions {
  readonly paths: number;
  /** Any safe integer; default 0. */
  readonly seed?: number;
  /** 1, the default: this thread; 0 or 'auto': every core. The result is the same to the last bit. */
  readonly workers?: number | 'auto';
}

/**
 * Lets strategies live through the same random markets and lifetimes: differences between them come from the
 * strategies alone. Those that are data run in the workers; others, which hold functions, in this thread.
 *
 * @throws ConfigurationError for no paths or no strategies, or an asset that the market does not have
 * @throws RangeError for impossible decisions of a strategy, or when memory does not suffice
 *
 * @example
 * const retired = household({ age: 65, horizon: { age: 95 }, spending: { desired: 40_000 }, savings: { exempt: { balance: 1e6 } } });
 * const { strategies } = await simulate(retired, defaultMarket(), [constantReal(0.04), guardrails()], { paths: 500, seed: 1 });
 * strategies.map(({ name }) => name); // => ['constant real 4 %', 'guardrails']
 */
export async function simulate(
  household: Household,
  market: Market,
  strategies: readonly Strategy[],
  { paths, seed = 0, workers = 1 }: SimulateOptions,
): Promise<Simulation> {
  if (!(Number.isInteger(paths) && paths >= 1 && paths <= MOST_PATHS)) {
    throw new ConfigurationError(`paths is ${paths}`, { cure: `give a whole number from 1 to ${MOST_PATHS}` });
  }
  if (strategies.length === 0) throw new ConfigurationError('no strategy is given', { cure: 'give at least one' });
  // A strategy that does not suit the market says so here, before any work.
  for (const strategy of strategies) strategy.start(household, market, 1);

  const memory = newSimulationMemory(strategies.length, household.years, paths);
  const placed = strategies.map((strategy, place) => ({ strategy, place }));
  const plan: SimulationPlan = { household, market, strategies: placed, seed };
  const chunks = Array.from({ length: Math.ceil(paths / CHUNK) }, (_, index): [first: number, count: number] => [
    index * CHUNK,
    Math.min(CHUNK, paths - index * CHUNK),
  ]);
  const size = Math.min(workerCount(workers, detectCores()), chunks.length);
  const sent = size === 1 ? [] : placed.filter(({ strategy }) => strategy.description !== undefined);
  const kept = placed.filter((one) => !sent.includes(one));
  const parts = await Promise.all([
    sent.length > 0 ? inWorkers({ ...plan, strategies: sent }, memory, chunks, size) : [],
    kept.length > 0 ? inThisThread({ ...plan, strategies: kept }, memory, chunks) : [],
  ]);
  const results = new Map(parts.flat());
  const alive = aliveByYear(household, memory);
  return { paths, seed, alive, strategies: placed.map(({ place }) => results.get(place)!) };
}

type Chunks = readonly [first: number, count: number][];

/** Results by their place. */
type Results = [place: number, result: StrategyResult][];

async function inThisThread(plan: SimulationPlan, memory: SimulationMemory, chunks: Chunks): Promise<Results> {
  for (const [first, count] of chunks) await simulatePaths(plan, memory, first, count);
  return plan.strategies.map(({ strategy: { name }, place }) => [
    place,
    summarise(plan.household, { name, place }, memory),
  ]);
}

async function inWorkers(
  plan: SimulationPlan,
  memory: SimulationMemory,
  chunks: Chunks,
  size: number,
): Promise<Results> {
  const { household, market, strategies, seed } = plan;
  const sent = strategies.map(({ strategy, place }) => ({ description: strategy.description!, place }));
  await using workers = await openWorkers<typeof import('./simulate.worker.ts')>({
    module: import.meta.resolve('@longplay/envs/longview-worker'),
    workers: size,
    data: { profile: household.profile, market: market.description, strategies: sent, seed, memory },
  });
  await workers.map('simulate', [...chunks]);
  const results = await workers.map(
    'summarise',
    strategies.map(({ strategy, place }) => [strategy.name, place]),
  );
  return results.map((result, i) => [sent[i]!.place, result]);
}
