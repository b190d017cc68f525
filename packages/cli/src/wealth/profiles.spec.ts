import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultMarket, simulate, standardStrategies } from '@longplay/envs/longview';
import { expect, it } from 'vitest';
import { readHousehold } from './read-household.ts';

const folder = fileURLToPath(new URL('../../../../profiles', import.meta.url));
const files = globSync('*.yaml', { cwd: folder });

it('there are profiles to begin with', () => {
  expect(files.length).toBeGreaterThanOrEqual(3);
});

it.each(files)('%s is a household that can be planned for, and is not settled beforehand', async (file) => {
  const household = await readHousehold(join(folder, file));
  const { strategies } = await simulate(household, defaultMarket(), standardStrategies(), { paths: 500, seed: 1 });
  const best = Math.max(...strategies.map(({ success }) => success.mean));
  expect(best).toBeGreaterThan(0.6);
  expect(best).toBeLessThan(1);
});
