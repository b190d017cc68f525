import { newPaths, type Market } from '../markets/market.ts';

/** A store of paths of real yearly growth factors, from which inner simulations take theirs. */
export interface RealGrowth {
  readonly paths: number;
  readonly years: number;
  readonly assets: number;
  /** [paths, years, assets] */
  readonly factors: Float32Array;
}

/** The seed of the paths: inner simulations see the same ones in every run, and none that a household lives through. */
const BANK_SEED = 0x6c6f6e67;

/** Draws the store; months are compounded to years. */
export function realGrowth(market: Market, { paths, years }: { paths: number; years: number }): RealGrowth {
  const drawn = newPaths(market, { years, paths, precision: 'double' });
  market.fill(BANK_SEED, 0, drawn);
  const assets = market.assets.length;
  const factors = new Float32Array(paths * years * assets);
  const compound = (year: number, series: number, path: number) => {
    let factor = 1;
    for (let step = year * market.stepsPerYear; step < (year + 1) * market.stepsPerYear; step++) {
      factor *= drawn.growth[(step * drawn.series + series) * paths + path]!;
    }
    return factor;
  };
  for (let path = 0; path < paths; path++) {
    for (let year = 0; year < years; year++) {
      const prices = compound(year, assets, path);
      for (let asset = 0; asset < assets; asset++) {
        factors[(path * years + year) * assets + asset] = compound(year, asset, path) / prices;
      }
    }
  }
  return { paths, years, assets, factors };
}
