import { describe, expect, it } from 'vitest';
import { merton as mertonOf } from './commands/wealth-merton.ts';
import { optimum as optimumOf } from './commands/wealth-optimum.ts';
import { ruin as ruinOf } from './commands/wealth-ruin.ts';
import { withdraw as withdrawOf } from './commands/wealth-withdraw.ts';
import { longplay } from './fixtures/longplay.ts';

const optimum = ['optimum', '--w0', '100', '--goal', '200', '--years', '10'];
const ruin = ['ruin', '--mean', '.07', '--sd', '.20', '--median-life', '28.1', '--rate', '.05'];
const withdraw = ['withdraw', '--mean', '.05', '--sd', '.10', '--rate', '.04', '--years', '30', '--paths', '50000'];
const merton = ['merton', '--mean', '.07', '--risk-free', '.02', '--sd', '.18', '--risk-aversion', '3'];

async function answer(args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await longplay('wealth', ...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('the commands have the fields of their contract', () => {
  it('optimum', async () => {
    const { probability, firstPortfolio, bestFixed } = await answer(optimum);
    // Das, Ostrov, Radhakrishnan and Srivastav (2020), converged.
    expect(probability).toBeCloseTo(0.6702, 3);
    expect(firstPortfolio).toBe(12);
    expect(bestFixed).toEqual({ probability: expect.closeTo(0.50106, 5), portfolio: 14 });
  });

  it('optimum on the published grid', async () => {
    const { probability, gridPoints } = await answer([...optimum, '--density', '3']);
    expect([probability, gridPoints]).toEqual([expect.closeTo(0.66603, 5), 331]);
  });

  it('ruin', async () => {
    // Milevsky and Robinson (2005); Dufresne's perpetuity.
    expect(await answer(ruin)).toEqual({ probability: expect.closeTo(0.267855, 6), matchedMoments: 'both' });
    const endless = { probability: expect.closeTo(0.5841, 4), matchedMoments: 'exact' };
    expect(await answer(ruin.with(6, 'infinity'))).toEqual(endless);
  });

  it('withdraw', async () => {
    const { success, standardError, interval } = await answer([...withdraw, '--seed', '1', '--num-workers', '2']);
    expect(Math.abs((success as number) - 0.9276)).toBeLessThan(4 * (standardError as number));
    const { low, high } = interval as { low: number; high: number };
    expect([low < 0.9276, high > 0.9276]).toEqual([true, true]);
    expect(standardError).toBeCloseTo(Math.sqrt((0.9276 * 0.0724) / 50_000), 4);
  });

  it('merton', async () => {
    const both = { share: expect.closeTo(0.514403, 6), consumptionRate: expect.closeTo(0.0319067, 6) };
    expect(await answer([...merton, '--time-preference', '.03'])).toEqual(both);
  });
});

it('prints a table for a person', async () => {
  const { code, stdout, stderr } = await longplay('wealth', ...optimum);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/best +0\.67015 +12 at first\nbest without a change +0\.50106 +14\n/);
});

it('says in people’s words what the ruin formula is worth where its moments do not exist', async () => {
  const { stdout } = await longplay('wealth', ...ruin);
  expect(stdout).toMatch(/^probability of ruin +0\.268\nan approximation: /);
  const poor = await longplay('wealth', ...ruin.with(2, '.02').with(4, '.30'));
  expect(poor.stdout).toMatch(/^probability of ruin +0\.933\nhardly an approximation: .* has no mean/);
  const endless = await longplay('wealth', ...ruin.with(6, 'infinity'));
  expect(endless.stdout).toMatch(/^probability of ruin +0\.584\n$/);
});

it('ends with exit code 2 and nothing on standard output where a flag is wrong', async () => {
  const { code, stdout, stderr } = await longplay('wealth', ...optimum.with(2, '-100'), '--json');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe('error: --w0 is -100\n  give a number above 0\n');
});

describe('flags that are wrong are named, with what they may be', () => {
  const goal = { w0: '100', goal: '200', years: '10' };
  it.each([
    [{ w0: '0' }, '--w0 is 0', 'give a number above 0'],
    [{ goal: 'much' }, '--goal is much', 'give a number above 0'],
    [{ years: '2.5' }, '--years is 2.5', 'give a whole number from 1 to 100'],
    [{ density: '0.5' }, '--density is 0.5', 'give a number from 1 and below 20'],
  ])('optimum %j', async (flags, message, cure) => {
    await expect(optimumOf({ ...goal, ...flags })).rejects.toThrow(expect.objectContaining({ message, cure }));
  });

  const spending = { mean: '.07', sd: '.2', medianLife: '28.1', rate: '.05' };
  it.each([
    [{ rate: '1.5' }, '--rate is 1.5', 'give a number above 0 and below 1'],
    [{ sd: '-.2' }, '--sd is -.2', 'give a number above 0.00001 and below 10'],
    [{ medianLife: 'forever' }, '--median-life is forever', 'give a number above 0, or infinity'],
    [{ mean: '' }, '--mean is ', 'give a number above -10 and below 10'],
  ])('ruin %j', async (flags, message, cure) => {
    await expect(ruinOf({ ...spending, ...flags })).rejects.toThrow(expect.objectContaining({ message, cure }));
  });

  const savings = { mean: '.05', sd: '.1', rate: '.04', years: '30', paths: '100', seed: '1', numWorkers: '1' };
  it.each([
    [{ paths: '0' }, '--paths is 0', 'give a whole number from 1 to 1000000000'],
    [{ rate: '0' }, '--rate is 0', 'give a number above 0 and below 1'],
    [{ mean: '-1' }, '--mean is -1', 'give a number above -1 and below 10'],
    [{ seed: '-1' }, '--seed is -1', 'give a whole number from 0'],
    [{ numWorkers: '1.5' }, '--num-workers is 1.5', 'give a whole number from 0 to 1024'],
  ])('withdraw %j', async (flags, message, cure) => {
    await expect(withdrawOf({ ...savings, ...flags })).rejects.toThrow(expect.objectContaining({ message, cure }));
  });

  const investor = { mean: '.07', riskFree: '.02', sd: '.18', riskAversion: '3' };
  it.each([
    [{ sd: '0' }, '--sd is 0', 'give a number above 0'],
    [{ riskAversion: 'NaN' }, '--risk-aversion is NaN', 'give a number above 0'],
    [
      { sd: '1e-200' },
      'no finite share is best with a deviation (sd) of 1e-200',
      'take a greater deviation (--sd), as of a year, or smaller rates',
    ],
    [{ mean: 'Infinity' }, '--mean is Infinity', 'give a number'],
    [{ timePreference: 'soon' }, '--time-preference is soon', 'give a number'],
  ])('merton %j', async (flags, message, cure) => {
    await expect(mertonOf({ ...investor, ...flags })).rejects.toThrow(expect.objectContaining({ message, cure }));
  });
});
