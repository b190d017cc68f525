import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { IncomeTax } from './income-tax.ts';

const money = fc.double({ min: 0, max: 1e6, noNaN: true });

const taxes = fc
  .array(
    fc.record({
      width: fc.double({ min: 1, max: 1e5, noNaN: true }),
      rate: fc.double({ min: 0, max: 0.95, noNaN: true }),
    }),
    {
      maxLength: 6,
    },
  )
  .map((steps) => {
    let from = 0;
    return steps.map(({ width, rate }) => {
      const bracket = { from, rate };
      from += width;
      return bracket;
    });
  });

it('the tax is the sum over brackets, each on its own part of the income', () => {
  fc.assert(
    fc.property(taxes, money, (brackets, income) => {
      const tax = brackets.reduce((sum, { from, rate }, i) => {
        const to = brackets[i + 1]?.from ?? Infinity;
        return sum + rate * Math.max(Math.min(income, to) - from, 0);
      }, 0);
      expect(new IncomeTax(brackets).afterTax(income)).toBeCloseTo(income - tax, 6);
    }),
  );
});

it('the income for what is left after tax is found again', () => {
  fc.assert(
    fc.property(taxes, money, (brackets, income) => {
      const tax = new IncomeTax(brackets);
      expect(tax.incomeFor(tax.afterTax(income))).toBeCloseTo(income, 5);
    }),
  );
});

it('without brackets there is no tax', () => {
  expect(new IncomeTax([]).afterTax(1234)).toBe(1234);
});
