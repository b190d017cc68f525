import { expect, test, vi } from 'vitest';
import { compile } from '../compile.ts';
import { uniformStrategy, type CompiledGame } from '../compiled-game.ts';
import { expectedValues, exploitability } from '../evaluation/best-response.ts';
import { stopOrGo } from '../fixtures/stop-or-go.ts';
import { kuhn } from '../games/kuhn.ts';
import { leduc, leducMerged } from '../games/leduc.ts';
import { matrixGame } from '../games/matrix-game.ts';
import { cfrPlus } from './cfr-plus.ts';
import { cfr } from './cfr.ts';
import type { CfrSolver } from './cfr-solver.ts';
import { dcfr } from './dcfr.ts';
import { linearCfr } from './linear-cfr.ts';
import { predictiveCfrPlus } from './predictive-cfr-plus.ts';
import { regretMatching } from './regret-matching.ts';

vi.setConfig({ testTimeout: 60_000 }); // computation, on a busy machine

const games = { kuhn: compile(kuhn()), leduc: compile(leduc()), 'leduc-merged': compile(leducMerged()) };
const algorithms = { cfr, 'cfr+': cfrPlus, dcfr, lcfr: linearCfr, 'pcfr+': predictiveCfrPlus };

/** Exploitability after each of these numbers of iterations. */
function curve(solver: CfrSolver, iterations: number[]): number[] {
  return iterations.map((count) => {
    solver.iterate(count - solver.iterations);
    return exploitability(solver.game, solver.averageStrategy());
  });
}

// OpenSpiel 2.0.2: CFRSolver, CFRPlusSolver, DCFRSolver(1.5, 0, 2), LCFRSolver, each with alternating updates. Leduc with
// its suits merged has the same values. Up to 100 iterations the digits agree; later, rounding grows.
test.each([
  ['kuhn', 'cfr', [0.458333333, 0.068698794, 0.008225977, 0.000937617]],
  ['kuhn', 'cfr+', [0.458333333, 0.032687091, 0.001194404, 0.000087365]],
  ['kuhn', 'dcfr', [0.458333333, 0.022778784, 0.001666342, 0.0001465]],
  ['kuhn', 'lcfr', [0.458333333, 0.021250731, 0.001089027, 0.00009353]],
  ['leduc', 'cfr', [2.373611111, 0.888578983, 0.095716353, 0.01181781]],
  ['leduc', 'cfr+', [2.373611111, 0.610438902, 0.013415995, 0.000257152]],
  ['leduc-merged', 'cfr', [2.373611111, 0.888578983, 0.095716353, 0.01181781]],
  ['leduc-merged', 'cfr+', [2.373611111, 0.610438902, 0.013415995, 0.000257152]],
] as const)('%s by %s falls as in OpenSpiel', (game, algorithm, expected) => {
  const found = curve(algorithms[algorithm](games[game]), [1, 10, 100, 1000]);
  for (const [index, value] of found.slice(0, 3).entries()) expect(value).toBeCloseTo(expected[index]!, 7);
  expect(Math.abs(found[3]! / expected[3] - 1)).toBeLessThan(0.05);
});

test('what a player earns by the latest strategies is exact', () => {
  const game = games.kuhn;
  const solver = cfr(game);
  expect(solver.recentUtilities()).toEqual([0, 0]);
  solver.iterate(1); // player 0 is updated while both still play uniformly
  const [first] = expectedValues(game, uniformStrategy(game));
  expect(first).not.toBeCloseTo(0, 2);
  expect(solver.recentUtilities()[0]).toBeCloseTo(first!, 12);
  solver.iterate(3000);
  expect(solver.recentUtilities()[0]).toBeCloseTo(-1 / 18, 1); // the latest strategies go round the equilibrium
});

// Kuhn 1950 for the value of his game; OpenSpiel for that of Leduc hold'em.
test.each([
  ['kuhn', -1 / 18],
  ['leduc-merged', -0.085606424078],
] as const)('%s is worth %f to the first player', (name, value) => {
  const solver = dcfr(games[name]);
  solver.iterate(10_000);
  const strategy = solver.averageStrategy();
  const error = exploitability(games[name], strategy);
  expect(error).toBeLessThan(1e-4);
  const found = expectedValues(games[name], strategy)[0]!;
  expect(found).toBeCloseTo(value, 7);
  // Each player is at most its own share of nashConv away from the value.
  expect(Math.abs(found - value)).toBeLessThan(2 * error);
});

test.each(Object.entries(algorithms))('%s: exploitability falls on every game', (_, algorithm) => {
  for (const game of [...Object.values(games).slice(0, 2), compile(kuhn({ players: 3 }))] as CompiledGame[]) {
    const found = curve(algorithm(game), [1, 10, 100, 400]);
    for (const [index, value] of found.slice(1).entries()) expect(value).toBeLessThan(found[index]!);
    expect(found[3]).toBeLessThan(0.03);
  }
});

// Deep down, players come with probabilities of the order of 2^-1500, so that regrets are zero or nearly so.
test.each(Object.entries(algorithms))('%s solves a game of 3000 moves in a row', (_, algorithm) => {
  const game = compile(stopOrGo(3000));
  const solver = algorithm(game);
  solver.iterate(50);
  const strategy = solver.averageStrategy();
  expect(strategy.every(Number.isFinite)).toBe(true);
  expect(exploitability(game, strategy)).toBeLessThan(0.05);
  expect(expectedValues(game, strategy)[0]).toBeGreaterThan(0.9);
});

test('regrets of any size are matched in proportion', () => {
  const game = compile(matrixGame([[0], [0], [0]]));
  for (const size of [1, 1e-300, 5e-309, 4 * Number.MIN_VALUE, 1e300]) {
    const strategy = uniformStrategy(game);
    const regrets = new Float64Array(game.sequences);
    regrets.set([size, 3 * size, -size], game.infosetStart[0]);
    regretMatching(strategy, game, 0, regrets);
    expect(Array.from(strategy.subarray(1, 4))).toEqual([0.25, 0.75, 0]);
  }
});
