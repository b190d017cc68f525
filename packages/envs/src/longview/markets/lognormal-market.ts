import { z } from 'zod';
import { parseOptions } from '../../environment-options.ts';
import type { Market } from './market.ts';
import { mixtureMarket } from './mixture-market.ts';
import { lognormalRegime, seriesKeys, seriesOf, stated, stepsPerYearKey } from './series.ts';

const schema = z.strictObject({ ...seriesKeys, ...stepsPerYearKey });

/** Options of `lognormalMarket`. */
export type LognormalOptions = z.input<typeof schema>;

/**
 * Returns that are lognormal and independent from step to step. The arithmetic mean and the standard deviation of a
 * year's return are exactly those asked for: log growth of a step has variance ln(1 + s²/(1+m)²) and mean
 * ln(1+m) less half of that, where m and s are the step's, such that twelve monthly steps compound to the year's. The
 * correlation is that of log returns, which is the same for months and years; that of returns is a little nearer to
 * zero (0.3 becomes 0.2987 for the default equities and bonds).
 *
 * @throws ConfigurationError for a wrong option, or a correlation matrix that is not positive definite, unless `repair`
 * asks for the nearest one that is
 *
 * @example
 * const market = lognormalMarket({
 *   assets: { equities: [0.07, 0.15], bonds: [0.03, 0.06] },
 *   correlation: [[1, 0.3], [0.3, 1]],
 * });
 * market.assets; // => ['equities', 'bonds']
 * market.moments.correlation[0]![1]!.toFixed(4); // => '0.2987'
 */
export function lognormalMarket(options: LognormalOptions): Market {
  const parsed = parseOptions('the lognormal market', schema, options);
  const { stepsPerYear } = parsed;
  const series = seriesOf(parsed);
  const mixture = {
    series: series.moments.length,
    regimes: [lognormalRegime(series, stepsPerYear)],
    leave: [0],
    second: 0,
    scales: undefined,
  };
  return mixtureMarket(mixture, {
    assets: series.assets,
    stepsPerYear,
    assumptions: { model: 'lognormal returns, independent from step to step', stepsPerYear, ...stated(series) },
    description: { kind: 'lognormal', ...parsed },
  });
}

/** The assets of `defaultMarket`, and how they correlate. */
export const defaultAssets: Readonly<Pick<LognormalOptions, 'assets' | 'correlation'>> = {
  assets: { equities: [0.07, 0.15], bonds: [0.03, 0.06], cash: [0.02, 0.01] },
  correlation: [
    [1, 0.3, 0],
    [0.3, 1, 0],
    [0, 0, 1],
  ],
};

/**
 * The market where none is named: equities 7 % a year with a deviation of 15 %, bonds 3 % and 6 %, cash 2 % and 1 %,
 * inflation 2 % and 1 %; equities and bonds correlate with 0.3, nothing else does. Round figures, no forecast.
 */
export function defaultMarket(): Market {
  return lognormalMarket(defaultAssets);
}
