import { expect, it } from 'vitest';
import { lognormalParameters } from '../markets/returns.ts';
import { normalCdf } from './distributions.ts';
import { withdrawalSuccess } from './withdrawals.ts';

const problem = { mean: 0.05, sd: 0.1, rate: 0.04, years: 30 };

// By quadrature, computed independently.
it.each([
  [0.03, 0.9936],
  [0.04, 0.9276],
  [0.05, 0.7286],
  [0.06, 0.45],
])('30 yearly withdrawals of %d: success %d', async (rate, expected) => {
  const { success, standardError } = await withdrawalSuccess({ ...problem, rate }, { paths: 200_000, seed: 1 });
  // Four standard errors, and the rounding of the expected value.
  expect(Math.abs(success - expected)).toBeLessThan(4 * standardError + 5e-5);
  expect(Math.abs(success - expected)).toBeLessThan(0.002);
  expect(standardError).toBeCloseTo(Math.sqrt((expected * (1 - expected)) / 200_000), 4);
});

it('agrees with the closed form for two withdrawals', async () => {
  // The second is paid where (1 - rate) growth >= rate.
  const two = { mean: 0.02, sd: 0.3, rate: 0.5, years: 2 };
  const { mu, sigma } = lognormalParameters([two.mean, two.sd]);
  const { success, standardError } = await withdrawalSuccess(two, { paths: 100_000, seed: 2 });
  expect(Math.abs(success - normalCdf(mu / sigma))).toBeLessThan(4 * standardError);
});

it.each([
  // Wilson's interval for all or none of 10: z²/(10 + z²) from the end.
  [1, 1, { low: expect.closeTo(0.722467, 6), high: 1 }],
  [1.01, 0, { low: 0, high: expect.closeTo(0.277533, 6) }],
])('pays the first withdrawal before any return: of %d, success %d', async (rate, success, interval) => {
  const once = await withdrawalSuccess({ ...problem, rate, years: 1 }, { paths: 10, seed: 1 });
  expect(once).toEqual({ success, standardError: 0, interval });
});

it('has the same bits for 1 and 2 workers, and others for another seed', async () => {
  const options = { paths: 50_001, seed: 7 };
  const one = await withdrawalSuccess(problem, options);
  expect(await withdrawalSuccess(problem, { ...options, workers: 2 })).toEqual(one);
  expect(await withdrawalSuccess(problem, { ...options, seed: 8 })).not.toEqual(one);
});

it.each([
  [{ mean: -1 }, 'mean must be a number between -1'],
  [{ sd: 0 }, 'sd must be a number between 0'],
  [{ rate: 0 }, 'rate must be a number between 0'],
  [{ years: 0 }, 'years must be a whole number from 1, and is 0'],
  [{ paths: 0 }, 'paths must be a whole number from 1, and is 0'],
  [{ paths: 1.5 }, 'paths must be a whole number from 1, and is 1.5'],
])('refuses %j', async ({ paths = 10, ...change }: Partial<typeof problem & { paths: number }>, message) => {
  await expect(withdrawalSuccess({ ...problem, ...change }, { paths, seed: 1 })).rejects.toThrow(message);
});
