import { expect, it } from 'vitest';
import { predictedPlan } from '../fixtures/prediction.ts';
import { formatMoney, formatNumber, formatShare, formatShares } from './figures.ts';
import { milestonesOf } from './milestones.ts';
import { predictionPage } from './prediction-page.ts';
import { percentileNames } from './prediction.ts';

const { household, prediction } = await predictedPlan();
const html = await predictionPage(prediction, milestonesOf(household));

it('is one document with its title, whatever is in it, and needs nothing else', () => {
  expect(html).toContain('<title>Wealth plan: Ann &amp; &lt;Bob></title>');
  expect(html).not.toMatch(/<script|<Bob>|NaN|undefined|Infinity/);
  expect(html.replaceAll(/xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/https?:|url\(|src=/);
  expect(html).toContain("default-src 'none'");
  expect(Buffer.byteLength(html)).toBeLessThan(400_000);
});

it('has the charts in real and in nominal money', () => {
  const labels = [...html.matchAll(/<svg[^>]* aria-label="([^"]*)"/g)].map(([, label]) => label);
  expect(labels).toEqual([
    'Percentiles of real wealth by age',
    'Percentiles of nominal wealth by age',
    'Percentiles of yearly spending by age',
    'Success and certainty equivalent of each strategy',
    'Share of each asset by age and real wealth',
    'Share of each asset by age and nominal wealth',
  ]);
  for (const text of ['Wealth, money of today', 'Wealth, nominal money', 'Age', 'Share of the portfolio', 'equities']) {
    expect(html).toContain(`>${text}</text>`);
  }
  // A reader's colours are the only ones.
  const colours = new Set([...html.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour!));
  expect([...colours].filter((colour) => !/^(var\(--[\w-]+\)|none|transparent)$/.test(colour))).toEqual([]);
});

it('marks what happens in the plan', () => {
  for (const label of ['retirement', 'pension', 'a "boat"']) expect(html).toContain(`>${label}</text>`);
});

it('says the numbers of the JSON', () => {
  const { success, strategies, percentiles, nominalPercentiles, estate, shortfall } = prediction;
  expect(html).toContain(`<dd>${formatShare(success.mean)}</dd>`);
  expect(html).toContain(`95 % interval: ${formatShares(success.low, success.high)}`);
  expect(html).toContain(`<dd>${formatMoney(estate.p50)}</dd>`);
  expect(html).toContain(`<dd>${formatMoney(shortfall)}</dd>`);
  for (const [kind, rows] of Object.entries({ real: percentiles, nominal: nominalPercentiles })) {
    const table = new RegExp(`<div class="${kind}"><div class="wide">(.*?)</table>`, 's').exec(html)![1]!;
    const last = rows.at(-1)!;
    const cells = percentileNames.map((name) => `<td>${formatMoney(last[name])}</td>`).join('');
    expect(table).toContain(`<th scope="row">72</th><td>100.0 %</td>${cells}`);
  }
  for (const { name, success: share, certaintyEquivalent } of strategies) {
    expect(html).toMatch(
      new RegExp(
        `<th scope="row">${name}</th><td>${formatShare(share)} .*<td>${formatShare(certaintyEquivalent)}</td>`,
      ),
    );
  }
});

it('shows an error that is only rounding as none', () => {
  // Who always spends what is essential has the same utility on every path.
  const certain = prediction.strategies.find(({ name }) => name === 'greatest success')!;
  expect(certain.standardError).toBeLessThan(1e-12);
  expect(html).toContain(`<td>${formatNumber(certain.expectedUtility)} ± 0</td>`);
  expect(html).not.toMatch(/\d ± 0\.0{8}/);
});

it('states the assumptions', () => {
  for (const text of [
    'lognormal returns',
    'mean 0.07, deviation 0.15',
    '<dt>risk aversion</dt><dd>3</dd>',
    'desired 40000',
  ]) {
    expect(html).toContain(text);
  }
});
