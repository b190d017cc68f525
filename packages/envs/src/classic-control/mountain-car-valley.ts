/** What MountainCar-v0 and MountainCarContinuous-v0 have in common: all but the engine. */
import type { Random } from '@longplay/runtime';
import type { BatchStep } from '../batch-env.ts';
import type { Dynamics } from '../dynamics/dynamics.ts';
import { colors, type Point, type Scene } from '../dynamics/scene.ts';
import { box, type Box, type Discrete } from '../spaces.ts';
import { sin } from './sincos.ts';

export const MIN_POSITION = -1.2;
export const MAX_POSITION = 0.6;
export const MAX_SPEED = 0.07;

/** A car in a valley, without its engine. */
export abstract class Valley implements Dynamics {
  abstract readonly id: string;
  abstract readonly actionSpace: Discrete | Box;
  abstract readonly timeLimit: number;
  /** The position of the flag. */
  protected abstract readonly goal: number;
  readonly observationSpace = box([MIN_POSITION, -MAX_SPEED], [MAX_POSITION, MAX_SPEED]);
  readonly stateSize = 2;
  /** Position along the valley; velocity a step. */
  readonly state: Float64Array;

  constructor(rows: number) {
    this.state = new Float64Array(rows * this.stateSize);
  }

  /** An episode begins at rest near the bottom of the valley. */
  begin(row: number, random: Random): void {
    this.state[2 * row] = -0.6 + 0.2 * random.float();
    this.state[2 * row + 1] = 0;
  }

  observe(row: number, observations: Float32Array): void {
    observations[2 * row] = this.state[2 * row]!;
    observations[2 * row + 1] = this.state[2 * row + 1]!;
  }

  abstract advance(actions: Float32Array, out: BatchStep): void;

  scene(row: number): Scene {
    return drawValley(this.state[2 * row]!, this.goal);
  }
}

/** The valley with the car at `position` and a flag at `goal`. */
function drawValley(position: number, goal: number): Scene {
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
