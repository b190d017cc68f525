import type { CompiledGame } from '../compiled-game.ts';
import { CfrSolver, type CfrOptions } from './cfr-solver.ts';
import { linear } from './weighting.ts';

/**
 * Linear CFR (Brown and Sandholm 2019): iteration t counts t times, in the regrets as in the average. It is discounted
 * CFR with all exponents 1.
 *
 * @example
 * const game = compile(kuhn());
 * const solver = linearCfr(game);
 * solver.iterate(100);
 * exploitability(game, solver.averageStrategy()) < 0.01; // => true
 */
export const linearCfr = (game: CompiledGame, options?: CfrOptions): CfrSolver =>
  new CfrSolver(game, { name: 'lcfr', weighting: linear(), matches: 'regrets' }, options);
