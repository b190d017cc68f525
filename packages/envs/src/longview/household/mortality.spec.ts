import { Random } from '@longplay/runtime';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { household, lifetimeOf } from './household.ts';
import { remainingYears, survival } from './mortality.ts';

const law = { modalAge: 88, dispersion: 10 };

it('survival is what the force of mortality e^((x - m)/b)/b leaves, integrated by steps', () => {
  for (const [age, years] of [
    [30, 60],
    [65, 20],
    [90, 10],
  ] as const) {
    const steps = 100_000;
    let force = 0;
    for (let i = 0; i < steps; i++) {
      force += (Math.exp((age + ((i + 0.5) / steps) * years - 88) / 10) / 10) * (years / steps);
    }
    expect(survival(law, age, years)).toBeCloseTo(Math.exp(-force), 9);
  }
});

const density = (age: number) => survival(law, 20, age - 20) - survival(law, 20, age - 20 + 0.01);

it('most people die at the modal age', () => {
  expect(density(88)).toBeGreaterThan(density(87));
  expect(density(88)).toBeGreaterThan(density(89));
});

it('remaining years are the inverse of survival', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 20, max: 95 }),
      (u, age) => {
        expect(survival(law, age, remainingYears(law, age, u))).toBeCloseTo(1 - u, 9);
      },
    ),
  );
});

it('as many live in each year as the law says: within four standard errors of 20 000 lives', () => {
  const home = household({ age: 65, spending: { desired: 1 }, horizon: { mortality: law } });
  const random = Random.from(1);
  const lifetimes = Int32Array.from({ length: 20_000 }, () => lifetimeOf(home, random.float()));
  for (const year of [1, 10, 20, 30]) {
    const share = lifetimes.filter((lifetime) => lifetime > year).length / lifetimes.length;
    const expected = home.survival[year]!;
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / lifetimes.length));
  }
  expect(Math.min(...lifetimes)).toBe(1);
});

it('plans reach as far as one in ten lives, and no further than the horizon', () => {
  const home = household({ age: 65, spending: { desired: 1 }, horizon: { mortality: { ...law, maximumAge: 100 } } });
  const planned = home.planningYears[0]!;
  expect(survival(law, 65, planned - 1)).toBeGreaterThan(0.1);
  expect(survival(law, 65, planned)).toBeLessThanOrEqual(0.1);
  expect(home.planningYears[34]).toBe(1);
  const fixed = household({ age: 65, spending: { desired: 1 }, horizon: { age: 95 } });
  expect([fixed.planningYears[0], fixed.planningYears[29], fixed.survival[29]]).toEqual([30, 1, 1]);
});
