import { ConfigurationError } from '@longplay/runtime';
import { z } from 'zod';
import { envOf } from '../../env-of.ts';
import type { EnvironmentSpec } from '../../environment-spec.ts';
import type { Profile, ProfileInput } from '../household/profile.ts';
import type { Market } from '../markets/market.ts';
import { marketOf } from '../markets/market-of.ts';
import { drawnHouseholds, givenHouseholds, type HouseholdSet } from './household-set.ts';
import { MOST_INNER_PATHS } from './inner-simulation.ts';
import { LongViewBatch, type LongViewParts } from './longview-batch.ts';
import { livingReward, terminalWealthReward } from './reward.ts';

const rewards = { life: livingReward, 'terminal-wealth': terminalWealthReward };

const count = 'must be a whole number from 1 to 1000000, or a list of profiles';

const paths = `must be a whole number from 1 to ${MOST_INNER_PATHS}`;

const options = z.strictObject({
  profiles: z
    .union([z.int(count).min(1, count).max(1_000_000, count), z.array(z.record(z.string(), z.json())).min(1)], count)
    .default(10)
    .describe('how many random households, or a list of profiles'),
  profileSeed: z.int().nonnegative().default(0).describe('seed of the random households'),
  heldOut: z
    .boolean()
    .default(false)
    .describe('other random households than those of a training with the same seed; not with a list'),
  market: z
    .record(z.string(), z.json())
    .default({})
    .describe('the market, by its kind and options; {}: the default one'),
  innerPaths: z
    .int(paths)
    .min(1, paths)
    .max(MOST_INNER_PATHS, paths)
    .default(50)
    .describe('paths of the inner simulations behind each observation'),
  objective: z
    .enum(['life', 'terminal-wealth'])
    .default('life')
    .describe(
      'what is rewarded: the utility of a life, or that of the wealth at the end alone, where nothing is spent',
    ),
});

type Options = z.output<typeof options>;

const id = 'LongView-v0';

/** Household planning by its id. */
export const longViewEnvironment: EnvironmentSpec<Options> = {
  id,
  description: 'Spend, save and invest for life, a year in each step, in random markets: households of every kind.',
  options,
  make: (given) => envOf(new LongViewBatch(1, partsOf(given)), id),
  makeBatch: (rows, given) => new LongViewBatch(rows, partsOf(given)),
};

function partsOf(given: Options): LongViewParts {
  const market = marketOf(given.market, '.', `options of ${id}: market`);
  const { innerPaths, objective } = given;
  return { market, households: householdsOf(given, market), innerPaths, reward: rewards[objective] };
}

function householdsOf({ profiles, profileSeed: seed, heldOut, objective }: Options, market: Market): HouseholdSet {
  if (typeof profiles === 'number') {
    return drawnHouseholds(market, { count: profiles, seed, set: heldOut ? 'heldOut' : 'training' });
  }
  if (heldOut) {
    throw new ConfigurationError('heldOut is true, and profiles is a list: there are no others to hold out', {
      cure: 'set heldOut to false, or give the number of profiles to draw',
    });
  }
  const households = givenHouseholds(market, profiles as unknown as ProfileInput[]); // checked there
  for (let index = 0; index < households.count; index++) {
    expectPlayable(households.at(index).household.profile, `profile ${index + 1}`, objective);
  }
  return households;
}

/** Throws a ConfigurationError for what a profile may have elsewhere, and not in this environment. */
function expectPlayable({ market, savings }: Profile, name: string, objective: Options['objective']): void {
  if (market !== undefined) {
    throw new ConfigurationError(`${name}: market is set, and all profiles live in one market`, {
      cure: 'set environmentOptions.market',
    });
  }
  const { taxable, deferred, exempt } = savings;
  if (objective === 'terminal-wealth' && taxable.balance + deferred.balance + exempt.balance === 0) {
    throw new ConfigurationError(
      `${name}: savings are 0, and objective terminal-wealth counts wealth as a share of them`,
      {
        cure: 'give a balance of savings, or set objective to life',
      },
    );
  }
}
