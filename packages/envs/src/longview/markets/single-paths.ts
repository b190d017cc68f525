import { Random } from '@longplay/runtime';
import { pathsPerBlock, streamKey } from './market.ts';
import { marketWasm } from './market-wasm.ts';
import { scaleCount, type Mixture } from './mixture.ts';
import type { BlockDrawer, BlockRequest } from './tiles.ts';

/** What is used of WebAssembly, whose types TypeScript has in its DOM library alone. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: KernelExports };
}

/** What `assembly/market.ts` exports; arrays are addresses in bytes. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  fill(...args: number[]): void;
}

const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
const compiled = new Module(Buffer.from(marketWasm, 'base64'));

/** Bytes of a page of WebAssembly memory. */
const pageBytes = 65_536;
/** The module's own numbers lie below this address. */
const ownBytes = 4096;
const vectorBytes = 16;
const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** Paths of a mixture in single precision, four at a time in WebAssembly (`assembly/market.ts`). */
export class SinglePaths implements BlockDrawer {
  readonly series: number;
  readonly #mixture: Mixture;
  readonly #exports = new Instance(compiled).exports;
  /** Where the arrays begin in the kernel's memory, in bytes. */
  readonly #scales: number;
  readonly #scratch: number;
  readonly #out: number;

  constructor(mixture: Mixture) {
    const { series, regimes, scales } = mixture;
    this.#mixture = mixture;
    this.series = series;
    const size = series + series * series;
    const parameters = new Float64Array(regimes.length * size);
    regimes.forEach(({ mu, factor }, regime) => {
      parameters.set(mu, regime * size);
      parameters.set(factor, regime * size + series);
    });
    this.#scales = ownBytes + aligned(4 * parameters.length);
    this.#scratch = this.#scales + (scales === undefined ? 0 : 4 * scaleCount);
    this.#out = this.#scratch + 4 * vectorBytes * (series + 2);
    this.#reserve(this.#out);
    const memory = new Float32Array(this.#exports.memory.buffer);
    // The kernel computes powers of two.
    memory.set(
      parameters.map((number) => number * Math.LOG2E),
      ownBytes / 4,
    );
    if (scales !== undefined) memory.set(scales, this.#scales / 4);
  }

  draw({ seed, first, blocks, steps, antithetic }: BlockRequest): Float32Array {
    const { series, regimes, leave, second, scales } = this.#mixture;
    const length = steps * series * blocks * pathsPerBlock;
    this.#reserve(this.#out + 4 * length);
    this.#exports.fill(
      // The last three words of a stream's state are its key, from which its children derive.
      ...Random.from(seed, streamKey).state().subarray(4),
      first,
      blocks,
      steps,
      series,
      ownBytes,
      regimes.length,
      limit(leave[0] ?? 0),
      limit(leave[1] ?? 0),
      limit(second),
      scales === undefined ? 0 : this.#scales,
      antithetic ? 1 : 0,
      this.#scratch,
      this.#out,
    );
    return new Float32Array(this.#exports.memory.buffer, this.#out, length);
  }

  /** Makes the memory at least so large. */
  #reserve(bytes: number): void {
    const { memory } = this.#exports;
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  }
}

/** The word below which a probability happens; 2^32 itself is no word, so that one is a little less. */
const limit = (probability: number) => Math.min(Math.round(probability * 2 ** 32), 2 ** 32 - 1);
