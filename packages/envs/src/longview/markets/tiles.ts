import { checkFill, pathsPerBlock, type FillOptions, type Paths } from './market.ts';

/** Draws whole blocks of paths. */
export interface BlockDrawer {
  /** The assets and inflation. */
  readonly series: number;
  /**
   * @returns [steps, series, 16 blocks] growth factors, which the next call overwrites.
   */
  draw(request: BlockRequest): Float32Array | Float64Array;
}

/** Which blocks, of how many steps. */
export interface BlockRequest {
  readonly seed: number;
  /** The number of the first block. */
  readonly first: number;
  readonly blocks: number;
  readonly steps: number;
  readonly antithetic: boolean;
}

/** Numbers drawn before they are copied to where they belong: they stay in the cache of a core until then. */
const numbersPerTile = 2 ** 17;
const mostBlocksPerTile = 64;

/** `Market.fill` by the blocks of a drawer: the rows of a few blocks at a time are copied into those of `out`. */
export function fillByTiles(drawer: BlockDrawer, seed: number, first: number, out: Paths, options: FillOptions): void {
  const [from, to] = checkFill(first, out, options);
  const { steps, series, count, growth } = out;
  const { antithetic = false } = options;
  if (series !== drawer.series) {
    throw new RangeError(`the market has ${drawer.series} series, inflation included, and the paths ${series}`);
  }
  const rows = steps * series;
  const fitting = Math.floor(numbersPerTile / (rows * pathsPerBlock));
  const pathsPerTile = pathsPerBlock * Math.min(Math.max(fitting, 1), mostBlocksPerTile);
  for (let start = from; start < to; start += pathsPerTile) {
    const paths = Math.min(pathsPerTile, to - start);
    const blocks = Math.ceil(paths / pathsPerBlock);
    const width = blocks * pathsPerBlock;
    const tile = drawer.draw({ seed, first: (first + start) / pathsPerBlock, blocks, steps, antithetic });
    for (let row = 0; row < rows; row++) {
      copy(tile, row * width, growth, row * count + start, paths);
    }
  }
}

/** Numbers from which a row is copied faster as a piece than one by one. */
const wideRow = 32;

function copy(
  from: Float32Array | Float64Array,
  first: number,
  to: Float32Array | Float64Array,
  at: number,
  length: number,
): void {
  if (length >= wideRow) to.set(from.subarray(first, first + length), at);
  else for (let i = 0; i < length; i++) to[at + i] = from[first + i]!;
}
