import type { Household } from '../household/household.ts';
import type { Market } from '../markets/market.ts';
import { allocationRule, type AllocationRule } from './allocation-rules.ts';
import { spendingRule } from './spending-rules.ts';
import { parseStrategy, type StrategyDescription, type StrategyInput } from './strategy-description.ts';
import type { Decider, Strategy } from './strategy.ts';

/**
 * A strategy from data: a rule for spending and one for the portfolio. Until retirement all of them spend what the
 * profile desires and save the rest; the rule for spending holds from then on.
 *
 * @throws ConfigurationError for an unknown key or a wrong value
 *
 * @example
 * const cautious = strategyOf({ name: 'cautious', spending: { kind: 'constant-real', rate: 0.03 }, allocation: { kind: 'glide-path' } });
 * cautious.description?.allocation.kind; // => 'glide-path'
 */
export function strategyOf(input: StrategyInput): Strategy {
  const description = parseStrategy(input);
  return {
    name: description.name,
    description,
    start: (household, market, count) => deciderOf(description, household, market, count),
  };
}

function deciderOf(description: StrategyDescription, household: Household, market: Market, rows: number): Decider {
  const allocation = allocationRule(description.allocation, household, market);
  const expectedReturn = expectedReturnOf(allocation, market);
  const spending = spendingRule(description.spending, { household, rows, expectedReturn });
  return {
    decide(year, ledger, out) {
      const shares = allocation(year);
      const retired = year >= household.retirementYear;
      for (let row = 0; row < rows; row++) {
        if (ledger.alive[row] === 0) continue;
        out.spending[row] = retired ? spending(row, year, ledger) : household.desired[year]!;
        out.allocation.set(shares, row * shares.length);
      }
    },
  };
}

/** The mean real return of a portfolio, from the moments of the market. */
function expectedReturnOf(allocation: AllocationRule, { assets, moments }: Market): (year: number) => number {
  const inflation = moments.mean[assets.length]!;
  return (year) => {
    const nominal = allocation(year).reduce((sum, share, asset) => sum + share * moments.mean[asset]!, 0);
    return (1 + nominal) / (1 + inflation) - 1;
  };
}
