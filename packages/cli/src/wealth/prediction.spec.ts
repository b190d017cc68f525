import { fixedAllocation, marketOf, simulate } from '@longplay/envs/longview';
import { expect, it } from 'vitest';
import { predictedPlan } from '../fixtures/prediction.ts';
import { predictionCsv } from './prediction-csv.ts';
import { predictionSummary } from './prediction-summary.ts';
import { percentileNames } from './prediction.ts';

const { household, prediction } = await predictedPlan();

it('has the policy first, then seven standard strategies and the most successful one', () => {
  expect(prediction.strategies.map(({ name }) => name)).toEqual([
    'learned policy',
    'constant real 4 %',
    'constant percentage 5 %',
    'guardrails',
    'variable percentage',
    'glide path',
    'fixed 60/40',
    'Merton share',
    'greatest success',
  ]);
  expect(prediction.strategies[0]!.success).toBe(prediction.success.mean);
  expect(prediction.optimum!.success).toBeGreaterThan(0.9);
});

it('simulates each strategy as it would be simulated alone, and compares path by path', async () => {
  const { strategies } = await simulate(household, marketOf({}), [fixedAllocation()], { paths: 40, seed: 3 });
  const alone = strategies[0]!;
  const beside = prediction.strategies.find(({ name }) => name === 'fixed 60/40')!;
  expect(beside).toMatchObject({
    success: alone.success.mean,
    median: alone.estate.p50,
    expectedUtility: alone.expectedUtility.mean,
  });
  const { mean, low, high } = beside.policyAdvantage!;
  expect(mean).toBeCloseTo(prediction.strategies[0]!.expectedUtility - beside.expectedUtility, 9);
  expect((low + high) / 2).toBeCloseTo(mean, 9);
});

it('has a row a year, in order, in real and in nominal money', () => {
  expect(prediction.ages).toEqual(Array.from({ length: 13 }, (_, year) => 60 + year));
  expect(prediction.percentiles[0]).toEqual({ p10: 5e5, p25: 5e5, p50: 5e5, p75: 5e5, p90: 5e5 });
  for (const rows of [prediction.percentiles, prediction.nominalPercentiles]) {
    expect(rows).toHaveLength(13);
    for (const row of rows) expect(Object.values(row)).toEqual(Object.values(row).toSorted((a, b) => a - b));
  }
  // 2 % of inflation for 10 years.
  const ratio = prediction.nominalPercentiles[10]!.p50 / prediction.percentiles[10]!.p50;
  expect(ratio).toBeGreaterThan(1.02 ** 10 * 0.9);
  expect(ratio).toBeLessThan(1.02 ** 10 * 1.1);
});

it('shows what the policy holds: a third of each asset', () => {
  expect(prediction.allocation.assets).toEqual(['equities', 'bonds', 'cash']);
  for (const cell of [...prediction.allocation.real, ...prediction.allocation.nominal]) {
    for (const share of cell.shares) expect(share).toBeCloseTo(1 / 3, 12);
  }
});

it('is the same again', async () => {
  expect((await predictedPlan()).prediction).toEqual(prediction);
});

it('is a table for spreadsheets', () => {
  const [head, ...lines] = predictionCsv(prediction)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  expect(head).toHaveLength(3 + 3 * 5);
  expect(new Set(lines.map((line) => line.length))).toEqual(new Set([18]));
  const column = (name: string) => lines.map((line) => line[head!.indexOf(name)]);
  expect(column('age').map(Number)).toEqual(prediction.ages);
  for (const name of percentileNames) {
    expect(column(`real_${name}`).map(Number)).toEqual(prediction.percentiles.map((row) => row[name]));
    expect(column(`nominal_${name}`).map(Number)).toEqual(prediction.nominalPercentiles.map((row) => row[name]));
    expect(column(`spending_${name}`).slice(0, -1).map(Number)).toEqual(
      prediction.spendingPercentiles.map((row) => row[name]),
    );
  }
  expect(column('spending_p50').at(-1)).toBe('');
});

it('fits a terminal', () => {
  const lines = predictionSummary(prediction);
  expect(lines[0]).toBe('Ann & <Bob>: 40 paths (seed 3), decided by /runs/balanced.safetensors; money of today');
  expect(lines.filter((line) => /^\d+ /.test(line)).map((line) => Number(line.split(' ')[0]))).toEqual([60, 70, 72]);
  expect(Math.max(...lines.slice(1).map((line) => line.length))).toBeLessThanOrEqual(120);
});
