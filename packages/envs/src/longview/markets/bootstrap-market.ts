import { ConfigurationError, Random } from '@longplay/runtime';
import { z } from 'zod';
import { parseOptions } from '../../environment-options.ts';
import { pathsPerBlock, streamKey, type Market, type Moments } from './market.ts';
import { parseReturns, type ReturnHistory } from './returns-csv.ts';
import { momentsFrom } from './series.ts';
import { fillByTiles, type BlockDrawer, type BlockRequest } from './tiles.ts';

const schema = z.strictObject({
  /** The history: CSV text as `parseReturns` reads it. */
  csv: z.string(),
  /** What it is, for messages: the file's path. */
  source: z.string().default('the history'),
  /** Mean length of a block in years. Default: 5, or a third of a history of less than 15. */
  meanBlock: z.number().positive().optional(),
});

/** Options of `bootstrapMarket`. */
export type BootstrapOptions = z.input<typeof schema>;

/**
 * The past in another order: the stationary block bootstrap (Politis and Romano, "The Stationary Bootstrap", Journal of
 * the American Statistical Association 89, 1994). A path begins at a random row of the history and goes on row by row,
 * from the last to the first; before each step, with probability 1 / (rows of the mean block), it jumps to a random row.
 * So the length of a block is geometric, and the returns and the inflation of a row stay together. There are no
 * antithetic paths: a history has no opposite. `market.moments` are those of a year of such paths, jumps inside the year
 * included.
 *
 * @throws ConfigurationError for what is wrong in the history, with its lines, or a mean block of less than a row or more
 * than the history
 *
 * @example
 * const csv = 'year,equities,inflation\n1999,0.21,0.027\n2000,-0.09,0.034\n2001,-0.12,0.028\n';
 * bootstrapMarket({ csv, meanBlock: 2 }).assets; // => ['equities']
 */
export function bootstrapMarket(options: BootstrapOptions): Market {
  const { csv, source, ...parsed } = parseOptions('the market of a history', schema, options);
  const history = parseReturns(csv, source);
  const { assets, stepsPerYear, rows, from, to } = history;
  const meanBlock = parsed.meanBlock ?? Math.max(1, Math.min(5 * stepsPerYear, rows / 3)) / stepsPerYear;
  const rowsOfBlock = meanBlock * stepsPerYear;
  if (!(rowsOfBlock >= 1 && rowsOfBlock <= rows)) {
    const given = `meanBlock is ${meanBlock} years: ${Number(rowsOfBlock.toPrecision(3))} rows`;
    throw new ConfigurationError(`${given} of the ${rows} of ${source}`, {
      cure: `choose ${stepsPerYear === 1 ? '1' : 'a month, 0.0834,'} to ${Math.floor((100 * rows) / stepsPerYear) / 100} years`,
    });
  }
  const moments = drawnMoments(history, 1 / rowsOfBlock);
  const drawer = new HistoricPaths(history, 1 / rowsOfBlock);
  return {
    assets,
    stepsPerYear,
    moments,
    assumptions: {
      model: 'stationary block bootstrap of a history',
      stepsPerYear,
      history: { source, from, to, rows },
      meanBlockYears: meanBlock,
      returnsOfAYear: Object.fromEntries(
        [...assets, 'inflation'].map((name, k) => [name, { mean: moments.mean[k], deviation: moments.deviation[k] }]),
      ),
      correlationOfReturns: { order: [...assets, 'inflation'], matrix: moments.correlation },
    },
    description: { kind: 'bootstrap', csv, source, meanBlock },
    fill(seed, first, out, fillOptions = {}) {
      if (fillOptions.antithetic === true) {
        throw new RangeError('a history has no antithetic paths: draw them without');
      }
      fillByTiles(drawer, seed, first, out, fillOptions);
    },
  };
}

/** Paths that jump about in a history. */
class HistoricPaths implements BlockDrawer {
  readonly series: number;
  readonly #history: ReturnHistory;
  /** A word below this is a jump. */
  readonly #jump: number;
  readonly #row = new Int32Array(pathsPerBlock);
  #tile = new Float64Array(0);

  constructor(history: ReturnHistory, jump: number) {
    this.#history = history;
    this.series = history.growth.length / history.rows;
    this.#jump = jump * 2 ** 32;
  }

  draw({ seed, first, blocks, steps }: BlockRequest): Float64Array {
    const { rows, growth } = this.#history;
    const { series } = this;
    const width = blocks * pathsPerBlock;
    const length = steps * series * width;
    if (this.#tile.length < length) this.#tile = new Float64Array(length);
    const tile = this.#tile;
    const streams = Random.from(seed, streamKey);
    for (let block = 0; block < blocks; block++) {
      const random = streams.split(first + block);
      for (let step = 0; step < steps; step++) {
        for (let path = 0; path < pathsPerBlock; path++) {
          const jumps = step === 0 || random.uint32() < this.#jump;
          const row = jumps ? random.int(rows) : (this.#row[path]! + 1) % rows;
          this.#row[path] = row;
          let at = step * series * width + block * pathsPerBlock + path;
          for (let k = 0; k < series; k++, at += width) tile[at] = growth[row * series + k]!;
        }
      }
    }
    return tile.subarray(0, length);
  }
}

/** Of the returns of a year that is drawn, exactly. */
function drawnMoments(history: ReturnHistory, jump: number): Moments {
  const { growth, rows } = history;
  const series = Array.from({ length: growth.length / rows }, (_, k) =>
    Float64Array.from({ length: rows }, (__, row) => growth[row * (growth.length / rows) + k]!),
  );
  const mean = series.map((factors) => expectedProduct(factors, history.stepsPerYear, jump));
  const covariance = series.map((a, i) =>
    series.map((b, j) => {
      const product = expectedProduct(
        a.map((factor, row) => factor * b[row]!),
        history.stepsPerYear,
        jump,
      );
      const difference = product - mean[i]! * mean[j]!;
      return Math.abs(difference) < ROUNDING * product ? 0 : difference;
    }),
  );
  return momentsFrom(
    mean.map((factor) => factor - 1),
    covariance,
  );
}

/** A covariance of growth factors below this share of their product is rounding. */
const ROUNDING = 1e-14;

/**
 * The mean product of the factors of so many steps, from a random row on: backwards, the steps from a row on have the
 * row's factor times what follows from the next row, or after a jump from any.
 */
function expectedProduct(factors: Float64Array, steps: number, jump: number): number {
  const rows = factors.length;
  const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / rows;
  let fromRow = factors;
  for (let step = 1; step < steps; step++) {
    const next = fromRow;
    const anywhere = meanOf(next);
    fromRow = factors.map((factor, row) => factor * ((1 - jump) * next[(row + 1) % rows]! + jump * anywhere));
  }
  return meanOf(fromRow);
}
