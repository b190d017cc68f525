import { Random } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { checkEnv } from '../../checks/check-env.ts';
import { make, registered } from '../../registry.ts';
import { newBatchStep } from '../../vector/batch-step.ts';
import { goalPortfolios } from './goal-portfolios.ts';

const id = 'GoalsBasedWealth-v0';

it('is an environment like the others', () => {
  expect(() => checkEnv(make(id))).not.toThrow();
  expect(() => checkEnv(make(id, { wealth: 150, years: 1, spread: 1 }))).not.toThrow();
});

it('shows wealth beside the goal and the time left, and ends with the years', () => {
  const env = make(id, { wealth: 50, goal: 100, years: 4 });
  const first = env.reset({ seed: 1 }).observation as Float32Array;
  expect(first[0]).toBeCloseTo(Math.log(0.5) / 0.2, 6);
  const seen = [first[1]];
  for (let year = 1; year <= 4; year++) {
    const { observation, reward, terminated, truncated } = env.step(year);
    seen.push((observation as Float32Array)[1]);
    expect([terminated, truncated]).toEqual([year === 4, false]);
    expect(reward).toBe(year === 4 && (observation as Float32Array)[0]! >= 0 ? 1 : 0);
  }
  expect(seen).toEqual([1, 0.75, 0.5, 0.25, 0]);
});

it('begins within the spread', () => {
  const env = make(id, { wealth: 200, goal: 200, spread: 0.5 });
  const starts = Array.from({ length: 500 }, (_, seed) => {
    return 0.2 * (env.reset({ seed }).observation as Float32Array)[0]!;
  });
  expect(Math.min(...starts)).toBeGreaterThanOrEqual(-0.5);
  expect(Math.min(...starts)).toBeLessThan(-0.48);
  expect(Math.max(...starts)).toBeLessThanOrEqual(0.5);
  expect(Math.max(...starts)).toBeGreaterThan(0.48);
});

// Closed form: log wealth after T years of one portfolio is normal with mean (mean - sd²/2) T and deviation sd sqrt(T).
it.each([0, 7, 14])('lets wealth in portfolio %d follow its law', (portfolio) => {
  const rows = 20_000;
  const years = 3;
  const batch = registered(id, { years }).makeBatch(rows);
  const out = newBatchStep(batch, rows);
  for (let row = 0; row < rows; row++) batch.reset(row, Random.from(1, row).uint32(), out);
  for (let year = 0; year < years; year++) batch.step(new Float32Array(rows).fill(portfolio), out);
  expect([...out.terminated].every((flag) => flag === 1)).toBe(true);
  const growth = Array.from({ length: rows }, (_, row) => 0.2 * out.finalObservations[2 * row]! + Math.log(2));
  const { mean, sd } = goalPortfolios()[portfolio]!;
  const expected = (mean - (sd * sd) / 2) * years;
  const found = growth.reduce((sum, x) => sum + x, 0) / rows;
  const variance = growth.reduce((sum, x) => sum + (x - found) ** 2, 0) / rows;
  const deviation = sd * Math.sqrt(years);
  // Four standard errors; that of a variance is sqrt(2 / n) of it.
  expect(Math.abs(found - expected)).toBeLessThan((4 * deviation) / Math.sqrt(rows));
  expect(Math.abs(variance / deviation ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / rows));
});

it('takes the same shocks whatever is chosen', () => {
  const [safe, bold] = [make(id, { years: 1 }), make(id, { years: 1 })];
  const portfolios = goalPortfolios();
  const shock = (env: ReturnType<typeof make>, portfolio: number) => {
    env.reset({ seed: 5 });
    const { mean, sd } = portfolios[portfolio]!;
    const x = 0.2 * (env.step(portfolio).observation as Float32Array)[0]!;
    return (x - Math.log(0.5) - mean + (sd * sd) / 2) / sd;
  };
  expect(shock(safe, 0)).toBeCloseTo(shock(bold, 14), 4);
});

it.each([
  [{ wealth: 0 }, 'wealth is 0'],
  [{ goal: -5 }, 'goal is -5'],
  [{ years: 2.5 }, 'years is 2.5'],
  [{ yeers: 3 }, 'did you mean "years"?'],
])('refuses %j', (options, message) => {
  expect(() => make(id, options)).toThrow(message);
});
