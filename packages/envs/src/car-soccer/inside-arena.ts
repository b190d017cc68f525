import {
  BACK_WALL_Y,
  CEILING_Z,
  CORNER_SUM,
  GOAL_BACK_Y,
  GOAL_HALF_WIDTH,
  GOAL_HEIGHT,
  SIDE_WALL_X,
} from './physics/arena-shape.ts';
import type { VectorView } from './views.ts';

/** Whether a point lies in the arena or in a goal, at least `margin` uu from their flat surfaces; ramps are left out. */
export function insideArena(point: VectorView, margin: number): boolean {
  const x = Math.abs(point[0]!);
  const y = Math.abs(point[1]!);
  const z = point[2]!;
  if (!(z >= margin)) return false;
  if (y > BACK_WALL_Y - margin) {
    return x <= GOAL_HALF_WIDTH - margin && y <= GOAL_BACK_Y - margin && z <= GOAL_HEIGHT - margin;
  }
  return x <= SIDE_WALL_X - margin && z <= CEILING_Z - margin && x + y <= CORNER_SUM - Math.SQRT2 * margin;
}
