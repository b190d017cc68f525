import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { allocationMap, type DecisionRow } from './allocation-map.ts';

const decision = (age: number, wealth: number, shares: number[] = [1]) => ({ age, wealth, priceIndex: 2, shares });
const real = ({ wealth }: DecisionRow) => wealth;
const nominal = ({ wealth, priceIndex }: DecisionRow) => wealth * priceIndex;

it('gives the mean portfolio of each age and range of wealth', () => {
  const rich = [decision(30, 1000, [0.25, 0.75]), decision(30, 1000, [0.75, 0.25])];
  const cells = allocationMap([decision(30, 100, [1, 0]), ...rich, decision(31, 100, [0, 1])], real);
  // 24 ranges from 100 to 1000, equally wide on a logarithmic scale.
  const poor = { low: 100, high: expect.closeTo(100 * 10 ** (1 / 24)), count: 1 };
  expect(cells).toEqual([
    { ...poor, age: 30, toAge: 31, shares: [1, 0] },
    {
      age: 30,
      toAge: 31,
      low: expect.closeTo(100 * 10 ** (23 / 24)),
      high: expect.closeTo(1000),
      count: 2,
      shares: [0.5, 0.5],
    },
    { ...poor, age: 31, toAge: 32, shares: [0, 1] },
  ]);
});

it('leaves out who has nothing', () => {
  expect(allocationMap([decision(30, 0), decision(30, 5)], real)).toMatchObject([{ count: 1, low: 5 }]);
  expect(allocationMap([decision(30, 0)], real)).toEqual([]);
});

it('takes ages together where there are many', () => {
  const ages = Array.from({ length: 81 }, (_, year) => decision(20 + year, 1));
  const columns = new Set(allocationMap(ages, real).map(({ age, toAge }) => `${age}-${toAge}`));
  expect([...columns].slice(0, 2)).toEqual(['20-23', '23-26']);
});

it('has every decision between the extremes in one cell that holds it', () => {
  const decisions = fc.array(
    fc.record({
      age: fc.integer({ min: 20, max: 100 }),
      wealth: fc.double({ min: 1, max: 1e7, noNaN: true }),
      priceIndex: fc.double({ min: 0.5, max: 9, noNaN: true }),
      shares: fc.constant([1]),
    }),
    { minLength: 1, maxLength: 150 },
  );
  fc.assert(
    fc.property(decisions, (rows) => {
      // Fewer than 200 decisions have no half percent at their ends.
      const cells = allocationMap(rows, nominal);
      expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
      for (const cell of cells) {
        const inside = rows.filter((row) => {
          const wealth = nominal(row) * (1 + 1e-9);
          return (
            row.age >= cell.age && row.age < cell.toAge && wealth >= cell.low && nominal(row) <= cell.high * (1 + 1e-9)
          );
        });
        expect(inside.length).toBeGreaterThanOrEqual(cell.count);
      }
    }),
  );
});
