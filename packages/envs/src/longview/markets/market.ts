/**
 * Markets: where the growth of money comes from.
 *
 * A market has an endless sequence of paths for every seed. Paths come in blocks of 16, and each block has random
 * streams of its own, named by the seed and the block: so a path is the same whichever worker draws it, and however
 * many others are drawn with it, before or after; a longer path begins as the shorter one did.
 */

/** Paths that are drawn together, from the same streams. */
export const pathsPerBlock = 16;

/** The streams of a seed's paths lie under this key, away from other uses of the seed. */
export const streamKey = 0x7061_7468;

/** The most paths of one seed. */
export const mostPaths = 2 ** 31;

/** Growth of money over time on many paths. */
export interface Paths {
  /** Years times the market's steps a year. */
  readonly steps: number;
  /** The assets in the market's order, and then inflation. */
  readonly series: number;
  readonly count: number;
  /** [steps, series, count] Nominal growth factors, 1 + return; the last series is that of prices. */
  readonly growth: Float32Array | Float64Array;
}

/** Means, standard deviations and correlations of the returns of a year, of the assets and then of inflation. */
export interface Moments {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly correlation: readonly (readonly number[])[];
}

/** How paths are drawn, beside how many. */
export interface FillOptions {
  /** Paths in pairs, 0 and 1, 2 and 3, whose shocks are opposite: means come out with less error. Default false. */
  readonly antithetic?: boolean | undefined;
  /** Only the paths of `out` from a multiple of 16 up to another number; the others are left alone. Default: all. */
  readonly part?: readonly [from: number, to: number] | undefined;
}

/** A model of returns and inflation. */
export interface Market {
  /** Names; the order of every allocation. */
  readonly assets: readonly string[];
  readonly stepsPerYear: 1 | 12;
  /** What the market assumes, for a person to read: JSON. */
  readonly assumptions: Readonly<Record<string, unknown>>;
  /** JSON from which `marketOf` makes the same market. */
  readonly description: Readonly<Record<string, unknown>>;
  /** Of the returns of a year. */
  readonly moments: Moments;
  /**
   * Draws the paths `first` to `first + out.count - 1` of a seed into `out.growth`, in the precision of that array.
   *
   * @param first - a multiple of 16.
   * @throws RangeError for another one, paths of another market's series, a part that `out` does not have, antithetic
   * paths in odd number, or where there are none.
   */
  fill(seed: number, first: number, out: Paths, options?: FillOptions): void;
}

/** Single precision: what `drawPaths` draws unless told otherwise. */
export type Precision = 'single' | 'double';

/** Options of `drawPaths`. */
export interface DrawOptions extends Pick<FillOptions, 'antithetic'> {
  readonly years: number;
  readonly paths: number;
  readonly seed: number;
  /** Single is about four times as fast; its growth factors are exact to 1e-6. Default 'single'. */
  readonly precision?: Precision | undefined;
}

/**
 * Room for paths of a market.
 *
 * @param allocate - memory of so many bytes, to share it among threads; default: new memory of this thread.
 * @throws RangeError unless `years` and `paths` are whole numbers from 1
 */
export function newPaths(
  market: Pick<Market, 'assets' | 'stepsPerYear'>,
  { years, paths, precision = 'single' }: Pick<DrawOptions, 'years' | 'paths' | 'precision'>,
  allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): Paths {
  for (const [name, value] of Object.entries({ years, paths })) {
    if (!(Number.isSafeInteger(value) && value >= 1 && value <= mostPaths)) {
      throw new RangeError(`${name} must be a whole number from 1 to 2^31, and is ${value}`);
    }
  }
  const steps = years * market.stepsPerYear;
  const series = market.assets.length + 1;
  const bytes = precision === 'single' ? 4 : 8;
  const buffer = allocate(steps * series * paths * bytes);
  const growth = precision === 'single' ? new Float32Array(buffer) : new Float64Array(buffer);
  return { steps, series, count: paths, growth };
}

/**
 * Draws paths of a market in this thread.
 *
 * @throws RangeError for 0 paths or years, and what `Market.fill` throws
 *
 * @example
 * const market = defaultMarket();
 * const { steps, series, count } = drawPaths(market, { years: 30, paths: 1000, seed: 1 });
 * [steps, series, count]; // => [30, 4, 1000]
 */
export function drawPaths(market: Market, options: DrawOptions): Paths {
  const out = newPaths(market, options);
  market.fill(options.seed, 0, out, options);
  return out;
}

/** What every `Market.fill` demands of its arguments. @returns the part to fill. */
export function checkFill(first: number, out: Paths, { antithetic, part }: FillOptions): readonly [number, number] {
  const { steps, series, count, growth } = out;
  if (!(Number.isSafeInteger(first) && first >= 0 && first % pathsPerBlock === 0)) {
    throw new RangeError(`the first path must be a multiple of ${pathsPerBlock}, and is ${first}`);
  }
  if (first + count > mostPaths) throw new RangeError(`a seed has 2^31 paths; asked for ${first + count}`);
  if (growth.length !== steps * series * count) {
    throw new RangeError(`${count} paths of ${steps} steps of ${series} series do not fit ${growth.length} numbers`);
  }
  if (antithetic === true && count % 2 !== 0) {
    throw new RangeError(`antithetic paths come in pairs: their number must be even, and is ${count}`);
  }
  const [from, to] = part ?? [0, count];
  const whole = Number.isSafeInteger(from) && from % pathsPerBlock === 0 && Number.isSafeInteger(to);
  if (!(whole && from >= 0 && from <= to && to <= count)) {
    throw new RangeError(`a part of ${count} paths begins at a multiple of ${pathsPerBlock}; got ${from} to ${to}`);
  }
  return [from, to];
}
