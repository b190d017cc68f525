import { Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { drawProfile } from './draw-profile.ts';
import { household } from './household.ts';
import { accountNames } from './profile.ts';

const share = (values: readonly boolean[]) => values.filter(Boolean).length / values.length;

describe('a profile compiled to years', () => {
  const home = household({
    age: 60,
    retirementAge: 63,
    income: { amount: 50_000, growth: 0.1 },
    spending: { desired: 30_000, retired: 20_000, essential: 0.5 },
    pensions: [
      { amount: 10_000, from: 62 },
      { amount: 4_000, from: 63, indexed: false },
      { amount: 1_000, from: 64 },
    ],
    goals: [
      { name: 'car', age: 61, amount: 7_000 },
      { name: 'roof', inYears: 1, amount: 8_000, priority: 'essential' },
      { name: 'trip', inYears: 1, amount: 2_000 },
    ],
    horizon: { age: 65 },
    timePreference: 0.25,
  });

  it('has income until retirement, pensions from their ages, goals when they are due', () => {
    expect([home.years, home.retirementYear]).toEqual([5, 3]);
    expect([...home.income].map(Math.round)).toEqual([50_000, 55_000, 60_500, 0, 0]);
    expect([...home.indexedPension]).toEqual([0, 0, 10_000, 10_000, 11_000]);
    expect([...home.nominalPension]).toEqual([0, 0, 0, 4_000, 4_000]);
    expect([...home.desired]).toEqual([30_000, 30_000, 30_000, 20_000, 20_000]);
    expect([...home.essential]).toEqual([15_000, 15_000, 15_000, 10_000, 10_000]);
    expect([...home.wantedGoals]).toEqual([0, 9_000, 0, 0, 0]);
    expect([...home.essentialGoals]).toEqual([0, 8_000, 0, 0, 0]);
  });

  it('discounts later years, the last for the estate', () => {
    expect([...home.discount]).toEqual([0, 1, 2, 3, 4, 5].map((t) => 0.8 ** t).map((x) => expect.closeTo(x, 12)));
  });

  it('is the same when compiled from its own profile', () => {
    expect(household(home.profile)).toEqual(home);
  });
});

describe('random households', () => {
  const drawn = Array.from({ length: 1_000 }, (_, i) => drawProfile(Random.from(9, i)));

  it('compile, and are the same for the same stream', () => {
    for (const profile of drawn.slice(0, 200)) expect(household(profile).years).toBeGreaterThanOrEqual(35);
    expect(drawProfile(Random.from(9, 5))).toEqual(drawn[5]);
  });

  it('are as the table says, within four standard errors', () => {
    const error = 4 * Math.sqrt(0.25 / drawn.length);
    const young = drawn.filter(({ age }) => age < 60);
    expect(Math.abs(share(drawn.map(({ age }) => age < 50)) - 25 / 51)).toBeLessThan(error);
    expect(Math.abs(share(young.map(({ debts }) => debts.length > 0)) - 0.5)).toBeLessThan(1.25 * error);
    expect(Math.abs(share(young.map(({ income }) => income!.amount < 55_000)) - 0.5)).toBeLessThan(1.25 * error);
    expect(Math.abs(share(drawn.map(({ pensions }) => pensions.length === 2)) - 0.3)).toBeLessThan(error);
    expect(Math.abs(share(drawn.map(({ bequest }) => bequest === 0)) - 0.5)).toBeLessThan(error);
    expect(Math.abs(share(drawn.map(({ riskAversion }) => riskAversion < Math.sqrt(12))) - 0.5)).toBeLessThan(error);
    const shares = accountNames.map(
      (name) =>
        drawn.reduce((sum, { savings }) => {
          const all = savings.taxable.balance + savings.deferred.balance + savings.exempt.balance;
          return sum + (all === 0 ? 1 / 3 : savings[name].balance / all);
        }, 0) / drawn.length,
    );
    for (const mean of shares) expect(Math.abs(mean - 1 / 3)).toBeLessThan(error);
  });
});
