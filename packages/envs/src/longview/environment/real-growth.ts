import { newPaths, type Market } from '../markets/market.ts';

/** The seed of the paths: inner simulations see the same ones in every run. */
const STORE_SEED = 0x6c6f6e67;

/**
 * A store of paths of real yearly growth factors, from which inner simulations take theirs; months are compounded.
 *
 * @returns [years, assets, paths]
 */
export function realGrowth(market: Market, { paths, years }: { paths: number; years: number }): Float32Array {
  const drawn = newPaths(market, { years, paths, precision: 'double' });
  market.fill(STORE_SEED, 0, drawn);
  const assets = market.assets.length;
  const factors = new Float32Array(years * assets * paths);
  const prices = new Float64Array(paths);
  const nominal = new Float64Array(paths);
  const compound = (year: number, series: number, out: Float64Array) => {
    out.fill(1);
    for (let step = year * market.stepsPerYear; step < (year + 1) * market.stepsPerYear; step++) {
      const from = (step * drawn.series + series) * paths;
      for (let path = 0; path < paths; path++) out[path]! *= drawn.growth[from + path]!;
    }
  };
  for (let year = 0; year < years; year++) {
    compound(year, assets, prices);
    for (let asset = 0; asset < assets; asset++) {
      compound(year, asset, nominal);
      const from = (year * assets + asset) * paths;
      for (let path = 0; path < paths; path++) factors[from + path] = nominal[path]! / prices[path]!;
    }
  }
  return factors;
}
