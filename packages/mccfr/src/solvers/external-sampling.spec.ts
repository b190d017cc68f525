import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import { ExternalSamplingTwin } from '../fixtures/external-sampling-twin.ts';
import { TERMINAL, type Game } from '../game.ts';
import { kuhn } from '../games/kuhn.ts';
import { leducMerged } from '../games/leduc.ts';
import { liarsDice } from '../games/liars-dice.ts';
import { matrixGame } from '../games/matrix-game.ts';
import { externalSampling, type ExternalSamplingOptions } from './external-sampling.ts';
import { emptyTables } from './solver.ts';
import { discounted } from './weighting.ts';

const always = { below: -3, share: 1, after: -1 };

/** A row of so many actions, of which the first earns most. */
const wide = (actions: number) => matrixGame(Array.from({ length: actions }, (_, row) => [-row, -row - 1]));

/** A game that is over before it begins. */
const over: Game<number> = {
  name: 'over',
  players: 2,
  zeroSum: true,
  initial: () => 0,
  turn: () => TERMINAL,
  actions: () => [],
  chances: () => [],
  play: (state) => state,
  infoset: () => '',
  utilities: () => [3, -3],
};

test.each([
  ['kuhn', kuhn(), {}, 3000],
  ['three players', kuhn({ players: 3 }), { weighting: discounted(), discountEvery: 70 }, 2000],
  ['chance in the middle', leducMerged(), { seed: 4 }, 3000],
  ['full averaging', leducMerged(), { averaging: 'full' }, 300],
  ['two and three actions, pruned', leducMerged(), { pruning: always }, 3000],
  ['up to nine actions', liarsDice({ faces: 4 }), { seed: [1, 2] }, 300],
  ['up to nine actions, pruned now and then', liarsDice({ faces: 4 }), { pruning: { below: -9, share: 0.5, after: 20 } }, 300], // prettier-ignore
  ['one action', matrixGame([[2], [1]]), {}, 30],
  ['many actions', wide(300), {}, 30],
  ['none', over, {}, 3],
] as [string, Game, ExternalSamplingOptions, number][])(
  'what the kernel does is what plain loops do, to the bit: %s',
  (_, game, options, iterations) => {
    const compiled = compile(game);
    const [kernel, twin] = [externalSampling(compiled, options), new ExternalSamplingTwin(compiled, options)];
    for (const solver of [kernel, twin]) {
      solver.iterate(1);
      solver.traverse(1);
      solver.iterate(iterations);
    }
    expect(Array.from(kernel.tables.regrets)).toEqual(Array.from(twin.tables.regrets));
    expect(Array.from(kernel.tables.strategySums)).toEqual(Array.from(twin.tables.strategySums));
    expect(kernel.recentUtilities()).toEqual(twin.recentUtilities());
    expect(kernel.recentUtilities()[0]).not.toBe(0);
  },
);

test('two solvers on one table work in turn as one does', () => {
  const game = compile(leducMerged());
  const tables = emptyTables(game, { shared: true });
  const [first, second, alone] = [{ tables }, { tables }, {}].map((options) => externalSampling(game, options));
  for (const [solver, from] of [
    [first, 0],
    [second, 500],
  ] as const) {
    // prettier-ignore
    solver!.seek(from);
    solver!.iterate(500);
    alone!.seek(from);
    alone!.iterate(500);
  }
  expect(Array.from(tables.regrets)).toEqual(Array.from(alone!.tables.regrets));
});

test('tables that the kernel cannot reach are refused', () => {
  const game = compile(kuhn());
  expect(() => externalSampling(game, { tables: emptyTables(game) })).toThrow(
    'the tables of external sampling are not in memory that its kernel can reach',
  );
});
