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
  const ahead = milestones.filter((one) => one.age > age && one.age < age + years);
  const byAge = Map.groupBy(ahead, (one) => one.age);
  return [...byAge]
    .toSorted(([a], [b]) => a - b)
    .map(([at, together]) => ({ age: at, label: together.map(({ label }) => label).join(', ') }));
}
