import type { CompiledGame } from '../compiled-game.ts';
import { CfrSolver, type CfrOptions } from './cfr-solver.ts';
import { describeWeighting, discounted } from './weighting.ts';

export interface DcfrOptions extends CfrOptions {
  /** How fast positive regrets of the past are kept; 1.5 by default. */
  readonly alpha?: number;
  /** The same for negative ones; 0 by default: they are halved every iteration. */
  readonly beta?: number;
  /** How fast the strategies of the past lose weight in the average; 2 by default. */
  readonly gamma?: number;
}

/**
 * Discounted CFR (Brown and Sandholm, "Solving Imperfect-Information Games via Discounted Regret Minimization", 2019).
 *
 * @throws RangeError when an exponent is no number
 *
 * @example
 * const game = compile(kuhn());
 * const solver = dcfr(game, { alpha: 1.5, beta: 0.5, gamma: 2 });
 * solver.iterate(100);
 * exploitability(game, solver.averageStrategy()) < 0.01; // => true
 */
export function dcfr(game: CompiledGame, { alpha, beta, gamma, ...options }: DcfrOptions = {}): CfrSolver {
  const weighting = discounted(alpha, beta, gamma);
  return new CfrSolver(game, { name: `dcfr(${describeWeighting(weighting)})`, weighting, matches: 'regrets' }, options);
}
