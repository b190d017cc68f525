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

const wrong = ({ issues, value }: Check, path: PropertyKey[], message: string): void => {
  issues.push({ code: 'custom', input: value, path, message });
};

/** The last age that is planned for, plus one. */
export const lastAge = ({ horizon }: Pick<Ages, 'horizon'>): number =>
  'age' in horizon ? horizon.age : horizon.mortality.maximumAge;

/** Retirement lies ahead for those who work, and only they earn. */
export function workUntilRetirement(check: Check): void {
  const { age, retirementAge, income } = check.value;
  if (retirementAge !== undefined && retirementAge <= age) {
    wrong(check, ['retirementAge'], `retirement in the past for someone of age ${age}; leave it out for the retired`);
  }
  if (retirementAge === undefined && income !== undefined && income.amount > 0) {
    wrong(check, ['income', 'amount'], 'earned until when? give retirementAge, or leave income out for the retired');
  }
}

/** Nothing happens before today or after the end. */
export function withinHorizon(check: Check): void {
  const { age, goals } = check.value;
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
}
