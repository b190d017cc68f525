import { expect, it } from 'vitest';
import { progressLine } from './progress-line.ts';

const event = { done: 50, total: 100, seconds: 5, rate: 10, eta: 5, episodes: 7, reward: 1 };
const figures = 'Training: 50%| 50/100 [00:05<00:05, 10.00it/s] ep=7 r=1.0';

it.each([
  [Infinity, 20],
  [figures.length + 21, 20],
  [figures.length + 20, 19],
  [figures.length + 6, 5],
])('a line of %d characters has a bar of %d', (width, cells) => {
  const bar = /\|(.*)\|/.exec(progressLine(event, width))?.[1];
  expect(bar).toHaveLength(cells);
});

it('where even the figures are too long there is no label', () => {
  expect(progressLine(event, figures.length - 1)).toBe(figures.replace('Training: ', ''));
});

it('where the figures leave no room there is no bar', () => {
  expect(progressLine(event, figures.length + 5)).toBe(figures);
  expect(progressLine(event, figures.length + 2, 'Evaluation')).toBe(figures.replace('Training', 'Evaluation'));
});
