import type { Market, Moments } from './market.ts';
import { fillDouble, type Mixture } from './mixture.ts';
import { yearlyMoments } from './mixture-moments.ts';

/** A market whose log growth is a mixture of normal ones. */
export function mixtureMarket(
  mixture: Mixture,
  market: Omit<Market, 'fill' | 'moments'> & { readonly moments?: Moments },
): Market {
  return {
    ...market,
    moments: market.moments ?? yearlyMoments(mixture, market.stepsPerYear),
    fill: (seed, first, out, options = {}) => fillDouble(mixture, seed, first, out, options),
  };
}
