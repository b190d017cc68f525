import { ConfigurationError, Random } from '@longplay/runtime';
import type { CompiledGame } from '../compiled-game.ts';
import { externalSamplingWasm } from './external-sampling-wasm.ts';
import { roomOf } from './kernel-memory.ts';
import { kernelTree } from './kernel-tree.ts';
import type { Pruning } from './pruning.ts';
import { FADE } from './sampling-solver.ts';
import type { KernelTables } from './solver.ts';
import { growTo, type WasmMemory, type WebAssemblyApi } from './wasm-memory.ts';

/** What `assembly/external-sampling.ts` exports; arrays are addresses in bytes. */
interface KernelExports {
  place(...args: number[]): void;
  iterate(root: number, random: number, first: number, last: number, utilities: number, fade: number): void;
  traverse(root: number, random: number, player: number, averager: number, iteration: number, earned: number): void;
}

let compiled: object | undefined;

/** The kernel in a memory; it is compiled when it is wanted first. */
function instantiate(memory: WasmMemory): KernelExports {
  const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi<KernelExports> }).WebAssembly;
  compiled ??= new Module(Buffer.from(externalSamplingWasm, 'base64'));
  return new Instance(compiled, { env: { memory } }).exports;
}

/** The traversals of external sampling in WebAssembly, on tables that lie in its memory. */
export class ExternalSamplingKernel {
  readonly #exports: KernelExports;
  readonly #root: number;
  /** The state of the generator, and its place while the kernel works. */
  readonly #state = Random.from(0).state();
  readonly #random: Uint32Array;
  /** The place of the moving averages of the players' utilities. */
  readonly #utilities: Float64Array;

  /**
   * Kernels of one thread have its room in common: what they keep there does not outlast a call.
   *
   * @throws ConfigurationError when the memory is another game's, or there is not enough
   */
  constructor(game: CompiledGame, { memory, thread, regrets, strategySums }: KernelTables, pruning: Pruning) {
    const { bytes, root } = kernelTree(game);
    const { tree, random, utilities, stack, end } = roomOf(game, thread);
    growTo(memory, end);
    writeTree(new Uint8Array(memory.buffer, tree, bytes.length), bytes, game.name);
    this.#random = new Uint32Array(memory.buffer, random, this.#state.length);
    this.#utilities = new Float64Array(memory.buffer, utilities, game.players);
    this.#root = root;
    this.#exports = instantiate(memory);
    const { below, share, after } = pruning;
    const { place } = this.#exports;
    place(tree, regrets.byteOffset, strategySums.byteOffset, stack, game.players, below, share, after);
  }

  get random(): Random {
    return Random.restore(this.#state);
  }

  set random(random: Random) {
    this.#state.set(random.state());
  }

  /**
   * Does iterations from the number `first` on, each a traversal for every player, with simple averaging; moves the
   * averages of the players' utilities.
   */
  iterate(first: number, count: number, fadedUtilities: Float64Array): void {
    const utilities = this.#utilities;
    this.#random.set(this.#state);
    utilities.set(fadedUtilities);
    this.#exports.iterate(this.#root, this.#random.byteOffset, first, first + count - 1, utilities.byteOffset, FADE);
    fadedUtilities.set(utilities);
    this.#state.set(this.#random);
  }

  /** One traversal for a player: puts what it earned into `earned`. The average of `averager` is added to, below zero nobody's. */
  traverse(player: number, averager: number, iteration: number, earned: Float64Array): void {
    this.#random.set(this.#state);
    const place = this.#utilities;
    this.#exports.traverse(this.#root, this.#random.byteOffset, player, averager, iteration, place.byteOffset);
    earned[0] = place[0]!;
    this.#state.set(this.#random);
  }
}

/** Writes a tree where none is yet. */
function writeTree(place: Uint8Array, tree: Uint8Array, game: string): void {
  if (Buffer.compare(place, tree) === 0) return;
  if (place.some((byte) => byte !== 0)) {
    throw new ConfigurationError(`the tables given to ${game} are those of another game`, {
      cure: 'make tables for each game by emptyTables',
    });
  }
  place.set(tree);
}
