import type { z } from 'zod';

/** What the checks between keys look at. */
interface Ages {
  readonly age: number;
  readonly retirementAge?: number | undefined;
  readonly income?: { readonly amount: number } | undefined;
  readonly horizon: { readonly age: number } | { readonly mortality: { readonly maximumAge: number } };
  readonly goals: readonly { readonly age?: number | undefined; readonly inYears?: number | undefined }[];
  readonly pensions: readonly { readonly from: number }[];
  readonly savings: { readonly taxable: { readonly balance: number; readonly basis?: number | undefined } };
}

type Check = z.core.ParsePayload<Ages>;

const wrong = (check: Check, path: PropertyKey[], message: string): void => {
  const value = path.reduce<unknown>((outer, key) => (outer as Record<PropertyKey, unknown>)[key], check.value);
  check.issues.push({ code: 'custom', input: check.value, path, message, params: { value } });
};

/** The last age that is planned for, plus one. */
export const lastAge = ({ horizon }: Pick<Ages, 'horizon'>): number =>
  'age' in horizon ? horizon.age : horizon.mortality.maximumAge;

/** Retirement lies ahead for those who work, and only they earn. */
export function workUntilRetirement(check: Check): void {
  const { age, retirementAge, income } = check.value;
  const end = lastAge(check.value);
  if (retirementAge !== undefined && retirementAge <= age) {
    wrong(check, ['retirementAge'], `retirement in the past for someone of age ${age}; leave it out for the retired`);
  } else if (retirementAge !== undefined && end > age && retirementAge >= end) {
    const cure = 'give an earlier age, or a later end in horizon';
    wrong(check, ['retirementAge'], `nobody would retire: the last year planned is age ${end - 1}; ${cure}`);
  }
  if (retirementAge === undefined && income !== undefined && income.amount > 0) {
    wrong(check, ['income', 'amount'], 'earned until when? give retirementAge, or leave income out for the retired');
  }
}

/** Nothing happens before today or after the end. */
export function withinHorizon(check: Check): void {
  const { age, goals, pensions } = check.value;
  const end = lastAge(check.value);
  const endPath = ['horizon', ...('age' in check.value.horizon ? ['age'] : ['mortality', 'maximumAge'])];
  if (end <= age) wrong(check, endPath, `the plan would end before it begins, at age ${age}; give a later age`);
  goals.forEach((goal, index) => {
    const due = goal.age ?? age + (goal.inYears ?? 0);
    const path = ['goals', index, goal.age === undefined ? 'inYears' : 'age'];
    if (due < age) wrong(check, path, `the goal is due before today, age ${age}; give a later age`);
    else if (due >= end)
      wrong(check, path, `the goal is due after the horizon: the last year planned is age ${end - 1}`);
  });
  pensions.forEach(({ from }, index) => {
    if (from < end) return;
    const message = `it would never be paid: the last year planned is age ${end - 1}; leave the pension out`;
    wrong(check, ['pensions', index, 'from'], message);
  });
}

/** Nothing was bought for what an empty account holds; above a balance, the basis is a loss carried over. */
export function basisOfHoldings(check: Check): void {
  const { balance, basis = 0 } = check.value.savings.taxable;
  if (balance > 0 || basis === 0) return;
  wrong(check, ['savings', 'taxable', 'basis'], 'the account is empty; leave the basis out, or give a balance');
}
