import type { WorkerContext } from '@longplay/runtime';
import { household } from './household/household.ts';
import type { Profile } from './household/profile.ts';
import type { Market } from './markets/market.ts';
import { marketOf } from './markets/market-of.ts';
import type { SimulationMemory } from './simulation-memory.ts';
import { simulatePaths } from './simulate-paths.ts';
import type { StrategyDescription } from './strategies/strategy-description.ts';
import { strategyOf } from './strategies/strategy-of.ts';
import { summarise } from './summarise.ts';

/** A simulation as it is sent to workers. */
export interface SimulationData {
  readonly profile: Profile;
  readonly market: Market['description'];
  readonly strategies: readonly { readonly description: StrategyDescription; readonly place: number }[];
  readonly seed: number;
  readonly memory: SimulationMemory;
}

/** A worker of `simulate`. */
export const create = ({ data }: WorkerContext<SimulationData>) => {
  const plan = {
    household: household(data.profile),
    market: marketOf(data.market),
    strategies: data.strategies.map(({ description, place }) => ({ strategy: strategyOf(description), place })),
    seed: data.seed,
  };
  return {
    simulate: (first: number, count: number) => simulatePaths(plan, data.memory, first, count),
    summarise: (name: string, place: number) => summarise(plan.household, { name, place }, data.memory),
  };
};
