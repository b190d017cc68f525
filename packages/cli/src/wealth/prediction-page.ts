import { allocationChart, fanChart, strategyChart, type Fan, type Milestone } from './charts.ts';
import { drawChart } from './draw-chart.ts';
import { escapeHtml, figure, htmlTable, list } from './markup.ts';
import { formatMoney, formatNumber, formatShare, formatShares, formatWithError } from './figures.ts';
import { pageStyle } from './page-style.ts';
import { percentileNames, type MoneyKind, type PercentileRow, type Prediction } from './prediction.ts';

/**
 * A prediction as one HTML page that needs nothing else: no network and no script, which its policy forbids the browser.
 * It follows the reader's light or dark setting, and prints.
 *
 * @param milestones - what the fan charts mark.
 */
export async function predictionPage(prediction: Prediction, milestones: readonly Milestone[]): Promise<string> {
  const { profile, policy, paths, seed, ages } = prediction;
  const title = escapeHtml(`Wealth plan: ${profile}`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
<main>
  <h1>${title}</h1>
  <p>From age ${ages[0]} to ${ages.at(-1)}, decided by the policy of ${escapeHtml(policy)}, on ${formatNumber(paths)} random paths (seed ${seed}).</p>
  ${keyFigures(prediction)}
  <fieldset>
    <legend>Show money</legend>
    <label><input type="radio" name="money" id="show-real" checked> of today (real)</label>
    <label><input type="radio" name="money" id="show-nominal"> as it will be then (nominal)</label>
  </fieldset>
  <section><h2>Wealth</h2>${await wealthFigures(prediction, milestones)}</section>
  <section><h2>Spending on living</h2>${await spendingFigure(prediction, milestones)}</section>
  <section><h2>Strategies on the same paths</h2>${await strategyFigure(prediction)}${strategyTable(prediction)}</section>
  <section><h2>What the policy holds</h2>${await allocationFigures(prediction)}</section>
  <section><h2>Percentiles of wealth</h2>${inBothMonies((money) => percentileTable(prediction, money))}</section>
  <section id="assumptions"><h2>Assumptions</h2>${list(prediction.assumptions)}</section>
</main>
</html>
`;
}

function keyFigures({ success, shortfall, shortfallWhenShort, estate, strategies }: Prediction): string {
  return `<dl class="tiles">
    ${tile('Probability of success', formatShare(success.mean), `95 % interval: ${formatShares(success.low, success.high)}`)}
    ${tile('Certainty equivalent', formatShare(strategies[0]!.certaintyEquivalent), 'of desired spending, in every year of life')}
    ${tile('Left at the end, median', formatMoney(estate.p50), `of today, debts paid; 10 %: ${formatMoney(estate.p10)}, 90 %: ${formatMoney(estate.p90)}`)}
    ${tile('Essential money missing', formatMoney(shortfall), `of today, mean of all lives; ${formatMoney(shortfallWhenShort)} of those that fall short`)}
  </dl>`;
}

const tile = (name: string, value: string, note: string) =>
  `<div><dt>${name}</dt><dd>${value}</dd><dd class="note">${note}</dd></div>`;

/** Something for real and for nominal money, of which the reader sees one. */
function inBothMonies(make: (money: MoneyKind) => string): string {
  return (['real', 'nominal'] as const).map((money) => `<div class="${money}">${make(money)}</div>`).join('\n');
}

/** The share of paths that must be alive for percentiles to be drawn. */
const enough = 0.02;
const untilFew = `as long as it does on at least ${100 * enough} % of them`;

function fan({ ages, alive }: Prediction, rows: readonly PercentileRow[], milestones: readonly Milestone[]): Fan {
  const shown = rows.filter((_, year) => alive[year]! >= enough);
  const last = ages[shown.length - 1]!;
  return { ages: ages.slice(0, shown.length), rows: shown, milestones: milestones.filter(({ age }) => age <= last) };
}

async function wealthFigures(prediction: Prediction, milestones: readonly Milestone[]): Promise<string> {
  const { percentiles, nominalPercentiles } = prediction;
  const draw = async (money: MoneyKind, rows: readonly PercentileRow[]) =>
    await drawChart(
      fanChart('Wealth', money, fan(prediction, rows, milestones)),
      `Percentiles of ${money} wealth by age`,
    );
  const drawings = { real: await draw('real', percentiles), nominal: await draw('nominal', nominalPercentiles) };
  const note = `All accounts together at the start of each year, over the paths on which the household lives, ${untilFew}.`;
  return inBothMonies((money) => figure(drawings[money], note));
}

async function spendingFigure(prediction: Prediction, milestones: readonly Milestone[]): Promise<string> {
  const chart = fanChart('Spending a year', 'real', fan(prediction, prediction.spendingPercentiles, milestones));
  return figure(
    await drawChart(chart, 'Percentiles of yearly spending by age'),
    `Without taxes, debts and goals, over the paths on which the household lives, ${untilFew}; always in money of today.`,
  );
}

async function strategyFigure(prediction: Prediction): Promise<string> {
  return figure(
    await drawChart(strategyChart(prediction), 'Success and certainty equivalent of each strategy'),
    `All strategies see the same markets and lifetimes. The certainty equivalent is the share of desired spending that, spent in every year of life, is worth as much.${optimumNote(prediction)}`,
  );
}

function optimumNote({ optimum, strategies }: Prediction): string {
  if (optimum === undefined) return '';
  return ` No strategy succeeds with a greater probability than ${formatShare(optimum.success)}, by dynamic programming; “${strategies.at(-1)!.name}” is the one that does, and spends no more than what is essential.`;
}

function strategyTable({ strategies }: Prediction): string {
  const head = ['Strategy', 'Success, 95 %', 'Left, median', 'Missing, mean', 'Certainty equivalent'];
  const rows = strategies.map(({ successInterval: { low, high }, policyAdvantage, ...one }) => [
    one.name,
    `${formatShare(one.success)} (${formatShares(low, high)})`,
    formatMoney(one.median),
    formatMoney(one.shortfall),
    formatShare(one.certaintyEquivalent),
    formatWithError(one.expectedUtility, one.standardError),
    policyAdvantage === undefined
      ? ''
      : formatWithError(policyAdvantage.mean, policyAdvantage.high - policyAdvantage.mean),
  ]);
  return htmlTable([...head, 'Expected utility ± standard error', 'Policy better by, 95 %'], rows);
}

async function allocationFigures(prediction: Prediction): Promise<string> {
  const draw = async (money: MoneyKind) =>
    await drawChart(allocationChart(prediction, money), `Share of each asset by age and ${money} wealth`);
  const drawings = { real: await draw('real'), nominal: await draw('nominal') };
  const note = 'The mean portfolio of the paths that came to an age with so much wealth; empty where none came.';
  return inBothMonies((money) => figure(drawings[money], note));
}

/** Every fifth age, and the last. */
function percentileTable({ ages, alive, percentiles, nominalPercentiles }: Prediction, money: MoneyKind): string {
  const rows = money === 'real' ? percentiles : nominalPercentiles;
  const years = ages.flatMap((age, year) => (year === 0 || age % 5 === 0 || year === ages.length - 1 ? [year] : []));
  return htmlTable(
    ['Age', 'Alive', ...percentileNames.map((name) => name.toUpperCase())],
    years.map((year) => {
      const wealth = percentileNames.map((name) => formatMoney(rows[year]![name]));
      return [String(ages[year]!), formatShare(alive[year]!)].concat(wealth);
    }),
  );
}
