import { z } from 'zod';
import { checkCorrelation, cholesky, type Matrix } from './correlation.ts';
import type { Moments } from './market.ts';
import { lognormalParameters, perStep, type MeanAndDeviation } from './returns.ts';
import type { Regime } from './mixture.ts';

const fraction = 'returns are fractions: 0.07 is 7 %';
/** Above it a deviation was written in percent; cryptocurrencies have had more than 1. */
const MOST_DEVIATION = 3;
const meanAndDeviation = z.tuple(
  [
    z.number().gt(-1, 'a mean return is above -1').max(1, fraction),
    z.number().min(0, 'a deviation is at least 0').max(MOST_DEVIATION, fraction),
  ],
  'a list of two numbers is needed, the mean and the standard deviation of a year’s return',
);

/** Numbers would be put in another order. */
const isAssetName = (name: string) => /^[A-Za-z][\w .-]*$/.test(name) && name !== 'inflation';

/** The keys that say how assets and inflation move, in every market that is not a history. */
export const seriesKeys = {
  /** Mean and standard deviation of the return of a year, by name. */
  assets: z
    .record(z.string(), meanAndDeviation)
    .refine((assets) => Object.keys(assets).length > 0, { error: 'at least one asset is needed' })
    .refine((assets) => Object.keys(assets).every(isAssetName), {
      error: 'a name begins with a letter, and inflation has a key of its own',
    }),
  /** The same of inflation. */
  inflation: meanAndDeviation.default([0.02, 0.01]),
  /** Of log returns; of the assets, or of the assets and inflation. */
  correlation: z.array(z.array(z.number())).optional(),
  /** Whether a correlation matrix that is not positive definite gives way to the nearest one that is. */
  repair: z.boolean().default(false),
};

/** The key that all markets but histories have. */
export const stepsPerYearKey = {
  stepsPerYear: z.union([z.literal(1), z.literal(12)], 'a market has 1 step a year, or 12').default(1),
};

/** Assets and inflation as they move together. */
export interface Series {
  readonly assets: readonly string[];
  /** Of the returns of a year: the assets, then inflation. */
  readonly moments: readonly MeanAndDeviation[];
  /** Of the log returns. */
  readonly correlation: Matrix;
  readonly repaired: boolean;
}

/**
 * @param place - of the keys in the options, for messages, such as `regimes.crisis.`
 * @throws ConfigurationError for a matrix that is none of correlations
 */
export function seriesOf(
  { assets, inflation, correlation, repair }: z.output<z.ZodObject<typeof seriesKeys>>,
  place = '',
): Series {
  const names = Object.keys(assets);
  const given = correlation ?? names.map((_, i) => names.map((__, j) => (i === j ? 1 : 0)));
  const ofAssets = given.length === names.length;
  const checked = checkCorrelation(given, ofAssets ? names : [...names, 'inflation'], repair, `${place}correlation`);
  return {
    assets: names,
    moments: [...Object.values(assets), inflation],
    correlation: ofAssets ? [...checked.map((row) => [...row, 0]), [...names.map(() => 0), 1]] : checked,
    repaired: checked !== given,
  };
}

/** Normal log growth of a step whose returns have the series' moments over a year, without the factor of a scale. */
export function lognormalRegime(series: Series, stepsPerYear: number): Regime {
  return regimeOf(
    series.correlation,
    series.moments.map((moments) => lognormalParameters(perStep(moments, stepsPerYear))),
  );
}

/** Normal log growth from the means and deviations of its series. */
export function regimeOf(correlation: Matrix, parameters: readonly { mu: number; sigma: number }[]): Regime {
  const factor = cholesky(correlation).map((row, i) => row.map((value) => value * parameters[i]!.sigma));
  return {
    mu: Float64Array.from(parameters, ({ mu }) => mu),
    factor: Float64Array.from(factor.flat()),
  };
}

/** The series as `Market.assumptions` states them. */
export function stated({ assets, moments, correlation, repaired }: Series): Record<string, unknown> {
  const names = [...assets, 'inflation'];
  return {
    returnsOfAYear: Object.fromEntries(
      names.map((name, k) => [name, { mean: moments[k]![0], deviation: moments[k]![1] }]),
    ),
    correlationOfLogReturns: { order: names, matrix: correlation, ...(repaired && { repaired }) },
  };
}

/**
 * Moments without the digits that are rounding errors, beyond the twelfth.
 *
 * @param covariance - of the returns of a year.
 */
export function momentsFrom(mean: readonly number[], covariance: Matrix): Moments {
  const deviation = mean.map((_, i) => Math.sqrt(Math.max(0, covariance[i]![i]!)));
  const correlation = mean.map((_, i) =>
    mean.map((__, j) => {
      if (i === j) return 1;
      const scale = deviation[i]! * deviation[j]!;
      return scale === 0 ? 0 : rounded(covariance[i]![j]! / scale);
    }),
  );
  return { mean: mean.map(rounded), deviation: deviation.map(rounded), correlation };
}

/** Zero is never negative. */
const rounded = (value: number) => Math.round(value * 1e12) / 1e12 + 0;
