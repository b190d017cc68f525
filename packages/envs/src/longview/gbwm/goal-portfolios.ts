/**
 * The portfolios of the goals-based wealth problem [0]: bonds, international and US equities, estimated from the index
 * funds of twenty years by the authors; 15 portfolios on their efficient frontier.
 *
 * [0] Das, Ostrov, Radhakrishnan and Srivastav, "Dynamic Portfolio Allocation in Goals-Based Wealth Management",
 *     Computational Management Science 17, 2020
 */
import { efficientFrontier } from './efficient-frontier.ts';

/** A portfolio: its wealth follows geometric Brownian motion. */
export interface Portfolio {
  /** Drift of wealth a year: expected wealth grows by exp(mean). */
  readonly mean: number;
  /** Volatility of wealth a year, above 0. */
  readonly sd: number;
}

/** Expected returns of a year of bonds, international and US equities, and their covariance. */
export const goalMeans = [0.0493, 0.077, 0.0886] as const;
export const goalCovariance = [
  [0.0017, -0.0017, -0.0021],
  [-0.0017, 0.0396, 0.0309],
  [-0.0021, 0.0309, 0.0392],
] as const;

const PORTFOLIOS = 15;
/** Of portfolio 0, near the least variance, and of the last one, the mean of US equities. */
const FIRST_MEAN = 0.0526;
const LAST_MEAN = 0.0886;

/** The 15 portfolios, from the safest to the boldest. */
export function goalPortfolios(): Portfolio[] {
  const { a, b, c } = efficientFrontier(goalMeans, goalCovariance);
  return Array.from({ length: PORTFOLIOS }, (_, i) => {
    const mean = FIRST_MEAN + ((LAST_MEAN - FIRST_MEAN) * i) / (PORTFOLIOS - 1);
    return { mean, sd: Math.sqrt((a * mean + b) * mean + c) };
  });
}
