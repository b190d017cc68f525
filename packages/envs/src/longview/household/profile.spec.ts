import { ConfigurationError } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { parseProfile } from './profile.ts';

const worker = {
  age: 40,
  retirementAge: 65,
  income: { amount: 60_000 },
  spending: { desired: 40_000 },
  horizon: { age: 95 },
};

/** The message for a profile with some keys changed. */
function refusal(change: Record<string, unknown>): string {
  try {
    parseProfile({ ...worker, ...change }, 'ann.yaml');
  } catch (error) {
    if (error instanceof ConfigurationError) return `${error.message} (${error.cure})`;
    throw error;
  }
  return 'accepted';
}

describe('a wrong profile is refused with the file, the key, its value and the cure', () => {
  it.each([
    ['unknown key', { spendings: 3 }, 'ann.yaml: unknown key "spendings"; did you mean "spending"?'],
    [
      'unknown key inside',
      { income: { amout: 3 } },
      'income: unknown key "amout"; did you mean "amount"? known: amount, growth',
    ],
    [
      'unknown key of an item',
      { goals: [{ nam: 'x', age: 50, amount: 1 }] },
      'goals[0]: unknown key "nam"; did you mean "name"?',
    ],
    ['unknown key of a choice', { horizon: { agee: 95 } }, 'horizon: unknown key "agee"; did you mean "age"?'],
    ['unknown key deeper', { horizon: { mortality: { mode: 9 } } }, 'horizon.mortality: unknown key "mode"'],
    ['no horizon at all', { horizon: 95 }, 'horizon is 95: give { age: … } for a fixed end'],
    ['missing key', { spending: {} }, 'spending.desired is missing'],
    ['text for a number', { age: 'forty' }, "age is 'forty': a whole number of years is needed"],
    ['half a year', { age: 40.5 }, 'age is 40.5: a whole number of years is needed'],
    [
      'negative wealth',
      { savings: { taxable: { balance: -5 } } },
      'savings.taxable.balance is -5: money is at least 0',
    ],
    ['infinite money', { income: { amount: Infinity } }, 'income.amount is Infinity: a finite number is needed'],
    ['no number', { spending: { desired: NaN } }, 'spending.desired is NaN: a finite number is needed'],
    [
      'percent for a share',
      { spending: { desired: 1, essential: 75 } },
      'spending.essential is 75: a share is from 0 to 1',
    ],
    ['percent for a rate', { income: { amount: 1, growth: 2 } }, 'income.growth is 2: a rate is from -0.5 to 1'],
    [
      'retirement in the past',
      { retirementAge: 39 },
      'retirementAge is 39: retirement in the past for someone of age 40',
    ],
    [
      'income without an end',
      { retirementAge: undefined },
      'income.amount is 60000: earned until when? give retirementAge',
    ],
    [
      'horizon before today',
      { horizon: { age: 40 } },
      'horizon.age is 40: the plan would end before it begins, at age 40',
    ],
    [
      'mortality before today',
      { age: 64, horizon: { mortality: { maximumAge: 60 } } },
      'horizon.mortality.maximumAge is 60: the plan would end before it begins',
    ],
    [
      'goal after the horizon',
      { goals: [{ name: 'x', age: 95, amount: 1 }] },
      'goals[0].age is 95: the goal is due after the horizon: the last year planned is age 94',
    ],
    [
      'goal in the past',
      { goals: [{ name: 'x', age: 39, amount: 1 }] },
      'goals[0].age is 39: the goal is due before today, age 40',
    ],
    ['goal without a date', { goals: [{ name: 'x', amount: 1 }] }, 'give one of age and inYears'],
    [
      'nobody retires',
      { retirementAge: 95 },
      'retirementAge is 95: nobody would retire: the last year planned is age 94',
    ],
    [
      'a pension that is never paid',
      { pensions: [{ amount: 1, from: 95 }] },
      'pensions[0].from is 95: it would never be paid: the last year planned is age 94',
    ],
    [
      'a basis of nothing',
      { savings: { taxable: { balance: 0, basis: 5 } } },
      'savings.taxable.basis is 5: the account is empty',
    ],
    [
      'older than anybody',
      { age: 110, retirementAge: undefined, income: undefined, horizon: undefined },
      'horizon.mortality.maximumAge is 110: the plan would end before it begins, at age 110',
    ],
    [
      'unknown priority',
      { goals: [{ name: 'x', age: 50, amount: 1, priority: 'must' }] },
      `goals[0].priority is 'must': it is "essential" or "wanted"`,
    ],
    ['brackets out of order', { tax: { brackets: [{ from: 10, rate: 0 }] } }, 'the first bracket begins at 0'],
    ['tax of everything', { tax: { capitalGains: 1 } }, 'tax.capitalGains is 1: a tax rate is from 0 to 0.95'],
    ['accounts left out', { withdrawalOrder: ['taxable', 'exempt'] }, 'name taxable, deferred and exempt, each once'],
    [
      'debt paid off in no time',
      { debts: [{ balance: 1, rate: 0.1, years: 0 }] },
      'debts[0].years is 0: it is at least 1',
    ],
    [
      'several at once',
      { age: -1, riskAversion: 99 },
      'age is -1: it is at least 0; riskAversion is 99: it is from 0 to 20',
    ],
  ])('%s', (_, change, message) => {
    expect(refusal(change)).toContain(message);
    expect(refusal(change)).toContain('docs/longview.md describes every key');
  });

  it('no profile at all', () => {
    expect(() => parseProfile(null, 'ann.yaml')).toThrow('ann.yaml: the profile is null');
    expect(() => parseProfile([], 'ann.yaml')).toThrow('ann.yaml: the profile is []');
  });
});

it('what is left out has its default', () => {
  const { savings, horizon, withdrawalOrder, riskAversion } = parseProfile({ age: 65, spending: { desired: 1 } });
  expect(savings).toEqual({
    taxable: { balance: 0 },
    deferred: { balance: 0, limit: 0 },
    exempt: { balance: 0, limit: 0 },
  });
  expect(horizon).toEqual({ mortality: { modalAge: 88, dispersion: 10, maximumAge: 110 } });
  expect(withdrawalOrder).toEqual(['taxable', 'deferred', 'exempt']);
  expect(riskAversion).toBe(3);
});
