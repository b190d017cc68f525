import { expect, it } from 'vitest';
import { mertonConsumptionRate, mertonRiskyShare } from './merton.ts';

// Closed forms of Merton (1969), worked out by hand.
it.each([
  [{ mean: 0.07, riskFree: 0.02, sd: 0.18, riskAversion: 3 }, 0.514403, 0.0319067],
  [{ mean: 0.07, riskFree: 0.03, sd: 0.15, riskAversion: 4 }, 0.444444, 0.0366667],
])('gives the share and the consumption rate of %j', (problem, share, rate) => {
  expect(mertonRiskyShare(problem)).toBeCloseTo(share, 6);
  expect(mertonConsumptionRate(problem, 0.03)).toBeCloseTo(rate, 6);
});

/** Expected power utility of growth over `years` with a fixed share, from the moments of the lognormal. */
function certaintyEquivalent(share: number): number {
  return 0.02 + share * 0.05 - (3 * share * share * 0.18 * 0.18) / 2;
}

it('gives the share with the greatest certainty equivalent', () => {
  const best = mertonRiskyShare({ mean: 0.07, riskFree: 0.02, sd: 0.18, riskAversion: 3 });
  for (const other of [best - 0.01, best + 0.01])
    expect(certaintyEquivalent(other)).toBeLessThan(certaintyEquivalent(best));
});

it('consumes at the rate of time preference with logarithmic utility', () => {
  expect(mertonConsumptionRate({ mean: 0.07, riskFree: 0.02, sd: 0.18, riskAversion: 1 }, 0.04)).toBeCloseTo(0.04, 12);
});

it.each([
  [{ mean: 0.07, riskFree: 0.02, sd: 0, riskAversion: 3 }, 'sd must be a number between 0 and Infinity'],
  [{ mean: 0.07, riskFree: 0.02, sd: 0.1, riskAversion: -1 }, 'riskAversion must be a number between 0 and Infinity'],
  [{ mean: NaN, riskFree: 0.02, sd: 0.1, riskAversion: 1 }, 'mean must be a number'],
])('refuses %j', (problem, message) => {
  expect(() => mertonRiskyShare(problem)).toThrow(RangeError);
  expect(() => mertonRiskyShare(problem)).toThrow(message);
});

it.each([0.05, 0])('refuses a deviation so small that no share is finite, at an excess return of %d', (excess) => {
  const problem = { mean: 0.02 + excess, riskFree: 0.02, sd: 1e-200, riskAversion: 3 };
  expect(() => mertonRiskyShare(problem)).toThrow('no finite share is best with a deviation (sd) of 1e-200');
});

it('refuses a time preference with which no consumption rate is best', () => {
  const problem = { mean: 0.07, riskFree: 0.02, sd: 0.18, riskAversion: 0.5 };
  expect(() => mertonConsumptionRate(problem, 0.01)).toThrow(
    expect.objectContaining({ name: 'ConfigurationError', cure: 'take a time preference above 0.048580' }),
  );
});
