import { Random } from '@longplay/runtime';
import { exp } from './elementary.ts';
import { pathsPerBlock, streamKey } from './market.ts';
import type { Mixture, Regime } from './mixture.ts';
import { NormalStream } from './normals.ts';
import type { BlockDrawer, BlockRequest } from './tiles.ts';

/** Paths of a mixture in double precision. */
export class DoublePaths implements BlockDrawer {
  readonly series: number;
  readonly #mixture: Mixture;
  readonly #stream = new NormalStream();
  /** [series, 16] Normal variates of a step of a block. */
  readonly #z: Float64Array;
  /** Regime and scale of each path of a block. */
  readonly #inSecond = new Uint8Array(pathsPerBlock);
  readonly #scale = new Float64Array(pathsPerBlock);
  #tile = new Float64Array(0);

  constructor(mixture: Mixture) {
    this.#mixture = mixture;
    this.series = mixture.series;
    this.#z = new Float64Array(mixture.series * pathsPerBlock);
  }

  draw({ seed, first, blocks, steps, antithetic }: BlockRequest): Float64Array {
    const { series, regimes, scales } = this.#mixture;
    const width = blocks * pathsPerBlock;
    const length = steps * series * width;
    if (this.#tile.length < length) this.#tile = new Float64Array(length);
    const streams = Random.from(seed, streamKey);
    for (let block = 0; block < blocks; block++) {
      this.#stream.start(streams.split(first + block));
      for (let step = 0; step < steps; step++) {
        const at = step * series * width + block * pathsPerBlock;
        if (regimes.length === 2) this.#moveRegimes(step, antithetic);
        if (scales !== undefined) this.#drawScales(scales, antithetic);
        this.#drawNormals(antithetic);
        if (scales !== undefined) this.#applyScales();
        if (regimes.length === 2) combineTwo(regimes, this.#inSecond, this.#z, this.#tile, at, width);
        else combine(regimes[0]!, this.#z, this.#tile, at, width);
      }
    }
    return this.#tile.subarray(0, length);
  }

  #moveRegimes(step: number, antithetic: boolean): void {
    const { leave, second } = this.#mixture;
    const inSecond = this.#inSecond;
    for (let path = 0; path < pathsPerBlock; path++) {
      if (antithetic && path % 2 === 1) inSecond[path] = inSecond[path - 1]!;
      else if (step === 0) inSecond[path] = this.#happens(second) ? 1 : 0;
      else if (this.#happens(leave[inSecond[path]!]!)) inSecond[path] = 1 - inSecond[path]!;
    }
  }

  #happens(probability: number): boolean {
    return this.#stream.word() >>> 0 < probability * 2 ** 32;
  }

  #drawScales(scales: Float64Array, antithetic: boolean): void {
    for (let path = 0; path < pathsPerBlock; path++) {
      const shared = antithetic && path % 2 === 1;
      this.#scale[path] = shared ? this.#scale[path - 1]! : scales[this.#stream.word() >>> 20]!;
    }
  }

  #drawNormals(antithetic: boolean): void {
    const z = this.#z;
    if (!antithetic) {
      this.#stream.normals(z, z.length);
      return;
    }
    const half = z.length / 2;
    this.#stream.normals(z, half);
    for (let pair = half - 1; pair >= 0; pair--) {
      z[2 * pair + 1] = -z[pair]!;
      z[2 * pair] = z[pair]!;
    }
  }

  #applyScales(): void {
    const z = this.#z;
    for (let i = 0; i < z.length; i++) z[i]! *= this.#scale[i % pathsPerBlock]!;
  }
}

/**
 * The growth factors of a step of one block, exp(mu + L z).
 *
 * @param z [series, 16]
 * @param tile - where rows of 16 numbers go, `stride` apart, from `at` on.
 */
function combine({ mu, factor }: Regime, z: Float64Array, tile: Float64Array, at: number, stride: number): void {
  const series = mu.length;
  for (let k = 0; k < series; k++) {
    const row = k * series;
    const m = mu[k]!;
    const to = at + k * stride;
    for (let path = 0; path < pathsPerBlock; path += 4) {
      // Four paths at once: the sums do not wait for each other.
      let x0 = m;
      let x1 = m;
      let x2 = m;
      let x3 = m;
      for (let j = 0, from = path; j <= k; j++, from += pathsPerBlock) {
        const l = factor[row + j]!;
        x0 += l * z[from]!;
        x1 += l * z[from + 1]!;
        x2 += l * z[from + 2]!;
        x3 += l * z[from + 3]!;
      }
      tile[to + path] = exp(x0);
      tile[to + path + 1] = exp(x1);
      tile[to + path + 2] = exp(x2);
      tile[to + path + 3] = exp(x3);
    }
  }
}

/** The same where each path has a regime of its own. */
function combineTwo(
  regimes: readonly Regime[],
  inSecond: Uint8Array,
  z: Float64Array,
  tile: Float64Array,
  at: number,
  stride: number,
): void {
  const series = regimes[0]!.mu.length;
  for (let path = 0; path < pathsPerBlock; path++) {
    const { mu, factor } = regimes[inSecond[path]!]!;
    for (let k = 0; k < series; k++) {
      let x = mu[k]!;
      for (let j = 0; j <= k; j++) x += factor[k * series + j]! * z[j * pathsPerBlock + path]!;
      tile[at + k * stride + path] = exp(x);
    }
  }
}
