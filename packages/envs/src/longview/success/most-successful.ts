import type { Household } from '../household/household.ts';
import type { Market } from '../markets/market.ts';
import type { Decider, Strategy } from '../strategies/strategy.ts';
import { successPlan, type SuccessPlan } from './success-plan.ts';

/** The strategy of greatest success, and the plan that it follows. */
export interface MostSuccessful {
  readonly plan: SuccessPlan;
  readonly strategy: Strategy;
}

/**
 * The strategy that succeeds most often: a bound for all others. It buys success with everything else: it never spends
 * more than what is essential.
 *
 * @returns undefined where `successPlan` cannot be computed.
 */
export function mostSuccessful(household: Household, market: Market): MostSuccessful | undefined {
  const plan = successPlan(household, market);
  if (plan === undefined) return undefined;
  const decider: Decider = {
    decide(year, ledger, { spending, allocation }) {
      const assets = market.assets.length;
      for (let row = 0; row < ledger.rows; row++) {
        spending[row] = household.essential[year]!;
        allocation.set(plan.allocation(year, ledger.wealth(row)), row * assets);
      }
    },
  };
  return { plan, strategy: { name: 'greatest success', start: () => decider } };
}
