import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findChromium, openChromium } from '../../../testing/chromium.ts';
import { playDrive } from './fixtures/drive.ts';
import type { Replay } from './page/main.ts';
import type { Point } from './scene.ts';
import { replayPage } from './replay-page.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }); // a browser without a graphics card, on a busy machine

const { recorder, seen } = playDrive();
const html = await replayPage(recorder.recording(), 'Two matches');

const program = findChromium();

type Colour = readonly [red: number, green: number, blue: number];
/** The ball is light, the field behind it is not. */
const isLight = (colour: Colour) => Math.min(...colour) > 105;

describe.skipIf(program === undefined)('the page in Chromium', () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await openChromium(program!);
    page = await browser.newPage({ viewport: { width: 640, height: 400 }, reducedMotion: 'reduce' });
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    folder = await mkdtemp(join(tmpdir(), 'longplay-replay-'));
    const file = join(folder, 'replay.html');
    await writeFile(file, html);
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('body.ready');
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  /** The page draws with the browser's next frame; a frame later the picture is there. */
  const drawn = () =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  async function seek(time: number): Promise<void> {
    await page.evaluate((to) => window.replay!.playback.seek(to), time);
    await drawn();
  }
  async function look(view: Parameters<Replay['look']>[0]): Promise<void> {
    await page.evaluate((from) => window.replay!.look(from), view);
    await drawn();
  }
  const positions = () => page.evaluate(() => window.replay!.positions());
  const timeNow = () => page.evaluate(() => window.replay!.playback.time);
  const text = (id: string) => page.locator(`#${id}`).textContent();

  /** The colour of the window's pixel in which a point of the game is seen: red, green, blue. */
  async function colourAt(point: Point): Promise<Colour> {
    const [x, y] = await page.evaluate((of) => window.replay!.pixelOf(of), point);
    const picture = PNG.sync.read(await page.screenshot());
    const at = 4 * (Math.round(y) * picture.width + Math.round(x));
    const [red, green, blue] = picture.data.subarray(at, at + 3);
    return [red!, green!, blue!];
  }

  it('shows ball and cars where the record has them, at two times', async () => {
    for (const frame of [6, 48]) {
      await seek(frame / 30);
      const { ball, cars } = seen[frame]!;
      const wanted = [ball, cars.slice(0, 3), cars.slice(3, 6), cars.slice(6, 9)];
      const shown = await positions();
      for (const [index, point] of [shown.ball, ...shown.cars].entries()) {
        for (const [axis, value] of point.entries()) expect(Math.abs(value - wanted[index]![axis]!)).toBeLessThan(0.2);
      }
    }
  });

  it('paints the ball where it is, and the field where it was', async () => {
    const places = [6, 20].map((frame) => seen[frame]!.ball as unknown as Point);
    const colours: Colour[] = [];
    for (const frame of [6, 20]) {
      await seek(frame / 30);
      for (const place of places) colours.push(await colourAt(place));
    }
    expect(colours.map(isLight)).toEqual([true, false, false, true]);
  });

  it('paints the cars in the colours of their teams, from behind each', async () => {
    await seek(0.1);
    const shown = await positions();
    for (const [car, point] of shown.cars.entries()) {
      await look(car);
      const [red, , blue] = await colourAt([point[0], point[1], point[2] + 20]);
      expect([car, red! > blue!]).toEqual([car, car === 2]);
    }
    await look('free');
  });

  it('draws another picture at another time, and the same at the same', async () => {
    const pictures: Buffer[] = [];
    for (const time of [0, 1, 0]) {
      await seek(time);
      pictures.push(await page.locator('canvas').screenshot());
    }
    expect(pictures[0]!.equals(pictures[1]!)).toBe(false);
    expect(pictures[0]!.equals(pictures[2]!)).toBe(true);
  });

  it('plays, pauses and seeks by its keys', async () => {
    await seek(0);
    await page.keyboard.press('Space');
    await expect.poll(timeNow).toBeGreaterThan(0.2);
    await page.keyboard.press('Space');
    const paused = await timeNow();
    await expect.poll(() => text('play')).toBe('Play');
    await page.keyboard.press('ArrowRight');
    expect(await timeNow()).toBeCloseTo(paused + 1, 9);
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await timeNow()).toBeCloseTo(1 / 30, 5);
    await page.keyboard.press('End');
    expect(await timeNow()).toBe(await page.evaluate(() => window.replay!.playback.duration));
  });

  it('tells score, clock and boost, and marks the goal', async () => {
    await seek(58 / 30);
    expect([await text('blue'), await text('orange'), await text('clock'), await text('match')]).toEqual([
      '1',
      '0',
      '0:01',
      'match 1 of 2',
    ]);
    expect(await text('banner')).toBe('Goal for Blue');
    expect(await page.locator('#marks .goal').count()).toBe(1);
    const figures = await page.locator('.meter').allTextContents();
    expect(figures).toEqual(
      seen[58]!.boost.map((left, car) => `${['Blue 1', 'Blue 2', 'Orange'][car]}${Math.round(left)}`),
    );
  });

  it('asks the network for nothing, and complains of nothing', () => {
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(complaints).toEqual([]);
  });
});
