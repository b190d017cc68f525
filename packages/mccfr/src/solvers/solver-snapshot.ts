import { defineSnapshot } from '@longplay/runtime';
import { z } from 'zod';
import { fingerprint } from '../compiled-game.ts';
import type { Solver } from './solver.ts';

/** What a solver has beside its tables; empty where it has none. */
export interface SolverState {
  /** The regrets of the latest iteration, of a solver that guesses the next ones by them. */
  readonly latestRegrets: Float64Array;
  /** The state of the random generator. */
  readonly random: Uint32Array;
}

/**
 * Game, algorithm and variant are the kind of a solver's snapshot, and a hash of the game's tree is in its header:
 * nothing else is ever loaded.
 */
function snapshotOf({ game, name }: Solver) {
  return defineSnapshot({
    kind: `${name} of ${game.name}`,
    version: 1,
    arrays: {
      regrets: ['float64', [game.sequences]],
      strategySums: ['float64', [game.sequences]],
      latestRegrets: ['float64', [-1]],
      random: ['uint32', [-1]],
    },
    header: z.strictObject({ tree: z.literal(fingerprint(game), 'another game of this name') }),
  });
}

/** Saves a solver, see `Solver.save`. */
export async function saveSolver(solver: Solver, path: string, state: Partial<SolverState>): Promise<void> {
  const { regrets, strategySums } = solver.tables;
  const { latestRegrets = new Float64Array(), random = new Uint32Array() } = state;
  await snapshotOf(solver).save(path, {
    step: solver.iterations,
    arrays: { regrets, strategySums, latestRegrets, random },
    header: { tree: fingerprint(solver.game) },
  });
}

/** Fills the tables of a solver, see `Solver.load`; gives its iterations and the rest of its state. */
export async function loadSolver(solver: Solver, path: string): Promise<SolverState & { readonly iterations: number }> {
  const { step, arrays } = await snapshotOf(solver).load(path);
  solver.tables.regrets.set(arrays.regrets);
  solver.tables.strategySums.set(arrays.strategySums);
  return { iterations: step, latestRegrets: arrays.latestRegrets, random: arrays.random };
}
