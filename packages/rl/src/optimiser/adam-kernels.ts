import { adam, blockBounds, type BiasScales, type BlockRange } from './adam.ts';
import { adamWasm } from './adam-wasm.ts';

/** Memory of a WebAssembly module. */
export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
}

/** What is used of WebAssembly, whose types TypeScript has in its DOM library alone. */
interface WebAssemblyApi {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { env: { memory: WasmMemory } },
  ) => { readonly exports: AdamExports };
}

const { Memory, Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

/** What `assembly/adam.ts` exports; arrays are addresses in bytes. */
interface AdamExports {
  sumShards(gradients: number, shards: number, size: number, from: number, to: number): number;
  step(...args: number[]): void;
}

/** Bytes of a page of WebAssembly memory. */
const pageBytes = 65_536;
/** The most pages that the module declares: 4 GiB. */
const mostPages = 65_536;

/** Memory of at least so many bytes that all threads share. @throws RangeError when there is no such memory. */
export function newAdamMemory(bytes: number): WasmMemory {
  const initial = Math.max(1, Math.ceil(bytes / pageBytes));
  return new Memory({ initial, maximum: mostPages, shared: true });
}

const compiled = new Module(Buffer.from(adamWasm, 'base64'));

/** The factors of one step. */
export interface StepScales extends BiasScales {
  /** Multiplies the gradient: below 1 where its norm is clipped. */
  readonly gradientScale: number;
}

/** The inner loops of Adam in WebAssembly, ten times as fast as in JavaScript, on arrays that lie in one memory. */
export class AdamKernels {
  readonly #exports: AdamExports;

  /** @param memory - from `newAdamMemory`, where the arrays of every call lie. */
  constructor(memory: WasmMemory) {
    this.#exports = new Instance(compiled, { env: { memory } }).exports;
  }

  /**
   * Adds up the gradients of several shards, in shard order, into that of the first one; writes the sum of squares of
   * each block.
   *
   * @param gradients [shards, size]
   * @param squares [blockCount(size)], of which those in `blocks` are written.
   */
  sumShards(gradients: Float32Array, shards: number, size: number, blocks: BlockRange, squares: Float64Array): void {
    for (let block = blocks.first; block < blocks.end; block++) {
      const [from, to] = blockBounds(size, { first: block, end: block + 1 });
      squares[block] = this.#exports.sumShards(gradients.byteOffset, shards, size, from, to);
    }
  }

  /**
   * One step on a range of blocks: the parameters and both moments change in place. The gradient is multiplied by
   * `gradientScale` first, which clips its norm.
   */
  step(
    parameters: Float32Array,
    firstMoment: Float32Array,
    secondMoment: Float32Array,
    gradient: Float32Array,
    blocks: BlockRange,
    { stepSize, rootScale, gradientScale }: StepScales,
  ): void {
    const { beta1, beta2, epsilon } = adam;
    const arrays = [parameters, firstMoment, secondMoment, gradient].map(({ byteOffset }) => byteOffset);
    const [from, to] = blockBounds(parameters.length, blocks);
    this.#exports.step(
      ...arrays,
      from,
      to,
      gradientScale,
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      stepSize,
      rootScale,
      epsilon,
    );
  }
}
