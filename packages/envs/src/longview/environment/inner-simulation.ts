import type { Market } from '../markets/market.ts';
import { innerSimulationWasm } from './inner-simulation-wasm.ts';
import type { Prospects } from './prospects.ts';
import { realGrowth } from './real-growth.ts';

/** What inner simulations say of a plan, in the order in which they write it. */
export const outlookNames = ['success', 'p10', 'median', 'p90', 'shortfall'] as const;

/** What is used of WebAssembly, whose types TypeScript has in its DOM library alone. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: KernelExports };
}

/** What `assembly/inner-simulation.ts` exports; arrays are addresses in bytes. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  live(...args: number[]): void;
}

const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
const compiled = new Module(Buffer.from(innerSimulationWasm, 'base64'));
const pageBytes = 65_536;

/** Paths in the store: training takes a part of them for each estimate. */
const STORED_PATHS = 1024;

/** The most paths of an estimate. */
export const MOST_INNER_PATHS = STORED_PATHS;

/** Survival below which the rest of a life is left out. */
const NEGLIGIBLE = 0.005;

/**
 * Numbers between the factors of an asset in a year and those of the next: a cache line more than the paths. A distance
 * of 4096 bytes would put all of them into the same few places of the cache.
 */
const STRIDE = STORED_PATHS + 16;

/** Paths come in vectors of four; those beyond the last have more than can ever be spent. */
const LANES = 4;
const ENDLESS = 1e30;

/**
 * Nested Monte Carlo: what becomes of a household that from now on spends what it desires, pays its goals, and keeps its
 * portfolio. All money is in one pot, real and after tax, and flows are those of `Prospects`; years count as much as
 * they are likely to be lived, so that lifetimes need not be drawn. The paths come from a store that is the same in every
 * run, and which of them an estimate sees follows from its arguments alone: the same question has the same answer in
 * every worker. The arithmetic is in WebAssembly, four paths at a time in single precision.
 */
export class InnerSimulation {
  readonly paths: number;
  readonly #vectors: number;
  readonly #kernel = new Instance(compiled).exports;
  /** Views of the kernel's memory; the address of each is its offset. */
  readonly #factors: Float32Array;
  readonly #shares: Float32Array;
  readonly #flows: Float32Array;
  readonly #alive: Float32Array;
  readonly #pots: Float32Array;
  /** Those of paths: a view without the pots beyond the last. */
  readonly #ofPaths: Float32Array;
  readonly #failed: Float32Array;
  readonly #sums: Float32Array;
  /** The pots at the end of the expected lifetime. */
  readonly #finals: Float32Array;

  /**
   * @param years - of the longest plan.
   * @param paths - of an estimate, from 1 to 1024.
   * @throws RangeError for another number of paths
   */
  constructor(market: Market, { years, paths }: { readonly years: number; readonly paths: number }) {
    if (!(Number.isInteger(paths) && paths >= 1 && paths <= STORED_PATHS)) {
      throw new RangeError(`inner simulations are from 1 to ${STORED_PATHS} paths, and are ${paths}`);
    }
    const assets = market.assets.length;
    this.paths = paths;
    this.#vectors = Math.ceil(paths / LANES);
    this.#finals = new Float32Array(paths);
    const room = this.#vectors * LANES;
    const array = allocator(this.#kernel.memory, years * assets * STRIDE + assets + 2 * years + 2 * room);
    this.#factors = array(years * assets * STRIDE);
    this.#shares = array(assets);
    this.#flows = array(years);
    this.#alive = array(years);
    this.#pots = array(room);
    this.#ofPaths = this.#pots.subarray(0, paths);
    this.#failed = array(room);
    this.#sums = array(2 * LANES);
    const growth = realGrowth(market, { paths: STORED_PATHS, years });
    for (let row = 0; row < years * assets; row++) {
      this.#factors.set(growth.subarray(row * STORED_PATHS, (row + 1) * STORED_PATHS), row * STRIDE);
    }
  }

  /**
   * Writes five numbers: the probability that all desires are met as long as life lasts; the 10, 50 and 90 % quantiles of
   * wealth at the end of the expected lifetime; and the expected money missing over the life.
   *
   * @param wealth - after tax, at the start of the year.
   * @param allocation - shares of the assets, from `offset` on.
   */
  estimate(
    { flow, household: { survival, years }, expectedYears }: Prospects,
    year: number,
    wealth: number,
    allocation: Float64Array,
    offset: number,
    out: Float64Array,
  ): void {
    const flows = this.#flows;
    const alive = this.#alive;
    let count = 0;
    for (let t = year; t < years && survival[t]! >= NEGLIGIBLE * survival[year]!; t++) {
      flows[count] = flow[t]!;
      alive[count] = survival[t]! / survival[year]!;
      count += 1;
    }
    for (let asset = 0; asset < this.#shares.length; asset++) this.#shares[asset] = allocation[offset + asset]!;
    this.#pots.fill(wealth, 0, this.paths);
    this.#pots.fill(ENDLESS, this.paths);
    this.#failed.fill(0);
    this.#sums.fill(0);

    const from = scatter(year, wealth) % (STORED_PATHS - this.#pots.length + 1);
    const end = Math.min(Math.round(expectedYears[year]!), count);
    this.#live(from, 0, end);
    this.#finals.set(this.#ofPaths);
    this.#live(from, end, count);

    this.#finals.sort();
    out[0] = 1 - this.#sum(0) / this.paths;
    out[1] = this.#quantile(0.1);
    out[2] = this.#quantile(0.5);
    out[3] = this.#quantile(0.9);
    out[4] = this.#sum(LANES) / this.paths;
  }

  #live(path: number, first: number, end: number): void {
    this.#kernel.live(
      this.#factors.byteOffset + path * Float32Array.BYTES_PER_ELEMENT,
      STRIDE * Float32Array.BYTES_PER_ELEMENT,
      this.#shares.length,
      this.#shares.byteOffset,
      first,
      end,
      this.#flows.byteOffset,
      this.#alive.byteOffset,
      this.#pots.byteOffset,
      this.#failed.byteOffset,
      this.#sums.byteOffset,
      this.#vectors,
    );
  }

  #sum(first: number): number {
    let sum = 0;
    for (let lane = 0; lane < LANES; lane++) sum += this.#sums[first + lane]!;
    return sum;
  }

  /** Between the two nearest of the sorted paths. */
  #quantile(share: number): number {
    const place = share * (this.paths - 1);
    const below = Math.floor(place);
    const lower = this.#finals[below]!;
    return lower + (place - below) * (this.#finals[Math.min(below + 1, this.paths - 1)]! - lower);
  }
}

/** Hands out arrays in the kernel's memory, `numbers` in all, each from a whole vector on. */
function allocator(memory: KernelExports['memory'], numbers: number): (length: number) => Float32Array {
  // A page more: for the ends of vectors, and for the module's own page, the first.
  memory.grow(Math.ceil((numbers * Float32Array.BYTES_PER_ELEMENT) / pageBytes) + 1);
  let at = pageBytes;
  return (length) => {
    const array = new Float32Array(memory.buffer, at, length);
    at += Math.ceil(length / LANES) * LANES * Float32Array.BYTES_PER_ELEMENT;
    return array;
  };
}

const bits = new DataView(new ArrayBuffer(8));

/** A whole number that looks random and follows from the question: mixing by the constants of MurmurHash3. */
function scatter(year: number, wealth: number): number {
  bits.setFloat64(0, wealth);
  let hash = Math.imul(bits.getUint32(0) ^ Math.imul(year + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ bits.getUint32(4), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
