import type { CompiledGame } from '../compiled-game.ts';
import { treeSections } from './kernel-tree.ts';
import { stackSize } from './sampling.ts';

/** Threads write to no cache line of each other; some processors fetch lines of 64 bytes in pairs. */
const ALIGNMENT = 128;

/** Bytes of the words of a `Random`, up to a whole number of doubles. */
const RANDOM_BYTES = 32;

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** What a thread has for itself in the memory of kernels: addresses in bytes. */
export interface Room {
  readonly strategySums: number;
  readonly tree: number;
  /** The state of the generator. */
  readonly random: number;
  /** The moving averages of the players' utilities. */
  readonly utilities: number;
  readonly stack: number;
  readonly end: number;
}

/**
 * Where a thread's room is. The memory begins with the regrets, which all have in common; then comes a room for each
 * thread. The strategy sums in that of thread 0 are the solver's.
 */
export function roomOf(game: CompiledGame, thread: number): Room {
  const double = Float64Array.BYTES_PER_ELEMENT;
  const table = aligned(game.sequences * double);
  const random = table + aligned(treeSections(game).end);
  const utilities = random + RANDOM_BYTES;
  const stack = utilities + game.players * double;
  const size = aligned(stack + stackSize(game.nodes) * double);
  const begin = table + thread * size;
  return {
    strategySums: begin,
    tree: begin + table,
    random: begin + random,
    utilities: begin + utilities,
    stack: begin + stack,
    end: begin + size,
  };
}
