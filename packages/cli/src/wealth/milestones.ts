import type { Household } from '@longplay/envs/longview';
import type { Milestone } from './charts.ts';

/** What happens in a household's plan, by age. */
export function milestonesOf({ profile, years, retirementYear }: Household): Milestone[] {
  const { age, goals, pensions } = profile;
  const milestones = [
    ...(retirementYear > 0 ? [{ age: age + retirementYear, label: 'retirement' }] : []),
    ...pensions.map(({ from }) => ({ age: from, label: 'pension' })),
    ...goals.map((goal) => ({ age: goal.age ?? age + (goal.inYears ?? 0), label: goal.name })),
  ];
  return milestones.filter((one) => one.age > age && one.age < age + years).toSorted((a, b) => a.age - b.age);
}
