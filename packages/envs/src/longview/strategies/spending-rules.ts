import { annuity } from '../household/annuity.ts';
import { guardrailRule } from './guardrails.ts';
import { spendingFrom, type SpendingContext, type SpendingRule } from './spending-rule.ts';
import type { SpendingDescription } from './strategy-description.ts';

/**
 * The rule of a description, with the memory that it needs.
 *
 * - desired: spends what the profile wants.
 * - constant-real: the rate of the wealth at retirement, the same buying power for ever: Bengen, "Determining Withdrawal
 *   Rates Using Historical Data", Journal of Financial Planning 7(4), 1994.
 * - constant-percentage: the rate of the present wealth.
 * - guardrails: see `guardrailRule`.
 * - variable-percentage: the present wealth paid out as an annuity over the years to plan for, at the return expected,
 *   reckoned anew each year: Waring and Siegel, "The Only Spending Rule Article You Will Ever Need", Financial Analysts
 *   Journal 71(1), 2015; as the "variable percentage withdrawal" of the Bogleheads.
 */
export function spendingRule(rule: SpendingDescription, context: SpendingContext): SpendingRule {
  const { household, rows, expectedReturn } = context;
  switch (rule.kind) {
    case 'desired':
      return (_row, year) => household.desired[year]!;
    case 'constant-real': {
      const withdrawal = new Float64Array(rows);
      return (row, year, ledger) => {
        if (year === household.retirementYear) withdrawal[row] = rule.rate * ledger.wealth(row);
        return spendingFrom(row, withdrawal[row]!, ledger);
      };
    }
    case 'constant-percentage':
      return (row, _year, ledger) => spendingFrom(row, rule.rate * ledger.wealth(row), ledger);
    case 'guardrails':
      return guardrailRule(rule, context);
    case 'variable-percentage':
      return (row, year, ledger) => {
        const rate = rule.rate ?? expectedReturn(year);
        // Paid at the start of the year: what is left grows before the next payment.
        const share = annuity(1, rate, household.planningYears[year]!) / (1 + rate);
        return spendingFrom(row, share * ledger.wealth(row), ledger);
      };
  }
}
