import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import { ExternalSamplingTwin } from '../fixtures/external-sampling-twin.ts';
import { TERMINAL, type Game } from '../game.ts';
import { kuhn } from '../games/kuhn.ts';
import { leducMerged } from '../games/leduc.ts';
import { liarsDice } from '../games/liars-dice.ts';
import { matrixGame } from '../games/matrix-game.ts';
import { cfrPlus } from './cfr-plus.ts';
import { externalSampling, type ExternalSamplingOptions } from './external-sampling.ts';
import { outcomeSampling } from './outcome-sampling.ts';
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

test('solvers on one table have streams of their own, and room in common', () => {
  const game = compile(leducMerged());
  const tables = emptyTables(game, { shared: true });
  const bytes = tables.memory.buffer.byteLength;
  const pair = [1, 2].map((seed) => externalSampling(game, { tables, seed }));
  const twinTables = emptyTables(game);
  const twins = [1, 2].map((seed) => new ExternalSamplingTwin(game, { tables: twinTables, seed }));
  for (const solvers of [pair, twins]) for (const turn of [0, 1, 0, 1]) solvers[turn]!.iterate(100);
  expect(Array.from(tables.regrets)).toEqual(Array.from(twinTables.regrets));
  for (let more = 0; more < 100; more++) externalSampling(game, { tables });
  expect(tables.memory.buffer.byteLength).toBe(bytes);
});

test('tables that the kernel cannot reach, of another size or game, are refused', () => {
  const game = compile(kuhn());
  const unreachable = 'the tables of external sampling are not in memory that its kernel can reach';
  expect(() => externalSampling(game, { tables: emptyTables(game) })).toThrow(unreachable);
  const tables = emptyTables(game, { shared: true });
  const { regrets, strategySums } = emptyTables(game);
  expect(() => externalSampling(game, { tables: { ...tables, regrets, strategySums } })).toThrow(unreachable);
  for (const make of [externalSampling, outcomeSampling, cfrPlus]) {
    expect(() => make(compile(leducMerged()), { tables })).toThrow(
      `a table has ${game.sequences} numbers, and the game leduc-merged has 674 sequences`,
    );
  }
  const [one, other] = [matrixGame([[1, 2]], { name: 'one' }), matrixGame([[1, 3]], { name: 'other' })]; // prettier-ignore
  const first = externalSampling(compile(one));
  expect(() => externalSampling(compile(other), { tables: first.tables })).toThrow(
    'the tables given to other are those of another game',
  );
});
