import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CompiledGame } from '../compiled-game.ts';
import { compile } from '../compile.ts';
import { exploitability } from '../evaluation/best-response.ts';
import { kuhn } from '../games/kuhn.ts';
import { leducMerged } from '../games/leduc.ts';
import { matrixGame } from '../games/matrix-game.ts';
import { cfrPlus } from './cfr-plus.ts';
import { cfr } from './cfr.ts';
import { dcfr } from './dcfr.ts';
import { externalSampling } from './external-sampling.ts';
import { linearCfr } from './linear-cfr.ts';
import { outcomeSampling } from './outcome-sampling.ts';
import { predictiveCfrPlus } from './predictive-cfr-plus.ts';
import { loadStrategy, OtherSolverError } from './solver-snapshot.ts';
import { emptyTables, type Solver } from './solver.ts';
import { discounted, linear } from './weighting.ts';

const leduc = compile(leducMerged());
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longplay-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

const variants: Record<string, (game: CompiledGame) => Solver> = {
  cfr,
  'cfr+': cfrPlus,
  dcfr,
  'dcfr with other exponents': (game) => dcfr(game, { alpha: 2, beta: -Infinity, gamma: 3 }),
  lcfr: linearCfr,
  'pcfr+': predictiveCfrPlus,
  'es-mccfr': (game) => externalSampling(game, { seed: 3 }),
  'es-mccfr, linear': (game) => externalSampling(game, { seed: 3, weighting: linear(), discountEvery: 70 }),
  'es-mccfr, full': (game) => externalSampling(game, { seed: 3, averaging: 'full' }),
  'es-mccfr, pruning': (game) => externalSampling(game, { seed: 3, pruning: { below: -20, share: 0.9, after: 10 } }),
  'os-mccfr': (game) => outcomeSampling(game, { seed: 3 }),
  'os-mccfr, discounted': (game) => outcomeSampling(game, { weighting: discounted(), exploration: 0.3 }),
};

test.each(Object.entries(variants))(
  '%s: saved, loaded and continued is as never stopped, to the bit',
  async (name, make) => {
    const path = join(folder, `${name}.safetensors`);
    const [straight, stopped, resumed] = [make(leduc), make(leduc), make(leduc)];
    stopped.iterate(100);
    await stopped.save(path);
    const saved = exploitability(leduc, stopped.averageStrategy());
    resumed.iterate(7); // whatever it did before is gone
    await resumed.load(path);
    expect(resumed.iterations).toBe(100);
    expect(resumed.tables).toEqual(stopped.tables);
    expect(resumed.averageStrategy()).toEqual(stopped.averageStrategy());
    expect(await loadStrategy(leduc, path)).toEqual(stopped.averageStrategy());
    expect(resumed.recentUtilities()).toEqual(stopped.recentUtilities());
    resumed.iterate(400);
    straight.iterate(500);
    expect(resumed.tables).toEqual(straight.tables);
    expect(resumed.recentUtilities()).toEqual(straight.recentUtilities());
    expect(resumed.iterations).toBe(500);
    expect(exploitability(leduc, resumed.averageStrategy())).toBeLessThan(saved);
  },
);

test('a snapshot of another variant or game is refused, by name', async () => {
  const path = join(folder, 'refused.safetensors');
  await cfrPlus(leduc).save(path);
  for (const [name, make] of Object.entries(variants)) {
    if (name === 'cfr+') continue;
    const refused = make(leduc).load(path);
    await expect(refused).rejects.toBeInstanceOf(OtherSolverError);
    await expect(refused).rejects.toThrow(/expected .* of leduc-merged, found cfr\+ of leduc-merged/);
  }
  const other = cfrPlus(compile(kuhn())).load(path);
  await expect(other).rejects.toThrow('expected cfr+ of kuhn, found cfr+ of leduc-merged');
  await expect(loadStrategy(compile(kuhn()), path)).rejects.toThrow('expected kuhn, found leduc-merged');
});

test('another game of the same name is refused, and leaves the solver as it was', async () => {
  const path = join(folder, 'same-name.safetensors');
  await cfr(compile(matrixGame([[1, -1], [-1, 1]]))).save(path); // prettier-ignore
  const solver = cfr(compile(matrixGame([[2, -1], [-1, 1]]))); // prettier-ignore
  solver.iterate(10);
  const before = Float64Array.from(solver.tables.regrets);
  await expect(solver.load(path)).rejects.toThrow('another game of this name');
  expect(solver.tables.regrets).toEqual(before);
  const bytes = await readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(path, bytes);
  await expect(solver.load(path)).rejects.toThrow('is damaged');
});

test('tables in shared memory are used in place, and loaded into', async () => {
  const tables = emptyTables(leduc, { shared: true });
  const [own, shared] = [externalSampling(leduc, { seed: 1 }), externalSampling(leduc, { seed: 1, tables })];
  own.iterate(500);
  shared.iterate(500);
  expect(Array.from(tables.regrets)).toEqual(Array.from(own.tables.regrets));
  const path = join(folder, 'shared.safetensors');
  await shared.save(path);
  tables.regrets.fill(0);
  await shared.load(path);
  expect(Array.from(tables.regrets)).toEqual(Array.from(own.tables.regrets));
});
