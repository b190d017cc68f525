import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { checkGame } from '../check-game.ts';
import { compile } from '../compile.ts';
import { policyOf } from '../compiled-game.ts';
import { expectedValues, nashConv } from '../evaluation/best-response.ts';
import { valueOfMatrix } from '../fixtures/linear-program.ts';
import { playAtRandom } from '../fixtures/play-at-random.ts';
import { randomStrategy } from '../fixtures/random-strategy.ts';
import { valueOfGame } from '../fixtures/sequence-form-program.ts';
import { normalForm, signallingGame } from '../fixtures/signalling-game.ts';
import { twoMoveGame } from '../fixtures/two-move-game.ts';
import type { Game } from '../game.ts';
import { kuhn } from '../games/kuhn.ts';
import { matrixGame } from '../games/matrix-game.ts';
import { cfrPlus } from './cfr-plus.ts';
import { cfr } from './cfr.ts';
import { dcfr } from './dcfr.ts';
import { externalSampling } from './external-sampling.ts';
import { linearCfr } from './linear-cfr.ts';
import { outcomeSampling } from './outcome-sampling.ts';
import { predictiveCfrPlus } from './predictive-cfr-plus.ts';

vi.setConfig({ testTimeout: 60_000 }); // computation, on a busy machine

const solvers = {
  cfr: [cfr, 3000],
  'cfr+': [cfrPlus, 1000],
  dcfr: [dcfr, 1000],
  lcfr: [linearCfr, 1000],
  'pcfr+': [predictiveCfrPlus, 1000],
  'es-mccfr': [externalSampling, 20_000],
  'os-mccfr': [outcomeSampling, 20_000],
} as const;

const utility = fc.integer({ min: -10, max: 10 });
const size = fc.integer({ min: 1, max: 4 });

const exactly = (count: number) => ({ minLength: count, maxLength: count });
const small = fc.integer({ min: 1, max: 3 });

const matrixGames = fc
  .tuple(size, size)
  .chain(([rows, columns]) => fc.array(fc.array(utility, exactly(columns)), exactly(rows)))
  .map((matrix) => ({ game: matrixGame(matrix) as Game, matrix }));

const signallingGames = fc
  .tuple(small, small, small)
  .chain(([types, signals, answers]) =>
    fc.record({
      chances: fc.array(fc.integer({ min: 1, max: 9 }), exactly(types)).map((weights) => {
        const all = weights.reduce((sum, weight) => sum + weight, 0);
        return weights.map((weight) => weight / all);
      }),
      signals: fc.constant(signals),
      answers: fc.constant(answers),
      utilities: fc.array(fc.array(fc.array(utility, exactly(answers)), exactly(signals)), exactly(types)),
    }),
  )
  .map((game) => ({ game: signallingGame(game) as Game, matrix: normalForm(game) }));

const ofEachPlayer = fc.tuple(fc.boolean(), fc.boolean());
const twoMoveGames = fc
  .record({
    draws: small,
    actions: fc.tuple(small, small),
    knows: ofEachPlayer,
    hears: ofEachPlayer,
    seed: fc.nat(1e6),
  })
  .map((options) => twoMoveGame(options) as Game);

const gamesWithValues = fc.oneof(
  fc.oneof(matrixGames, signallingGames).map(({ game, matrix }) => ({ game, value: valueOfMatrix(matrix) })),
  twoMoveGames.map((game) => ({ game, value: valueOfGame(game) })),
);

test.each(Object.keys(solvers) as (keyof typeof solvers)[])('%s solves games as a linear program does', (name) => {
  const [make, iterations] = solvers[name];
  fc.assert(
    fc.property(gamesWithValues, ({ game, value }) => {
      const compiled = compile(game);
      const solver = make(compiled);
      solver.iterate(iterations);
      const strategy = solver.averageStrategy();
      const gap = nashConv(compiled, strategy);
      expect(gap).toBeGreaterThan(-1e-9);
      expect(gap).toBeLessThan(name === 'os-mccfr' ? 2 : 0.5); // of utilities up to 10
      // A strategy is worth the value up to what the players could gain; yalps rounds to 1e-8.
      const error = Math.abs(expectedValues(compiled, strategy)[0]! - value);
      expect(error).toBeLessThanOrEqual(gap + 1e-7);
    }),
    { seed: 1, numRuns: name.endsWith('mccfr') ? 14 : 60 },
  );
});

test('the two linear programs agree, and with the value of Kuhn poker', () => {
  expect(valueOfGame(kuhn())).toBeCloseTo(-1 / 18, 8);
  fc.assert(
    fc.property(fc.oneof(matrixGames, signallingGames), ({ game, matrix }) => {
      expect(valueOfGame(game)).toBeCloseTo(valueOfMatrix(matrix), 7);
    }),
    { seed: 1, numRuns: 40 },
  );
});

test('random games keep the rules, and random plays earn what is expected', () => {
  fc.assert(
    fc.property(twoMoveGames, fc.nat(1e6), (game, seed) => {
      const compiled = compile(game);
      expect(checkGame(game).infosets).toBe(compiled.infosetNames.length);
      const strategy = randomStrategy(compiled, seed);
      const { mean, standardError } = playAtRandom(game, policyOf(compiled, strategy), { plays: 2000, seed });
      expect(Math.abs(mean - expectedValues(compiled, strategy)[0]!)).toBeLessThan(4 * standardError + 1e-9);
    }),
    { seed: 1, numRuns: 8 },
  );
});
