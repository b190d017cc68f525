import { Random } from '@longplay/runtime';
import { expect, it, vi } from 'vitest';
import { drawProfile } from './household/draw-profile.ts';
import { household } from './household/household.ts';
import { bootstrapMarket } from './markets/bootstrap-market.ts';
import { lognormalMarket } from './markets/lognormal-market.ts';
import type { Market } from './markets/market.ts';
import { simulate } from './simulate.ts';
import { standardStrategies } from './strategies/standard-strategies.ts';

vi.setConfig({ testTimeout: 120_000 }); // many workers, on a busy machine

const monthly = lognormalMarket({ assets: { equities: [0.07, 0.15], bonds: [0.03, 0.06] }, stepsPerYear: 12 });

const history = bootstrapMarket({
  csv: [
    'year,equities,bonds,inflation',
    ...Array.from({ length: 40 }, (_, i) => {
      const random = Random.from(i);
      const [equities, bonds] = [0.07 + 0.15 * random.normal(), 0.03 + 0.06 * random.normal()];
      return `${1980 + i},${equities.toFixed(4)},${bonds.toFixed(4)},${(0.02 + 0.01 * random.normal()).toFixed(4)}`;
    }),
  ].join('\n'),
});

it.each<[string, Market]>([
  ['months', monthly],
  ['a history', history],
])('on a market of %s, one worker, two and eight give the same bits', async (_, market) => {
  const home = household(drawProfile(Random.from(4)));
  const [one, two, eight] = await Promise.all(
    [1, 2, 8].map((workers) => simulate(home, market, standardStrategies(), { paths: 2_500, seed: 5, workers })),
  );
  expect(two).toEqual(one);
  expect(eight).toEqual(one);
});
