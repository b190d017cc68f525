import { checkFill, pathsPerBlock, type FillOptions, type Paths } from './market.ts';

/** Draws whole blocks of paths. */
export interface BlockDrawer {
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
  checkFill(first, out, options);
  const { steps, series, count, growth } = out;
  const rows = steps * series;
  const blocks = Math.ceil(count / pathsPerBlock);
  const fitting = Math.floor(numbersPerTile / (rows * pathsPerBlock));
  const perTile = Math.min(Math.max(fitting, 1), mostBlocksPerTile);
  for (let block = 0; block < blocks; block += perTile) {
    const some = Math.min(perTile, blocks - block);
    const tile = drawer.draw({
      seed,
      first: first / pathsPerBlock + block,
      blocks: some,
      steps,
      antithetic: options.antithetic ?? false,
    });
    const width = some * pathsPerBlock;
    const start = block * pathsPerBlock;
    const paths = Math.min(width, count - start);
    for (let row = 0; row < rows; row++) {
      growth.set(tile.subarray(row * width, row * width + paths), row * count + start);
    }
  }
}
