import {
  BACK_WALL_Y,
  backRampRadius,
  CEILING_Z,
  CORNER_SUM,
  GOAL_BACK_Y,
  GOAL_HALF_WIDTH,
  GOAL_HEIGHT,
  RAMP_RADIUS,
  SIDE_WALL_X,
} from './arena-shape.ts';
import { castArenaRay } from './arena-rays.ts';
import { ballOnPlane, carOnPlane } from './collide-plane.ts';
import { ballOnPosts, carOnGoalFrame } from './goal-frame.ts';
import { ballOnRamp, carOnRamp } from './ramps.ts';
import { BALL_BREAKING_DISTANCE, BALL_RADIUS } from './constants.ts';
import type { Contacts } from './contacts.ts';
import type { Surroundings } from './surroundings.ts';

/** No part of a car, its wheels included, is further from its centre of mass. */
const CAR_REACH = 120;
const BALL_REACH = BALL_RADIUS + BALL_BREAKING_DISTANCE;
const HALF = Math.SQRT1_2;

/**
 * The whole arena: a convex room of planes whose edges at floor and ceiling are rounded by ramps, and the two goals. By
 * symmetry a body meets only the side wall, the back wall and the corner on its own side of the centre; contacts are
 * looked for in an order that does not depend on which side that is.
 */
export const arenaField: Surroundings = {
  mayTouch(position: Float64Array, at: number): boolean {
    const z = position[at + 2]!;
    if (z < CAR_REACH || z > CEILING_Z - CAR_REACH) return true;
    const ax = Math.abs(position[at]!);
    const ay = Math.abs(position[at + 1]!);
    const reach =
      CAR_REACH + (z < RAMP_RADIUS + CAR_REACH || z > CEILING_Z - RAMP_RADIUS - CAR_REACH ? RAMP_RADIUS : 0);
    return ax > SIDE_WALL_X - reach || ay > BACK_WALL_Y - reach || (CORNER_SUM - ax - ay) * HALF < reach;
  },

  castRay: castArenaRay,

  collideBall(contacts: Contacts): void {
    const { ballPosition } = contacts.world.state;
    const x = ballPosition[0]!;
    const y = ballPosition[1]!;
    const z = ballPosition[2]!;
    const sx = x < 0 ? -1 : 1;
    const sy = y < 0 ? -1 : 1;
    const side = SIDE_WALL_X - sx * x;
    const back = BACK_WALL_Y - sy * y;
    const corner = (CORNER_SUM - sx * x - sy * y) * HALF;
    if (back < 0) return ballInGoal(contacts, sx, sy);
    const low = z < CEILING_Z / 2;
    const height = low ? z : CEILING_Z - z;
    const onRamp =
      height < RAMP_RADIUS && Math.min(side, back, corner) < RAMP_RADIUS && ballOnRamps(contacts, sx, sy, low);
    if (height < BALL_REACH && !onRamp) ballOnPlane(contacts, 0, 0, low ? 1 : -1, low ? 0 : -CEILING_Z);
    // Beside a ramp of full size the walls are out of reach.
    if (height >= RAMP_RADIUS) {
      if (side < BALL_REACH) ballOnPlane(contacts, -sx, 0, 0, -SIDE_WALL_X);
      if (corner < BALL_REACH) ballOnPlane(contacts, -sx * HALF, -sy * HALF, 0, -CORNER_SUM * HALF);
    }
    if (back >= BALL_REACH) return;
    if (Math.abs(x) < GOAL_HALF_WIDTH && z < GOAL_HEIGHT) ballOnPosts(contacts, sx, sy);
    else if (height >= (low ? backRampRadius(x) : RAMP_RADIUS)) ballOnPlane(contacts, 0, -sy, 0, -BACK_WALL_Y);
  },

  collideCar(contacts: Contacts, car: number): void {
    const { position } = contacts.world.state;
    const x = position[3 * car]!;
    const y = position[3 * car + 1]!;
    const z = position[3 * car + 2]!;
    const sx = x < 0 ? -1 : 1;
    const sy = y < 0 ? -1 : 1;
    const side = SIDE_WALL_X - sx * x;
    const back = BACK_WALL_Y - sy * y;
    const corner = (CORNER_SUM - sx * x - sy * y) * HALF;
    const low = z < CEILING_Z / 2;
    const height = low ? z : CEILING_Z - z;
    if (height < CAR_REACH) carOnPlane(contacts, car, 0, 0, low ? 1 : -1, low ? 0 : -CEILING_Z);
    if (Math.min(side, back, corner) > RAMP_RADIUS + CAR_REACH) return;
    if (height < RAMP_RADIUS + CAR_REACH) carOnRamps(contacts, car, sx, sy, low);
    if (side < CAR_REACH) carOnPlane(contacts, car, -sx, 0, 0, -SIDE_WALL_X);
    if (corner < CAR_REACH) carOnPlane(contacts, car, -sx * HALF, -sy * HALF, 0, -CORNER_SUM * HALF);
    if (back >= CAR_REACH) return;
    if (Math.abs(x) < GOAL_HALF_WIDTH + CAR_REACH && z < GOAL_HEIGHT + CAR_REACH) {
      carOnGoalFrame(contacts, car, sx, sy);
      if (back < BACK_WALL_Y - GOAL_BACK_Y + CAR_REACH) carOnPlane(contacts, car, 0, -sy, 0, -GOAL_BACK_Y);
    } else {
      carOnPlane(contacts, car, 0, -sy, 0, -BACK_WALL_Y);
    }
  },
};

/** Ramps of the ball's side wall, back wall and corner; true where it is over one. */
function ballOnRamps(contacts: Contacts, sx: number, sy: number, low: boolean): boolean {
  const side = ballOnRamp(contacts, -sx, 0, -SIDE_WALL_X, low, false);
  const back = ballOnRamp(contacts, 0, -sy, -BACK_WALL_Y, low, low);
  const corner = ballOnRamp(contacts, -sx * HALF, -sy * HALF, -CORNER_SUM * HALF, low, false);
  return side || back || corner;
}

function carOnRamps(contacts: Contacts, car: number, sx: number, sy: number, low: boolean): void {
  carOnRamp(contacts, car, -sx, 0, -SIDE_WALL_X, low, false);
  carOnRamp(contacts, car, 0, -sy, -BACK_WALL_Y, low, low);
  carOnRamp(contacts, car, -sx * HALF, -sy * HALF, -CORNER_SUM * HALF, low, false);
}

/** The ball behind the line: floor, roof, sides and back of the goal. */
function ballInGoal(contacts: Contacts, sx: number, sy: number): void {
  ballOnPlane(contacts, 0, 0, 1, 0);
  ballOnPlane(contacts, 0, 0, -1, -GOAL_HEIGHT);
  ballOnPlane(contacts, -sx, 0, 0, -GOAL_HALF_WIDTH);
  ballOnPlane(contacts, 0, -sy, 0, -GOAL_BACK_Y);
}
