import { ConfigurationError } from '@longplay/runtime';
import { uniformStrategy, type CompiledGame, type Strategy } from '../compiled-game.ts';
import { roomOf } from './kernel-memory.ts';
import { growTo, newWasmMemory, type WasmMemory } from './wasm-memory.ts';

/** The large state of a solver, over the sequences of the game. The arrays may lie in shared memory. */
export interface Tables {
  /** Regret of each action, summed over iterations. */
  readonly regrets: Float64Array;
  /** Probability with which each sequence has been played by its player, summed over iterations. */
  readonly strategySums: Float64Array;
  /** The memory of kernels of WebAssembly that both are in, if they are: see `emptyTables`. */
  readonly memory?: WasmMemory;
  /** Which thread works on them, of those that have the memory in common; 0 is the one that has made them. */
  readonly thread?: number;
}

/** Tables that kernels of WebAssembly can reach. */
export type KernelTables = Required<Tables>;

/** Whether they are of `emptyTables` with shared memory. */
export function inKernelMemory(tables: Tables): tables is KernelTables {
  const { memory, thread, regrets, strategySums } = tables;
  if (memory === undefined || thread === undefined) return false;
  const shared = [regrets, strategySums].every(({ buffer }) => buffer instanceof SharedArrayBuffer);
  return shared && regrets.byteOffset === 0 && strategySums.byteOffset >= regrets.byteLength;
}

/** @throws ConfigurationError for tables of another size than the game's */
export function checkTables({ name, sequences }: CompiledGame, { regrets, strategySums }: Tables): void {
  for (const { length } of [regrets, strategySums]) {
    if (length === sequences) continue;
    throw new ConfigurationError(`a table has ${length} numbers, and the game ${name} has ${sequences} sequences`, {
      cure: 'make the tables by emptyTables of that game',
    });
  }
}

/** What all solvers can do. */
export interface Solver {
  readonly game: CompiledGame;
  /** The algorithm and its variant, such as `dcfr(1.5, 0, 2)`. */
  readonly name: string;
  readonly tables: Tables;
  /** Iterations done; each is a traversal for every player in turn. */
  readonly iterations: number;
  iterate(count: number): void;
  /** The strategy that approaches an equilibrium; a new array. */
  averageStrategy(): Strategy;
  /**
   * What each player earns by the latest strategies, zeros before the first iteration: exact, or of a solver that samples
   * a moving average of what it has sampled.
   */
  recentUtilities(): number[];
  /** Writes all that is needed to go on as if never stopped; see `defineSnapshot` of the runtime for errors. */
  save(path: string): Promise<void>;
  /**
   * Goes on from what `save` has written.
   * @throws SnapshotError when another solver, variant or game has written it, or the file is damaged
   */
  load(path: string): Promise<void>;
}

/**
 * Zeros. With `shared` they lie in memory that several threads, and the kernel of external sampling, can use.
 */
export function emptyTables(game: CompiledGame, options: { readonly shared: true }): KernelTables;
export function emptyTables(game: CompiledGame, options?: { readonly shared?: boolean }): Tables;
export function emptyTables(game: CompiledGame, { shared = false } = {}): Tables {
  const { sequences } = game;
  if (!shared) return { regrets: new Float64Array(sequences), strategySums: new Float64Array(sequences) };
  const room = roomOf(game, 0);
  const memory = newWasmMemory(room.end);
  const array = (address: number) => new Float64Array(memory.buffer, address, sequences);
  return { regrets: array(0), strategySums: array(room.strategySums), memory, thread: 0 };
}

/**
 * Tables for another thread: the same regrets, and strategy sums of its own. Sampling reads no strategy sums; threads that
 * added to the same ones would take their cache lines from each other for nothing.
 *
 * @param tables - in shared memory
 * @param thread - from 1
 */
export function threadTables(game: CompiledGame, tables: Tables, thread: number): Tables {
  const { sequences } = game;
  if (!inKernelMemory(tables)) {
    const bytes = sequences * Float64Array.BYTES_PER_ELEMENT;
    return { regrets: tables.regrets, strategySums: new Float64Array(new SharedArrayBuffer(bytes)) };
  }
  const { regrets, memory } = tables;
  const { strategySums, end } = roomOf(game, thread);
  growTo(memory, end);
  return { regrets, strategySums: new Float64Array(memory.buffer, strategySums, sequences), memory, thread };
}

/** Sums of strategies turned into probabilities; all actions alike where an infoset has never been reached. */
export function averageOf(game: CompiledGame, strategySums: Float64Array): Strategy {
  const strategy = uniformStrategy(game);
  for (const [infoset, start] of game.infosetStart.entries()) {
    const end = game.infosetEnd[infoset]!;
    let total = 0;
    for (let sequence = start; sequence < end; sequence++) total += strategySums[sequence]!;
    if (!(total > 0)) continue;
    for (let sequence = start; sequence < end; sequence++) strategy[sequence] = strategySums[sequence]! / total;
  }
  return strategy;
}

/** Adds a player's plan to the sums of strategies, of which `kept` remains. */
export function addPlan(
  sums: Float64Array,
  game: CompiledGame,
  player: number,
  plan: Float64Array,
  kept: number,
): void {
  const end = game.firstSequence[player + 1]!;
  for (let at = game.firstSequence[player]!; at < end; at++) sums[at] = sums[at]! * kept + plan[at]!;
}
