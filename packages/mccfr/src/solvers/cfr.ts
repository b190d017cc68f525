import type { CompiledGame } from '../compiled-game.ts';
import { CfrSolver, type CfrOptions } from './cfr-solver.ts';
import { simple } from './weighting.ts';

/**
 * Plain counterfactual regret minimisation (Zinkevich et al. 2007): every iteration counts alike.
 *
 * @example
 * const game = compile(kuhn());
 * const solver = cfr(game);
 * solver.iterate(100);
 * exploitability(game, solver.averageStrategy()).toFixed(6); // => '0.008226'
 */
export const cfr = (game: CompiledGame, options?: CfrOptions): CfrSolver =>
  new CfrSolver(game, { name: 'cfr', weighting: simple(), matches: 'regrets' }, options);
