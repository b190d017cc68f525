import type { VectorView } from './views.ts';

// The field's planes, in uu.
const HALF_WIDTH = 4096;
const HALF_LENGTH = 5120;
const CEILING = 2044;
/** The corners: |x| + |y| up to this. */
const CORNER = 8064;
const GOAL_HALF_WIDTH = 892.755;
const GOAL_HEIGHT = 642.775;
const GOAL_DEPTH = 880;

/** Whether a point lies in the arena or in a goal, at least so far from their flat surfaces. */
export function insideArena(point: VectorView, margin: number): boolean {
  const x = Math.abs(point[0]!);
  const y = Math.abs(point[1]!);
  const z = point[2]!;
  if (!(z >= margin)) return false;
  if (y > HALF_LENGTH - margin) {
    const inGoal = x <= GOAL_HALF_WIDTH - margin && y <= HALF_LENGTH + GOAL_DEPTH - margin;
    return inGoal && z <= GOAL_HEIGHT - margin;
  }
  return x <= HALF_WIDTH - margin && z <= CEILING - margin && x + y <= CORNER - Math.SQRT2 * margin;
}
