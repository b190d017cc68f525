import { table } from '../console/table.ts';
import { formatCount } from '../console/units.ts';
import { formatInterval, formatMoney, formatNumber, formatShare, formatShares } from './figures.ts';
import { percentileNames, type Prediction } from './prediction.ts';

/** A prediction as lines for a terminal. */
export function predictionSummary(prediction: Prediction): string[] {
  const { profile, policy, paths, seed, success, estate, shortfall, shortfallWhenShort, strategies, optimum } =
    prediction;
  const figures = [
    ['success', `${formatShare(success.mean)} (95 %: ${formatShares(success.low, success.high)})`],
    ...(optimum === undefined ? [] : [['greatest success', `${formatShare(optimum.success)} (dynamic programming)`]]),
    ['certainty equivalent', `${formatShare(strategies[0]!.certaintyEquivalent)} of desired spending`],
    [
      'left at the end',
      `${formatMoney(estate.p50)}; 10 %: ${formatMoney(estate.p10)}, 90 %: ${formatMoney(estate.p90)}`,
    ],
    ['essential missing', `${formatMoney(shortfall)} on average, ${formatMoney(shortfallWhenShort)} where any is`],
  ];
  return [
    `${profile}: ${formatCount(paths)} paths (seed ${seed}), decided by ${policy}; money of today`,
    ...table(figures).map((line) => `  ${line}`),
    '',
    ...table([['AGE', 'ALIVE', ...wealthHead, 'NOMINAL P50'], ...wealthRows(prediction)]),
    '',
    ...table([strategyHead, ...strategies.map(strategyRow)]),
  ];
}

const wealthHead = percentileNames.map((name) => `WEALTH ${name.toUpperCase()}`);

/** Now, every tenth age, and the last. */
function wealthRows({ ages, alive, percentiles, nominalPercentiles }: Prediction): string[][] {
  const last = ages.length - 1;
  return ages.flatMap((age, year) => {
    if (year !== 0 && year !== last && age % 10 !== 0) return [];
    const wealth = percentileNames.map((name) => formatMoney(percentiles[year]![name]));
    return [[String(age), formatShare(alive[year]!), ...wealth, formatMoney(nominalPercentiles[year]!.p50)]];
  });
}

const strategyHead = ['STRATEGY', 'SUCCESS (95 %)', 'LEFT', 'CERTAINTY EQ.', 'UTILITY', 'POLICY BETTER BY (95 %)'];

function strategyRow({ successInterval: { low, high }, ...one }: Prediction['strategies'][number]): string[] {
  return [
    one.name,
    `${formatShare(one.success)} (${formatShares(low, high)})`,
    formatMoney(one.median),
    formatShare(one.certaintyEquivalent),
    formatNumber(one.expectedUtility),
    one.policyAdvantage === undefined ? '' : formatInterval(one.policyAdvantage),
  ];
}
