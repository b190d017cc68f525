import { expect, it } from 'vitest';
import { PhaseClock } from './shares.ts';

it('adds up phases; the rest is other, and evaluation is none of them', () => {
  const clock = new PhaseClock();
  clock.add({ rollout: 1, update: 2, evaluation: 50 });
  clock.add(undefined);
  clock.add({ rollout: 2, wait: 1, other: 0.5 });
  expect(clock.seconds('evaluation')).toBe(50);
  expect(clock.shares(10)).toEqual({
    rollout: 0.3,
    inference: 0,
    environment: 0,
    update: 0.2,
    wait: 0.1,
    other: 0.4,
  });
});

it('sums to 1 also where the phases exceed the whole, and where nothing was done', () => {
  const clock = new PhaseClock();
  const sum = (total: number) => Object.values(clock.shares(total)).reduce((a, b) => a + b);
  expect(clock.shares(0)).toMatchObject({ rollout: 0, other: 1 });
  clock.add({ rollout: 3, update: 1 });
  expect(clock.shares(2)).toMatchObject({ rollout: 0.75, update: 0.25, other: 0 });
  expect(sum(2)).toBe(1);
});
