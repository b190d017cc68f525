import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ConfigurationError } from '@longplay/runtime';
import { bootstrapMarket } from './bootstrap-market.ts';
import { defaultMarket, lognormalMarket } from './lognormal-market.ts';
import { marketOf } from './market-of.ts';
import { drawPaths, type Market } from './market.ts';
import { regimeMarket } from './regime-market.ts';
import { studentMarket } from './student-market.ts';

const csv = 'year,equities,inflation\n1999,0.21,0.027\n2000,-0.09,0.034\n2001,-0.12,0.028\n';
const assets = { equities: [0.07, 0.15] as [number, number] };
const draw = (market: Market) => drawPaths(market, { years: 3, paths: 20, seed: 1 });

it.each([
  defaultMarket(),
  lognormalMarket({ assets, stepsPerYear: 12, inflation: [0.03, 0.02] }),
  regimeMarket({ regimes: { calm: { duration: 5, assets }, crisis: { duration: 1, assets } } }),
  studentMarket({ assets, degreesOfFreedom: 6 }),
  bootstrapMarket({ csv, meanBlock: 2 }),
])('makes a market again from its description as JSON: %#', (market) => {
  const again = marketOf(JSON.parse(JSON.stringify(market.description)));
  expect(again.assumptions).toEqual(market.assumptions);
  expect(again.moments).toEqual(market.moments);
  expect(again.description).toEqual(market.description);
  expect(draw(again)).toEqual(draw(market));
});

it('makes the default market of nothing, and a lognormal one without a kind', () => {
  expect(marketOf({}).description).toEqual(defaultMarket().description);
  expect(marketOf({ assets }).description).toEqual(lognormalMarket({ assets }).description);
});

it('varies the default market', () => {
  const { moments, stepsPerYear } = marketOf({ inflation: [0.03, 0.01], stepsPerYear: 12 });
  expect(stepsPerYear).toBe(12);
  const inflation = defaultMarket().moments.mean.length - 1;
  expect(moments.mean).toEqual(defaultMarket().moments.mean.with(inflation, 0.03));
  expect(moments.correlation[0]![1]).toBeCloseTo(defaultMarket().moments.correlation[0]![1]!, 3);
  expect(marketOf({ kind: 'student' }).assets).toEqual(['equities', 'bonds', 'cash']);
});

it('takes deviations above 100 %, and refuses percent', () => {
  expect(marketOf({ assets: { coin: [0.9, 1.2] } }).moments.deviation[0]).toBeCloseTo(1.2, 9);
  expect(() => marketOf({ assets: { equities: [0.07, 15] } })).toThrow(
    'assets.equities[1] is 15: returns are fractions',
  );
});

it.each([null, [], 'student', 7, undefined])('refuses what has no keys: %j', (description) => {
  const make = () => marketOf(description as never);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(/^the market is .*: its keys are needed$/);
});

it('reads a history from a file beside the profile', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'longplay-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'returns.csv'), csv);
  const market = marketOf({ kind: 'bootstrap', file: 'returns.csv', meanBlock: 2 }, folder);
  expect(draw(market)).toEqual(draw(bootstrapMarket({ csv, meanBlock: 2 })));
  await writeFile(join(folder, 'bad.csv'), csv.replace('0.21', 'x'));
  const bad = () => marketOf({ kind: 'bootstrap', file: 'bad.csv', meanBlock: 2 }, folder);
  expect(bad).toThrow(ConfigurationError);
  expect(bad).toThrow(`${join(folder, 'bad.csv')}: line 2: equities is "x": no number`);
  expect(() => marketOf({ kind: 'bootstrap', file: 'none.csv' }, folder)).toThrow('none.csv: it does not exist');
});

it.each([
  [{ kind: 'studnt', assets }, 'unknown kind of market "studnt"; did you mean "student"?'],
  [{ kind: 7 }, 'unknown kind of market "7"'],
  [{ kind: 'toString' }, 'unknown kind of market "toString"'],
  [{ asets: assets }, 'did you mean "assets"?'],
  [{ kind: 'bootstrap', file: 'a.csv', csv }, 'unknown option "csv"'],
])('refuses %j', (description, message) => {
  expect(() => marketOf(description)).toThrow(message);
  expect(() => marketOf(description)).toThrow(ConfigurationError);
});
