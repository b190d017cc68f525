import { household } from '@longplay/envs/longview';
import { expect, it } from 'vitest';
import { milestonesOf } from './milestones.ts';

it('are what lies ahead, in order, those of one age together', () => {
  const plan = household({
    age: 60,
    retirementAge: 65,
    income: { amount: 60_000 },
    spending: { desired: 40_000 },
    pensions: [
      { amount: 9000, from: 65 },
      { amount: 3000, from: 55 },
    ],
    goals: [
      { name: 'roof', inYears: 3, amount: 9000 },
      { name: 'boat', age: 60, amount: 9000 },
    ],
    horizon: { age: 90 },
  });
  expect(milestonesOf(plan)).toEqual([
    { age: 63, label: 'roof' },
    { age: 65, label: 'retirement, pension' },
  ]);
});
