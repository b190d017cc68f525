import { spendingFrom, type SpendingContext, type SpendingRule } from './spending-rule.ts';
import type { SpendingDescription } from './strategy-description.ts';

type Guardrails = Extract<SpendingDescription, { kind: 'guardrails' }>;

/**
 * The decision rules of Guyton and Klinger, "Decision Rules and Maximum Initial Withdrawal Rates", Journal of Financial
 * Planning 19(3), 2006. The first withdrawal is a share of the wealth at retirement. Every year after:
 *
 * - Withdrawal rule: it follows inflation, but not after a year in which the portfolio lost, if the withdrawal would then
 *   be a larger share of the wealth than the first one was. A rise that was left out is not made up for.
 * - Inflation rule: it rises by no more than 6 %.
 * - Capital preservation rule: where it would be more than 20 % above the first share, it is cut by 10 %, except in the
 *   last 15 years of the plan.
 * - Prosperity rule: where it would be more than 20 % below the first share, it is raised by 10 %.
 *
 * Departures: the portfolio management rule, which chooses the assets to sell, has no place where portfolios are
 * rebalanced every year. The plan's end is the horizon, or the age that one in ten reaches. Figures are options.
 */
export function guardrailRule(options: Guardrails, { household, rows }: SpendingContext): SpendingRule {
  const { rate, guard, adjustment, inflationCap, noCutsWithin } = options;
  /** Nominal, of last year. */
  const withdrawal = new Float64Array(rows);
  /** Nominal, at the start of last year. */
  const wealth = new Float64Array(rows);
  const priceIndex = new Float64Array(rows);
  return (row, year, ledger) => {
    const prices = ledger.priceIndex[row]!;
    const now = ledger.wealth(row) * prices;
    let next = rate * now;
    if (year > household.retirementYear) {
      const invested = wealth[row]! + ledger.saving[row]! * priceIndex[row]!;
      const kept = withdrawal[row]!;
      const raised = kept * Math.min(prices / priceIndex[row]!, 1 + inflationCap);
      next = now < invested && raised > rate * now ? Math.min(kept, raised) : raised;
      if (next > (1 + guard) * rate * now) {
        if (household.planningYears[year]! > noCutsWithin) next *= 1 - adjustment;
      } else if (next < (1 - guard) * rate * now) {
        next *= 1 + adjustment;
      }
    }
    withdrawal[row] = next;
    wealth[row] = now;
    priceIndex[row] = prices;
    return spendingFrom(row, next / prices, ledger);
  };
}
