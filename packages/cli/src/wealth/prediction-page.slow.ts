import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, vi } from 'vitest';
import { findChromium, openChromium } from '../../../../testing/chromium.ts';
import { temporaryFolder } from '../fixtures/longplay.ts';
import { predictedPlan } from '../fixtures/prediction.ts';
import { milestonesOf } from './milestones.ts';
import { predictionPage } from './prediction-page.ts';

vi.setConfig({ testTimeout: 60_000 }); // a browser on a busy machine

const program = findChromium();

const chartsIn = (money: string) => [
  `Percentiles of ${money} wealth by age`,
  'Percentiles of yearly spending by age',
  'Success and certainty equivalent of each strategy',
  `Share of each asset by age and ${money} wealth`,
];

it.skipIf(program === undefined)('shows one kind of money, in light, in dark and on paper', async () => {
  const { household, prediction } = await predictedPlan();
  const file = join(await temporaryFolder(), 'plan.html');
  await writeFile(file, await predictionPage(prediction, milestonesOf(household)));
  await using browser = await openChromium(program!);
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const asked: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => problems.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  const shown = async () => {
    const charts = await page.locator('svg:visible').all();
    return await Promise.all(charts.map(async (chart) => (await chart.getAttribute('aria-label'))!));
  };
  expect(await shown()).toEqual(chartsIn('real'));
  // No table is cut off, nor needs to be scrolled.
  const beyond = `[...document.querySelectorAll('.wide')].map((box) => box.scrollWidth - box.clientWidth)`;
  expect(await page.evaluate<number[]>(beyond)).toEqual([0, 0, 0]);
  await page.getByLabel('as it will be then').check();
  expect(await shown()).toEqual(chartsIn('nominal'));

  // The text of a chart is legible on what is behind it: the colours of both follow the reader's setting.
  const lightness = async (selector: string, property: string) => {
    const style = `getComputedStyle(document.querySelector('${selector}'))`;
    const colour = await page.evaluate<string>(`${style}.getPropertyValue('${property}')`);
    const [red = 0, green = 0, blue = 0] = colour.match(/\d+/g)!.map(Number);
    return (red + green + blue) / 765;
  };
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    const [text, surface] = [await lightness('svg text', 'fill'), await lightness('section', 'background-color')];
    expect(Math.abs(text - surface)).toBeGreaterThan(0.4);
    expect(surface > text).toBe(scheme === 'light');
  }

  // Paper is light, whatever the reader's setting.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await lightness('section', 'background-color')).toBe(1);
  expect(await lightness('svg text', 'fill')).toBeLessThan(0.5);
  expect(await shown()).toEqual(chartsIn('nominal'));
  expect(await page.locator('fieldset').isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);

  expect(asked.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
  expect(problems).toEqual([]);
});
