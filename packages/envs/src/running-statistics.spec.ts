import { Random } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { RunningStatistics } from './running-statistics.ts';

/** From `gymnasium.wrappers.utils.RunningMeanStd`, Gymnasium 1.4.0, which is that of Stable-Baselines3. */
it('merges as Stable-Baselines3 does', () => {
  const statistics = new RunningStatistics(2);
  for (const row of [[1, 2], [3, -1], [0.5, 7]]) statistics.update(row); // prettier-ignore
  const { mean, variance, count } = statistics.state();
  expect(count).toBeCloseTo(3.0001, 12);
  for (const [i, value] of [1.49995, 2.66657778].entries()) expect(mean[i]).toBeCloseTo(value, 8);
  for (const [i, value] of [1.16673611, 10.88879629].entries()) expect(variance[i]).toBeCloseTo(value, 8);
});

it('comes to the mean and variance of all rows', () => {
  const random = Random.from(1);
  const values = Array.from({ length: 5000 }, () => 1000 + 3 * random.normal());
  const statistics = new RunningStatistics(1);
  for (const value of values) statistics.update([value]);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  // The first count of 1e-4 at mean 0 shifts them by about 1e-4 / 5000 of 1000, and of 1000^2.
  expect(statistics.mean[0]).toBeCloseTo(mean, 4);
  expect(statistics.variance[0]).toBeCloseTo(variance + 0.02, 2);
});

it('goes on from its saved state bit for bit', () => {
  const [one, other] = [new RunningStatistics(1), new RunningStatistics(1)];
  one.update([2.5]);
  other.restore(JSON.parse(JSON.stringify(one.state())) as ReturnType<typeof one.state>);
  for (const statistics of [one, other]) statistics.update([-1 / 3]);
  expect(other.state()).toEqual(one.state());
});
