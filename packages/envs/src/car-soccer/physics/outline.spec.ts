import { expect, it } from 'vitest';
import { Outline, roundedCorner } from './outline.ts';

it('measures how far a point is inside of an edge, and beyond its ends', () => {
  const square = new Outline([
    [1, -1],
    [1, 1],
    [-1, 1],
  ]);
  expect(square.inside(0, 0.25, 0)).toBe(0.75);
  expect(square.inside(1, 0.25, -2)).toBe(3);
  expect(square.beyond(0, 5, 0.5)).toBe(0);
  expect(square.beyond(0, 5, 3)).toBe(2);
  expect(square.beyond(1, 4, 0, 2)).toBe(2);
});

it('rounds a corner by chords of nearly a circle', () => {
  const points = roundedCorner([1, 0], [1, 1], [0, 1]);
  for (const [x, y] of points) expect(Math.hypot(x, y)).toBeCloseTo(1, 3);
  const { offset, count } = new Outline(points);
  expect(count).toBe(8);
  for (const chord of offset) expect(chord).toBeCloseTo(Math.cos(Math.PI / 32), 3);
});
