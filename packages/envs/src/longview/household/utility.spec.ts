import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { certaintyEquivalent, consumptionUtility, crra, estateUtility, goalsUtility, inverseCrra } from './utility.ts';

const gammas = fc.constantFrom(0, 0.5, 1, 2, 3, 7.5);
const shares = fc.double({ min: 0.25, max: 5, noNaN: true });

it('the slope of the utility is x^-gamma, by differences', () => {
  fc.assert(
    fc.property(gammas, shares, (gamma, x) => {
      const slope = (crra(x + 1e-5, gamma) - crra(x - 1e-5, gamma)) / 2e-5;
      expect(slope / x ** -gamma).toBeCloseTo(1, 4);
    }),
  );
});

it('has an inverse', () => {
  fc.assert(
    fc.property(gammas, shares, (gamma, x) => {
      expect(inverseCrra(crra(x, gamma), gamma)).toBeCloseTo(x, 8);
    }),
  );
  expect(inverseCrra(1, 3)).toBe(Infinity);
});

it('a certainty equivalent is finite where rounding leaves no difference from the bound', () => {
  // 16 times the desired: 16^-19 is 1e-23, nothing beside 1.
  expect(inverseCrra(crra(16, 20), 20)).toBe(Infinity);
  expect(certaintyEquivalent(crra(16, 20), 20)).toBeCloseTo(1e12 ** (1 / 19), 4);
  expect(certaintyEquivalent(crra(2, 20), 20)).toBeCloseTo(2, 8);
  expect(certaintyEquivalent(crra(16, 3), 3)).toBeCloseTo(16, 8);
  expect(certaintyEquivalent(crra(16, 1), 1)).toBeCloseTo(16, 8);
});

it('nothing spent is as bad as a quarter of what is desired', () => {
  expect(consumptionUtility(0, 100, 3)).toBe(crra(0.25, 3));
  expect(consumptionUtility(25, 100, 3)).toBe(-7.5);
  expect(consumptionUtility(100, 100, 3)).toBe(0);
});

it('a goal weighs as many years as it costs; an estate counts in units of ten years', () => {
  expect(goalsUtility(0, 0, 100, 2)).toBe(0);
  expect(goalsUtility(300, 300, 100, 2)).toBe(0);
  expect(goalsUtility(150, 300, 100, 2)).toBe(-3);
  expect(estateUtility(0, 100, 2)).toBe(0);
  expect(estateUtility(1000, 100, 2)).toBe(0.5);
});
