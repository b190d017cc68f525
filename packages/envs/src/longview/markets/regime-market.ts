import { ConfigurationError } from '@longplay/runtime';
import { z } from 'zod';
import { parseOptions } from '../../environment-options.ts';
import type { Market } from './market.ts';
import { mixtureMarket } from './mixture-market.ts';
import { lognormalRegime, seriesKeys, seriesOf, stated, stepsPerYearKey } from './series.ts';

const regimeSchema = z.strictObject({
  /** How long it lasts on average, years. */
  duration: z.number().positive().max(1000),
  ...seriesKeys,
});

const schema = z.strictObject({
  regimes: z.record(z.string(), regimeSchema).refine((regimes) => Object.keys(regimes).length === 2, {
    error: 'two regimes are needed',
  }),
  ...stepsPerYearKey,
});

/** Options of `regimeMarket`. */
export type RegimeOptions = z.input<typeof schema>;

/**
 * Lognormal returns whose parameters switch between two regimes, such as calm years and crises: a Markov chain that
 * leaves a regime after each step with probability 1 / (steps it lasts on average), and begins in its stationary
 * distribution, each regime with the share of its duration (Hardy, "A Regime-Switching Model of Long-Term Stock
 * Returns", North American Actuarial Journal 5(2), 2001). Means and deviations are those of a year that is spent in the
 * regime; `market.moments` are of a year of the mixture, from the beginning.
 *
 * @throws ConfigurationError for a wrong option, regimes of different assets, or a duration of less than a step
 *
 * @example
 * const market = regimeMarket({
 *   regimes: {
 *     calm: { duration: 6, assets: { equities: [0.11, 0.12] } },
 *     crisis: { duration: 2, assets: { equities: [-0.05, 0.25] } },
 *   },
 * });
 * market.moments.mean; // => [0.07, 0.02]
 */
export function regimeMarket(options: RegimeOptions): Market {
  const parsed = parseOptions('the market of regimes', schema, options);
  const { stepsPerYear } = parsed;
  const names = Object.keys(parsed.regimes);
  const regimes = Object.values(parsed.regimes);
  const [first, second] = regimes.map((regime, i) => seriesOf(regime, `regimes.${names[i]}.`));
  const assets = first!.assets.join(', ');
  if (second!.assets.join(', ') !== assets) {
    throw new ConfigurationError(
      `the regimes have different assets: ${names[0]} has ${assets}, ${names[1]} has ${second!.assets.join(', ')}`,
      { cure: 'name the same assets in the same order' },
    );
  }
  const leave = regimes.map(({ duration }, i) => {
    if (duration * stepsPerYear >= 1) return 1 / (duration * stepsPerYear);
    throw new ConfigurationError(`regimes.${names[i]}.duration is ${duration} years: less than a step of the market`, {
      cure: `a regime lasts a step at least: ${1 / stepsPerYear} years or more`,
    });
  });
  const share = regimes[1]!.duration / (regimes[0]!.duration + regimes[1]!.duration);
  const mixture = {
    series: first!.moments.length,
    regimes: [lognormalRegime(first!, stepsPerYear), lognormalRegime(second!, stepsPerYear)],
    leave,
    second: share,
    scales: undefined,
  };
  const described = [first!, second!].map((series, i) => [
    names[i]!,
    { shareOfTime: i === 0 ? 1 - share : share, duration: regimes[i]!.duration, ...stated(series) },
  ]);
  return mixtureMarket(mixture, {
    assets: first!.assets,
    stepsPerYear,
    assumptions: {
      model: 'lognormal returns in two regimes, a Markov chain from its stationary distribution',
      stepsPerYear,
      regimes: Object.fromEntries(described),
    },
    description: { kind: 'regimes', ...parsed },
  });
}
