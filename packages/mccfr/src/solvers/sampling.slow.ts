import { expect, test } from 'vitest';
import type { CompiledGame } from '../compiled-game.ts';
import { compile } from '../compile.ts';
import { meanExploitability } from '../fixtures/mean-exploitability.ts';
import { mixedRegrets, tablesWith } from '../fixtures/mixed-regrets.ts';
import { PlainValues } from '../fixtures/plain-values.ts';
import { largestDeviation, sampledMeans } from '../fixtures/sampled-means.ts';
import type { Game } from '../game.ts';
import { kuhn } from '../games/kuhn.ts';
import { leduc, leducMerged } from '../games/leduc.ts';
import { cfrPlus } from './cfr-plus.ts';
import { dcfr } from './dcfr.ts';
import { externalSampling } from './external-sampling.ts';
import { outcomeSampling } from './outcome-sampling.ts';
import { predictiveCfrPlus } from './predictive-cfr-plus.ts';
import { regretMatching } from './regret-matching.ts';
import { SamplingSolver } from './sampling-solver.ts';
import type { Solver } from './solver.ts';
import { linear } from './weighting.ts';

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
test.each([
  ['Kuhn poker', kuhn, [0.0117, 0.0028, 0.00065]],
  ['Leduc hold’em', leduc, [0.273, 0.065, 0.02]],
] as const)(
  'external sampling on %s falls as in OpenSpiel, within a factor of 2',
  (_, make, expected) => {
    const means = meanExploitability(compile(make() as Game), [1e4, 1e5, 1e6], 5);
    for (const [index, mean] of means.entries()) expect(mean).toBeLessThan(2 * expected[index]!);
  },
  60_000,
);

const pruning = { below: -300, share: 0.95, after: 1000 };

test.each([
  ['cfr+', 3, (game) => cfrPlus(game)],
  ['dcfr', 3, (game) => dcfr(game)],
  ['pcfr+', 3, (game) => predictiveCfrPlus(game)],
  ['es-mccfr', 10, (game) => externalSampling(game)],
  ['es-mccfr, full averaging', 3, (game) => externalSampling(game, { averaging: 'full' })],
  ['es-mccfr, linear, pruned', 3, (game) => externalSampling(game, { weighting: linear(), pruning })],
  ['os-mccfr', 3, (game) => outcomeSampling(game)],
] as [string, number, (game: CompiledGame) => Solver][])(
  '%s keeps no memory while it iterates: the heap grows by less than 1 MB in %i s',
  (_, seconds, make) => {
    const solver = make(compile(leducMerged()));
    const iterateFor = (milliseconds: number) => {
      const end = performance.now() + milliseconds;
      while (performance.now() < end) solver.iterate(solver instanceof SamplingSolver ? 10_000 : 100); // some ms
    };
    iterateFor(1000);
    const before = process.memoryUsage().heapUsed;
    iterateFor(seconds * 1000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(2 ** 20);
  },
  60_000,
);
