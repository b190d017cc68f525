/** What MountainCar-v0 and MountainCarContinuous-v0 have in common: the valley, and how an episode begins. */
import type { Random } from '@longplay/runtime';
import { colors, type Point, type Scene } from '../dynamics/scene.ts';
import { sin } from './sincos.ts';

export const MIN_POSITION = -1.2;
export const MAX_POSITION = 0.6;
export const MAX_SPEED = 0.07;

/** An episode begins at rest near the bottom of the valley. */
export function beginInValley(state: Float64Array, row: number, random: Random): void {
  state[2 * row] = -0.6 + 0.2 * random.float();
  state[2 * row + 1] = 0;
}

/** The valley with the car at `position` and a flag at `goal`. */
export function drawValley(position: number, goal: number): Scene {
  const hill = Array.from({ length: 91 }, (_, i) => pointOver(MIN_POSITION + 0.02 * i));
  return {
    left: MIN_POSITION,
    right: MAX_POSITION,
    bottom: 0,
    top: 1.2,
    shapes: [
      { points: hill, width: 0.01, color: colors.ground },
      { points: [pointOver(goal), pointOver(goal, 0.15)], width: 0.015, color: colors.goal },
      { center: pointOver(position, 0.04), radius: 0.04, color: colors.body },
    ],
  };
}

/** A point of the valley, or `above` it. */
function pointOver(x: number, above = 0): Point {
  return [x, 0.45 * sin(3 * x) + 0.55 + above];
}
