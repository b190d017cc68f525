import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import { meanExploitability } from '../fixtures/mean-exploitability.ts';
import { mixedRegrets, tablesWith } from '../fixtures/mixed-regrets.ts';
import { PlainValues } from '../fixtures/plain-values.ts';
import { largestDeviation, sampledMeans } from '../fixtures/sampled-means.ts';
import { leduc, leducMerged } from '../games/leduc.ts';
import { cfrPlus } from './cfr-plus.ts';
import { externalSampling } from './external-sampling.ts';
import { outcomeSampling } from './outcome-sampling.ts';
import { regretMatching } from './regret-matching.ts';
import type { Solver } from './solver.ts';

test.each([
  ['es-mccfr', externalSampling],
  ['os-mccfr', outcomeSampling],
])(
  '%s on Leduc hold’em: the mean of sampled regrets is the exact regret at all 936 infosets',
  (_, sampler) => {
    const plain = leduc();
    const game = compile(plain);
    const regrets = mixedRegrets(game, 1);
    const strategy = new Float64Array(game.sequences);
    for (const player of [0, 1]) regretMatching(strategy, game, player, regrets);
    const exact = new PlainValues(plain, game, strategy);
    for (const player of [0, 1]) {
      const tables = tablesWith(game, regrets);
      const found = sampledMeans(sampler(game, { seed: 5, tables }), player, 600_000).regrets;
      expect(largestDeviation(found, exact.regrets(player))).toBeLessThan(4);
    }
  },
  120_000,
);

// OpenSpiel 2.0.2, external sampling with simple averaging, means over seeds.
test('external sampling on Leduc hold’em falls as in OpenSpiel, within a factor of 2', () => {
  const means = meanExploitability(compile(leduc()), [1e4, 1e5], 5);
  expect(means[0]).toBeLessThan(2 * 0.273);
  expect(means[1]).toBeLessThan(2 * 0.065);
}, 60_000);

test.each([
  ['cfr+', 4, cfrPlus],
  ['es-mccfr', 10, externalSampling],
  ['os-mccfr', 4, outcomeSampling],
])(
  '%s keeps no memory while it iterates: the heap grows by less than 1 MB in %i s',
  (_, seconds, make) => {
    const solver: Solver = make(compile(leducMerged()));
    const iterateFor = (milliseconds: number) => {
      const end = performance.now() + milliseconds;
      while (performance.now() < end) solver.iterate(100);
    };
    iterateFor(1000);
    const before = process.memoryUsage().heapUsed;
    iterateFor(seconds * 1000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(2 ** 20);
  },
  60_000,
);
