import type { CompiledGame } from '../compiled-game.ts';
import type { Solver } from './solver.ts';

/** What a solver tells of itself beside its strategy. */
export interface Diagnostics {
  /** What each player earns by the latest strategies, see `Solver.recentUtilities`. */
  readonly recentUtilities: readonly number[];
  /** Infosets at which a strategy has been added to the average so far. */
  readonly infosetsTouched: number;
  /** Regrets and strategy sums, in bytes. */
  readonly tableBytes: number;
  /** The same, empty sequences included, for each action of an infoset; 0 where nobody decides anything. */
  readonly bytesPerInfosetAction: number;
}

/**
 * Measures a solver as it stands; a pass over its table.
 *
 * @example
 * const solver = cfrPlus(compile(kuhn()));
 * solver.iterate(1);
 * const { infosetsTouched, tableBytes } = diagnose(solver);
 * [infosetsTouched, tableBytes]; // => [12, 416]
 */
export function diagnose(solver: Solver): Diagnostics {
  const { game, tables } = solver;
  const { sequences, players } = game;
  const actions = sequences - players; // every player has one sequence that is none, the empty one
  const tableBytes = tables.regrets.byteLength + tables.strategySums.byteLength;
  return {
    recentUtilities: solver.recentUtilities(),
    infosetsTouched: infosetsTouched(game, tables.strategySums),
    tableBytes,
    bytesPerInfosetAction: actions > 0 ? tableBytes / actions : 0,
  };
}

function infosetsTouched({ infosetStart, infosetEnd }: CompiledGame, strategySums: Float64Array): number {
  let touched = 0;
  for (let infoset = 0; infoset < infosetStart.length; infoset++) {
    let sum = 0;
    for (let at = infosetStart[infoset]!; at < infosetEnd[infoset]!; at++) sum += strategySums[at]!;
    if (sum > 0) touched++;
  }
  return touched;
}
