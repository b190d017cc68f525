import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { wilsonInterval, Z95 } from './confidence-interval.ts';

/** Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I. */
it.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%d successes of %d: from %d to %d', (successes, trials, low, high) => {
  const interval = wilsonInterval(successes, trials);
  expect(interval.mean).toBe(successes / trials);
  expect([interval.low, interval.high]).toEqual([expect.closeTo(low, 4), expect.closeTo(high, 4)]);
});

it('ends where the mean is 1.96 standard errors away, within 0 and 1, around the mean', () => {
  const cases = fc.integer({ min: 1, max: 10_000 }).chain((trials) =>
    fc.tuple(
      fc.nat(2 * trials).map((halves) => halves / 2),
      fc.constant(trials),
    ),
  );
  fc.assert(
    fc.property(cases, ([successes, trials]) => {
      const { mean, low, high } = wilsonInterval(successes, trials);
      expect([0 <= low, low <= mean, mean <= high, high <= 1, low < high]).toEqual([true, true, true, true, true]);
      for (const end of [low, high]) {
        expect(Math.abs((mean - end) ** 2 - (Z95 ** 2 * end * (1 - end)) / trials)).toBeLessThan(1e-12);
      }
      const failures = wilsonInterval(trials - successes, trials);
      expect(failures.low).toBeCloseTo(1 - high, 12);
      expect(failures.high).toBeCloseTo(1 - low, 12);
    }),
  );
});

it('begins at 0 where none succeeded, and ends at 1 where all did', () => {
  for (let trials = 1; trials <= 3000; trials++) {
    expect(wilsonInterval(0, trials).low).toBe(0);
    expect(wilsonInterval(trials, trials).high).toBe(1);
  }
});
