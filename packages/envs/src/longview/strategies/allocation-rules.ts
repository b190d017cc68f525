import { ConfigurationError, unknownName } from '@longplay/runtime';
import type { Household } from '../household/household.ts';
import type { Market } from '../markets/market.ts';
import { mertonShares } from './merton-shares.ts';
import type { AllocationDescription } from './strategy-description.ts';

/** The shares of each year: [assets]. */
export type AllocationRule = (year: number) => Float64Array;

/**
 * The portfolio of a rule by year. None of these looks at wealth.
 *
 * - fixed: the same shares for ever, rebalanced.
 * - glide-path: equities (110 - age)/100, from 20 % to 90 %, the rest bonds; "age in bonds" with ten years more, after
 *   Bogle, "Common Sense on Mutual Funds", 1999.
 * - merton: see `mertonShares`.
 *
 * @throws ConfigurationError for an asset that the market does not have
 */
export function allocationRule(rule: AllocationDescription, household: Household, market: Market): AllocationRule {
  switch (rule.kind) {
    case 'fixed': {
      const shares = sharesOf(rule.shares, market);
      return () => shares;
    }
    case 'glide-path': {
      const byYear = Array.from({ length: household.years }, (_, year) => {
        const share = (rule.base - household.profile.age - year) / 100;
        const equities = Math.max(Math.min(share, rule.most), rule.least);
        return sharesOf({ [rule.equities]: equities, [rule.bonds]: 1 - equities }, market);
      });
      return (year) => byYear[year]!;
    }
    case 'merton': {
      const shares = mertonShares(market.moments, rule.riskAversion ?? household.profile.riskAversion);
      return () => shares;
    }
  }
}

/** Shares by name in the order of the market's assets, scaled to sum to one to the last bit that there is. */
function sharesOf(shares: Readonly<Record<string, number>>, { assets }: Market): Float64Array {
  for (const name of Object.keys(shares)) {
    if (assets.includes(name)) continue;
    throw new ConfigurationError(unknownName('asset', name, assets), {
      cure: 'name assets of the market in the allocation, or give the market that asset',
    });
  }
  const total = Object.values(shares).reduce((sum, share) => sum + share, 0);
  return Float64Array.from(assets, (name) => (shares[name] ?? 0) / total);
}
