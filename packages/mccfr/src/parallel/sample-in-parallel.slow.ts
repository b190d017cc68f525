import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import { exploitability } from '../evaluation/best-response.ts';
import { liarsDice } from '../games/liars-dice.ts';
import { externalSampling } from '../solvers/external-sampling.ts';
import { emptyTables } from '../solvers/solver.ts';
import { sampleInParallel } from './sample-in-parallel.ts';

const SEEDS = 16;
const ITERATIONS = 32_000;

// Several workers on one table are never twice the same: the bound has two standard errors more than it claims.
test('shared: two workers are as far after the same iterations as one, within a tenth', async () => {
  const game = compile(liarsDice({ faces: 5 })); // 5120 infosets
  const found: Record<number, number[]> = { 1: [], 2: [] };
  for (let seed = 0; seed < SEEDS; seed++) {
    for (const workers of [1, 2]) {
      const solver = externalSampling(game, { seed, tables: emptyTables(game, { shared: true }) });
      for await (const update of sampleInParallel(solver, { iterations: ITERATIONS, workers })) {
        expect(update.workerShares).toHaveLength(workers);
      }
      found[workers]!.push(exploitability(game, solver.averageStrategy()));
    }
  }
  const [one, two] = [statistics(found[1]!), statistics(found[2]!)];
  expect(two.mean).toBeLessThan(1.1 * one.mean + 2 * Math.hypot(1.1 * one.error, two.error));
}, 240_000);

function statistics(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((a, b) => a + b) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}
