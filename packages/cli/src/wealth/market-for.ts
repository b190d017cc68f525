import { dirname } from 'node:path';
import { marketOf, type Market, type MarketDescription, type Profile } from '@longplay/envs/longview';
import { ConfigurationError } from '@longplay/runtime';
import { shortPath } from '../config/short-path.ts';
import type { HouseholdPolicy } from './load-policy.ts';

/**
 * The market to plan with: that of the profile, else the one that the policy was trained in.
 *
 * @param file - of the profile: a history of returns is looked for beside it.
 * @throws ConfigurationError when the profile's market is wrong, or has other assets than the policy knows.
 */
export function marketFor(
  { market: described }: Pick<Profile, 'market'>,
  file: string,
  { checkpoint, environmentOptions }: Pick<HouseholdPolicy, 'checkpoint' | 'environmentOptions'>,
): Market {
  const trained = marketOf((environmentOptions['market'] ?? {}) as MarketDescription);
  if (described === undefined) return trained;
  const market = marketOf(described, dirname(file), `${shortPath(file)}: market`);
  const [given, known] = [market.assets.join(', '), trained.assets.join(', ')];
  if (given === known) return market;
  throw new ConfigurationError(
    `${shortPath(file)}: market has the assets ${given}, and ${shortPath(checkpoint)} was trained with ${known}`,
    { cure: 'give the market the same assets in the same order, or train a policy in it' },
  );
}
