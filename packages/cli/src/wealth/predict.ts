import {
  mostSuccessful,
  policyStrategy,
  simulate,
  standardStrategies,
  type Household,
  type Market,
} from '@longplay/envs/longview';
import { shortPath } from '../config/short-path.ts';
import { allocationMap } from './allocation-map.ts';
import type { HouseholdPolicy } from './load-policy.ts';
import { predictionOf, type Prediction } from './prediction.ts';
import { recordedStrategy } from './recorded-strategy.ts';

/** Paths of the simulations behind each decision of the policy. */
const innerPaths = 1000;

/** What `predict` is asked. */
export interface PredictRequest {
  readonly household: Household;
  readonly market: Market;
  readonly policy: HouseholdPolicy;
  readonly paths: number;
  readonly seed: number;
  /** Called now and then with the paths that are done, as far as the policy goes. */
  readonly onProgress?: ((paths: number) => void) | undefined;
}

/** Lets a policy and the standard strategies plan for a household, all on the same random markets and lifetimes. */
export async function predict(request: PredictRequest): Promise<Prediction> {
  const { household, market, policy, paths, seed, onProgress } = request;
  const learned = policyStrategy(policy.act, { name: 'learned policy', innerPaths });
  const { strategy, decisions } = recordedStrategy(learned, (rows) => onProgress?.(Math.floor(rows / household.years)));
  const best = mostSuccessful(household, market);
  const others = [...standardStrategies(), ...(best === undefined ? [] : [best.strategy])];
  const simulation = await simulate(household, market, [strategy, ...others], { paths, seed });
  return predictionOf(simulation, {
    household,
    policy: shortPath(policy.checkpoint),
    optimum: best && { success: best.plan.probability },
    allocation: {
      assets: market.assets,
      real: allocationMap(decisions, ({ wealth }) => wealth),
      nominal: allocationMap(decisions, ({ wealth, priceIndex }) => wealth * priceIndex),
    },
    assumptions: assumptionsOf(household, market),
  });
}

function assumptionsOf({ profile }: Household, market: Market): Prediction['assumptions'] {
  const { name: _, market: __, ...rest } = profile;
  return {
    success: 'essential spending, essential goals and debts are paid in full in every year of life',
    money: 'of today (real): nominal money divided by the prices of its path',
    decisions: 'once a year, at its start: how much to spend, and what to hold; the portfolio is kept for the year',
    policy: `decides without chance, and sees ${innerPaths} inner simulations before each decision`,
    market: market.assumptions,
    profile: rest,
  };
}
