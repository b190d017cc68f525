import { z } from 'zod';
import { parseOptions } from '../../environment-options.ts';
import type { Market } from './market.ts';
import { mixtureMarket } from './mixture-market.ts';
import { perStep } from './returns.ts';
import { regimeOf, seriesKeys, seriesOf, stated, stepsPerYearKey } from './series.ts';
import { kurtosisOf, matchedParameters, studentScales } from './student-scales.ts';

const schema = z.strictObject({
  ...seriesKeys,
  ...stepsPerYearKey,
  /** Of the t-distribution: fewer, and the tails are fatter. */
  degreesOfFreedom: z.number().min(3).max(100).default(5),
});

/** Options of `studentMarket`. */
export type StudentOptions = z.input<typeof schema>;

/**
 * Fat tails: log returns of a step follow a multivariate t-distribution, one random scale for all assets and inflation,
 * so that they crash together. The exponential of a t-distributed number has no mean, whatever its scale; here the scale
 * has 4096 equally likely values, each the root mean square of that part of its distribution, which ends the tails far
 * out (at 5 degrees of freedom the largest scale is 6.5 deviations) and makes every moment finite. So the mean and
 * the standard deviation of a year's return are exactly those asked for, as in `lognormalMarket`, no draw loses more
 * than everything, and `assumptions` says what the kurtosis of log returns is (7.9 where the
 * t-distribution of 5 degrees has 9; from 8 degrees on they are within 0.5 %).
 *
 * @throws ConfigurationError for a wrong option, or a correlation matrix that is not positive definite
 *
 * @example
 * const market = studentMarket({ assets: { equities: [0.07, 0.15] }, degreesOfFreedom: 8 });
 * market.moments.deviation; // => [0.15, 0.01]
 */
export function studentMarket(options: StudentOptions): Market {
  const parsed = parseOptions('the market of fat tails', schema, options);
  const { stepsPerYear, degreesOfFreedom } = parsed;
  const series = seriesOf(parsed);
  const scales = studentScales(degreesOfFreedom);
  const parameters = series.moments.map((moments) => matchedParameters(perStep(moments, stepsPerYear), scales));
  const mixture = {
    series: series.moments.length,
    regimes: [regimeOf(series.correlation, parameters)],
    leave: [0],
    second: 0,
    scales,
  };
  return mixtureMarket(mixture, {
    assets: series.assets,
    stepsPerYear,
    assumptions: {
      model: 'log returns of a step follow a t-distribution with a common scale of 4096 values; steps are independent',
      stepsPerYear,
      degreesOfFreedom,
      kurtosisOfLogReturns: kurtosisOf(scales),
      largestScale: scales[0],
      ...stated(series),
    },
    description: { kind: 'student', ...parsed },
  });
}
