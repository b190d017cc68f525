import type { WorkerContext } from '@longplay/runtime';
import type { Paths } from './market.ts';
import { marketOf, type MarketDescription } from './market-of.ts';

/** Draws parts of the paths of a market into memory that all threads share. */
export const create = ({ data: { description } }: WorkerContext<{ readonly description: MarketDescription }>) => {
  const market = marketOf(description);
  return {
    fill(seed: number, out: Paths, from: number, to: number, antithetic: boolean): void {
      market.fill(seed, 0, out, { part: [from, to], antithetic });
    },
  };
};
