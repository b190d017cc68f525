import { expect, it } from 'vitest';
import { withdrawalSuccess } from './withdrawals.ts';

it('has the same bits for 1, 2, 3 and 8 workers', { timeout: 60_000 }, async () => {
  const problem = { mean: 0.05, sd: 0.1, rate: 0.05, years: 30 };
  const one = await withdrawalSuccess(problem, { paths: 100_001, seed: 7 });
  for (const workers of [2, 3, 8]) {
    expect(await withdrawalSuccess(problem, { paths: 100_001, seed: 7, workers })).toEqual(one);
  }
});
