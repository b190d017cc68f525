import type { Decisions, Strategy } from '../strategies/strategy.ts';
import { actionSizeOf, decideByAction } from './action.ts';
import { InnerSimulation } from './inner-simulation.ts';
import { Observer } from './observation.ts';
import { prospectsOf } from './prospects.ts';

/**
 * A policy as a function: writes the action for each observation.
 *
 * @param observations - [rows, observationSize]
 * @param actions - [rows, 1 + assets], each from -1 to 1; beyond, it counts as the bound.
 */
export type Act = (observations: Float32Array, actions: Float32Array) => void | Promise<void>;

/** Options of `policyStrategy`. */
export interface PolicyStrategyOptions {
  /** For reports. Default 'policy'. */
  readonly name?: string;
  /** Paths of the inner simulations behind each decision. Default 1000. */
  readonly innerPaths?: number;
}

/**
 * A policy of LongView-v0 as a strategy, to simulate it beside others. The rows of a year that live are asked about
 * together.
 *
 * @example
 * const balanced = policyStrategy((_observations, actions) => void actions.fill(0)); // equal shares, spending by the plan
 * const retired = household({ age: 65, spending: { desired: 40_000 }, savings: { exempt: { balance: 1e6 } } });
 * const { strategies } = await simulate(retired, defaultMarket(), [balanced], { paths: 16, seed: 1 });
 * strategies[0].name; // => 'policy'
 */
export function policyStrategy(act: Act, { name = 'policy', innerPaths = 1000 }: PolicyStrategyOptions = {}): Strategy {
  return {
    name,
    start(household, market, count) {
      const { assets } = market;
      const prospects = prospectsOf(household, market);
      const observer = new Observer(assets, new InnerSimulation(market, { years: household.years, paths: innerPaths }));
      const actionSize = actionSizeOf(assets);
      const allocation = new Float64Array(count * assets.length).fill(1 / assets.length);
      const observations = new Float32Array(count * observer.size);
      return {
        async decide(_year, ledger, out: Decisions) {
          const living = Array.from({ length: count }, (_, row) => row).filter((row) => ledger.alive[row] === 1);
          living.forEach((row, i) => {
            observer.write(prospects, ledger, row, allocation, observations, i * observer.size);
          });
          const actions = new Float32Array(living.length * actionSize);
          await act(observations.subarray(0, living.length * observer.size), actions);
          living.forEach((row, i) => decideByAction(prospects, ledger, row, actions, i * actionSize, out));
          allocation.set(out.allocation);
        },
      };
    },
  };
}
