import type { CompiledGame } from '../compiled-game.ts';
import { CfrSolver, type CfrOptions } from './cfr-solver.ts';
import { discounted } from './weighting.ts';

/**
 * Predictive CFR+ (Farina, Kroer and Sandholm, "Faster Game Solving via Predictive Blackwell Approachability", 2021):
 * CFR+ that expects the next regrets to be the latest ones, with the average weighted by t².
 *
 * @example
 * const game = compile(kuhn());
 * const solver = predictiveCfrPlus(game);
 * solver.iterate(100);
 * exploitability(game, solver.averageStrategy()) < 0.001; // => true
 */
export const predictiveCfrPlus = (game: CompiledGame, options?: CfrOptions): CfrSolver =>
  new CfrSolver(
    game,
    { name: 'pcfr+', weighting: discounted(Infinity, -Infinity, 2), matches: 'predicted regrets' },
    options,
  );
