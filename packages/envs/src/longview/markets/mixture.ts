import { Random } from '@longplay/runtime';
import { exp } from './elementary.ts';
import { checkFill, pathsPerBlock, type FillOptions, type Paths } from './market.ts';
import { NormalStream } from './normals.ts';

/**
 * Log growth that is normal, given a regime and a scale: x = mu + w L z. One regime and no scales is the lognormal market,
 * two regimes between which a path moves from step to step make crises that last, and a scale drawn anew in every step
 * makes fat tails.
 */
export interface Mixture {
  readonly series: number;
  /** One or two. */
  readonly regimes: readonly Regime[];
  /** [regimes] The probability to go to the other regime after a step; [0] where there is one. */
  readonly leave: readonly number[];
  /** The probability to begin in regime 1. */
  readonly second: number;
  /** w of 4096 equally likely values, or undefined where it is always 1. */
  readonly scales: Float64Array | undefined;
}

/** Normal log growth. */
export interface Regime {
  /** [series] */
  readonly mu: Float64Array;
  /** [series, series] Lower triangular: L of x = mu + L z. */
  readonly factor: Float64Array;
}

/** How many scales a mixture has: 12 bits of a word choose one. */
export const scaleCount = 4096;

/** The streams of a seed's paths lie under this key, away from others' use of the seed. */
export const streamKey = 0x7061_7468;

const stream = new NormalStream();
/** Regime and scale of each path of a block. */
const inSecond = new Uint8Array(pathsPerBlock);
const scale = new Float64Array(pathsPerBlock);
let z = new Float64Array(0);

/** `Market.fill` in double precision. */
export function fillDouble(mixture: Mixture, seed: number, first: number, out: Paths, options: FillOptions): void {
  checkFill(first, out, options);
  const streams = Random.from(seed, streamKey);
  const { series, regimes, scales } = mixture;
  const { steps, count, growth } = out;
  const antithetic = options.antithetic ?? false;
  if (z.length < series * pathsPerBlock) z = new Float64Array(series * pathsPerBlock);
  for (let start = 0; start < count; start += pathsPerBlock) {
    stream.start(streams.split((first + start) / pathsPerBlock));
    const paths = Math.min(pathsPerBlock, count - start);
    for (let step = 0; step < steps; step++) {
      if (regimes.length === 2) moveRegimes(mixture, step, antithetic);
      if (scales !== undefined) drawScales(scales, antithetic);
      drawNormals(series, antithetic);
      const at = step * series * count + start;
      if (regimes.length === 1) combine(regimes[0]!, scales !== undefined, growth, at, count, paths);
      else combineTwo(regimes, growth, at, count, paths);
    }
  }
}

/** A uniform number of 32 bits, as an unsigned integer, that is below `probability` times 2^32 so often. */
const happens = (probability: number) => stream.word() >>> 0 < probability * 2 ** 32;

function moveRegimes({ leave, second }: Mixture, step: number, antithetic: boolean): void {
  for (let path = 0; path < pathsPerBlock; path++) {
    if (antithetic && path % 2 === 1) inSecond[path] = inSecond[path - 1]!;
    else if (step === 0) inSecond[path] = happens(second) ? 1 : 0;
    else if (happens(leave[inSecond[path]!]!)) inSecond[path] = 1 - inSecond[path]!;
  }
}

function drawScales(scales: Float64Array, antithetic: boolean): void {
  for (let path = 0; path < pathsPerBlock; path++) {
    scale[path] = antithetic && path % 2 === 1 ? scale[path - 1]! : scales[stream.word() >>> 20]!;
  }
}

/** Fills z [series, 16]. */
function drawNormals(series: number, antithetic: boolean): void {
  const count = series * pathsPerBlock;
  if (!antithetic) {
    stream.fill(z, count);
    return;
  }
  stream.fill(z, count / 2);
  for (let pair = count / 2 - 1; pair >= 0; pair--) {
    z[2 * pair + 1] = -z[pair]!;
    z[2 * pair] = z[pair]!;
  }
}

/** The growth factors of a step of one block: rows of `paths` numbers, `stride` apart, from `at` on. */
function combine(
  { mu, factor }: Regime,
  scaled: boolean,
  growth: Float32Array | Float64Array,
  at: number,
  stride: number,
  paths: number,
): void {
  const series = mu.length;
  for (let k = 0; k < series; k++) {
    const row = k * series;
    for (let path = 0; path < paths; path++) {
      let x = 0;
      for (let j = 0; j <= k; j++) x += factor[row + j]! * z[j * pathsPerBlock + path]!;
      if (scaled) x *= scale[path]!;
      growth[at + k * stride + path] = exp(mu[k]! + x);
    }
  }
}

function combineTwo(
  regimes: readonly Regime[],
  growth: Float32Array | Float64Array,
  at: number,
  stride: number,
  paths: number,
): void {
  const series = regimes[0]!.mu.length;
  for (let path = 0; path < paths; path++) {
    const { mu, factor } = regimes[inSecond[path]!]!;
    for (let k = 0; k < series; k++) {
      let x = mu[k]!;
      for (let j = 0; j <= k; j++) x += factor[k * series + j]! * z[j * pathsPerBlock + path]!;
      growth[at + k * stride + path] = exp(x);
    }
  }
}
