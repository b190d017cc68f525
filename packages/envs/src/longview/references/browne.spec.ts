import { expect, it } from 'vitest';
import { goalPortfolios } from '../gbwm/goal-portfolios.ts';
import { browneProbability } from './browne.ts';
import { goalOptimum } from './goal-optimum.ts';

const problem = { mean: 0.0886, sd: 0.1955, riskFree: 0, wealth: 100, goal: 200, years: 10 };

it('has the closed form of Browne (1999)', () => {
  expect(browneProbability(problem)).toBeCloseTo(0.92409, 6);
});

it('is above what portfolios without leverage reach', () => {
  const { probability } = goalOptimum({ wealth: 100, goal: 200, years: 10, portfolios: goalPortfolios() });
  expect(browneProbability(problem)).toBeGreaterThan(probability);
});

it('is certain from where the riskless asset reaches the goal', () => {
  expect(browneProbability({ ...problem, riskFree: Math.LN2 / 10 + 1e-12 })).toBe(1);
  expect(browneProbability({ ...problem, wealth: 200 })).toBe(1);
});

it('is the share of the goal where the risky asset pays no more than the riskless', () => {
  expect(browneProbability({ ...problem, mean: 0.02, riskFree: 0.02 })).toBeCloseTo(0.5 * Math.exp(0.2), 12);
});

it('is 0 where wealth is nothing beside the goal', () => {
  expect(browneProbability({ ...problem, wealth: 1e-200, goal: 1e200 })).toBe(0);
});

it.each([
  ['sd', 0],
  ['wealth', -1],
  ['goal', 0],
  ['years', Infinity],
])('refuses %s = %d', (name, value) => {
  expect(() => browneProbability({ ...problem, [name]: value })).toThrow(`${name} must be a number between 0`);
});
