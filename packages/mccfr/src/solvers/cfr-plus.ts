import type { CompiledGame } from '../compiled-game.ts';
import { CfrSolver, type CfrOptions } from './cfr-solver.ts';
import { discounted } from './weighting.ts';

/**
 * CFR+ (Tammelin, "Solving Large Imperfect Information Games Using CFR+", 2014): regrets below zero are forgotten, and
 * the strategy of iteration t counts t times in the average.
 *
 * @example
 * const game = compile(kuhn());
 * const solver = cfrPlus(game);
 * solver.iterate(1000);
 * exploitability(game, solver.averageStrategy()) < 1e-4; // => true
 */
export const cfrPlus = (game: CompiledGame, options?: CfrOptions): CfrSolver =>
  new CfrSolver(game, { name: 'cfr+', weighting: discounted(Infinity, -Infinity, 1), matches: 'regrets' }, options);
