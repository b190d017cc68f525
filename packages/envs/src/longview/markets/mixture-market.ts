import { DoublePaths } from './double-paths.ts';
import type { Market } from './market.ts';
import type { Mixture } from './mixture.ts';
import { yearlyMoments } from './mixture-moments.ts';
import { SinglePaths } from './single-paths.ts';
import { fillByTiles } from './tiles.ts';

/** A market whose log growth is a mixture of normal ones. */
export function mixtureMarket(mixture: Mixture, market: Omit<Market, 'fill' | 'moments'>): Market {
  let single: SinglePaths | undefined;
  let double: DoublePaths | undefined;
  return {
    ...market,
    moments: yearlyMoments(mixture, market.stepsPerYear),
    fill(seed, first, out, options = {}) {
      const drawer =
        out.growth instanceof Float32Array
          ? (single ??= new SinglePaths(mixture))
          : (double ??= new DoublePaths(mixture));
      fillByTiles(drawer, seed, first, out, options);
    },
  };
}
