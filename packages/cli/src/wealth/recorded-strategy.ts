import type { Decider, Decisions, Household, LedgerView, Market, Strategy } from '@longplay/envs/longview';
import type { DecisionRow } from './allocation-map.ts';

/** A strategy and what it has decided so far. */
export interface RecordedStrategy {
  readonly strategy: Strategy;
  readonly decisions: readonly DecisionRow[];
}

/**
 * A strategy that decides as another does, and remembers every decision.
 *
 * @param onDecided - called after the decisions of a year, with all the rows decided for so far, dead ones too.
 */
export function recordedStrategy(strategy: Strategy, onDecided?: (rows: number) => void): RecordedStrategy {
  const decisions: DecisionRow[] = [];
  let rows = 0;
  const start = (household: Household, market: Market, count: number): Decider => {
    const decider = strategy.start(household, market, count);
    return {
      async decide(year, ledger, out) {
        await decider.decide(year, ledger, out);
        record(decisions, household.profile.age + year, market.assets.length, ledger, out);
        onDecided?.((rows += count));
      },
    };
  };
  return { strategy: { name: strategy.name, start }, decisions };
}

function record(into: DecisionRow[], age: number, assets: number, ledger: LedgerView, { allocation }: Decisions): void {
  for (let row = 0; row < ledger.rows; row++) {
    if (ledger.alive[row] === 0) continue;
    const shares = Array.from(allocation.subarray(row * assets, (row + 1) * assets));
    into.push({ age, wealth: ledger.wealth(row), priceIndex: ledger.priceIndex[row]!, shares });
  }
}
