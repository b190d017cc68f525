import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { defineSnapshot, findCheckpoint, SnapshotError } from '@longplay/runtime';
import { z } from 'zod';
import { fingerprint, type CompiledGame, type Strategy } from '../compiled-game.ts';
import { averageOf, type Solver } from './solver.ts';

/** What a solver has beside its tables; empty where it has none. */
export interface SolverState {
  /** The regrets of the latest iteration, of a solver that guesses the next ones by them. */
  readonly latestRegrets: Float64Array;
  /** Sampled utilities of each player, faded. */
  readonly utilities: Float64Array;
  /** The state of the random generator. */
  readonly random: Uint32Array;
}

/** A whole snapshot, but of another game, algorithm or variant. */
export class OtherSolverError extends SnapshotError {}

const snapshot = defineSnapshot({
  kind: 'regret minimisation',
  version: 1,
  arrays: {
    regrets: ['float64', [-1]],
    strategySums: ['float64', [-1]],
    latestRegrets: ['float64', [-1]],
    utilities: ['float64', [-1]],
    random: ['uint32', [-1]],
  },
  header: z.strictObject({
    game: z.string(),
    solver: z.string().describe('algorithm and variant'),
    tree: z.string().describe("a hash of the game's tree"),
  }),
});

/** Saves a solver, see `Solver.save`. */
export async function saveSolver(solver: Solver, path: string, state: Partial<SolverState>): Promise<void> {
  const { game, name, iterations, tables } = solver;
  const { regrets, strategySums } = tables;
  const { latestRegrets = new Float64Array(), utilities = new Float64Array(), random = new Uint32Array() } = state;
  await snapshot.save(path, {
    step: iterations,
    arrays: { regrets, strategySums, latestRegrets, utilities, random },
    header: { game: game.name, solver: name, tree: fingerprint(game) },
  });
}

/** Fills the tables of a solver, see `Solver.load`; gives its iterations and the rest of its state. */
export async function loadSolver(solver: Solver, path: string): Promise<SolverState & { readonly iterations: number }> {
  const { step, arrays, header } = await snapshot.load(path);
  const found = `${header.solver} of ${header.game}`;
  if (header.solver !== solver.name || header.game !== solver.game.name) {
    throw mismatch(path, `${solver.name} of ${solver.game.name}`, found);
  }
  expectTree(path, solver.game, header.tree);
  const { regrets, strategySums, ...state } = arrays;
  solver.tables.regrets.set(regrets);
  solver.tables.strategySums.set(strategySums);
  return { iterations: step, ...state };
}

/**
 * The average strategy that a solver has saved, whatever its algorithm.
 *
 * @param path - a file that `Solver.save` has written, or a run directory, of which the latest is taken
 * @throws SnapshotError when it is of another game, damaged or no such file; RunDirectoryError when a run has saved none
 *
 * @example
 * const game = compile(kuhn());
 * const solver = cfrPlus(game);
 * solver.iterate(1000);
 * await solver.save('kuhn.safetensors');
 * const strategy = await loadStrategy(game, 'kuhn.safetensors');
 * exploitability(game, strategy).toFixed(6); // => '0.000087'
 */
export async function loadStrategy(game: CompiledGame, path: string): Promise<Strategy> {
  const isRun = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  const file = isRun ? await findCheckpoint(join(path, 'checkpoints'), 'latest') : path;
  const { arrays, header } = await snapshot.load(file);
  if (header.game !== game.name) throw mismatch(file, game.name, header.game);
  expectTree(file, game, header.tree);
  return averageOf(game, arrays.strategySums);
}

function expectTree(path: string, game: CompiledGame, tree: string): void {
  if (tree !== fingerprint(game)) throw mismatch(path, game.name, 'another game of this name');
}

function mismatch(path: string, expected: string, found: string): OtherSolverError {
  return new OtherSolverError(`${path} does not fit: expected ${expected}, found ${found}`, {
    cure: 'give the game and the algorithm, with its parameters, that it was saved by, or begin anew',
  });
}
