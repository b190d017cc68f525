import { addFrame, findGoalPlanes, findRoomPlanes, insideOpening, near } from './arena-planes.ts';
import { castArenaRay } from './arena-rays.ts';
import {
  BACK_WALL_Y,
  CEILING_RAMP_RADIUS,
  CEILING_Z,
  CORNER_SUM,
  FLOOR_RAMP_RADIUS,
  FRAME_CHAMFER,
  GOAL_HALF_WIDTH,
  GOAL_HEIGHT,
  ROUNDED_FROM_X,
  ROUNDED_FROM_Y,
  SIDE_WALL_X,
} from './arena-shape.ts';
import { carOnPlane } from './collide-plane.ts';
import { BALL_BREAKING_DISTANCE, BALL_RADIUS } from './constants.ts';
import { FIELD, type Contacts } from './contacts.ts';
import { carOnGoalFrame } from './goal-frame.ts';
import type { Surroundings } from './surroundings.ts';

/** No part of a car, its wheels included, is further from its centre of mass. */
const CAR_REACH = 120;
/** The rounded edges of the walls lie no further inside of the planes that they lie between. */
const ROUNDING = 75;
const BALL_REACH = BALL_RADIUS + BALL_BREAKING_DISTANCE;

/**
 * The whole arena: a convex room of planes whose edges are rounded by ramps of flat facets, and the two goals. By symmetry
 * a body meets only what is on its own side of the centre; contacts are looked for in an order that does not depend on
 * which side that is.
 */
export const arenaField: Surroundings = {
  mayTouch(position: Float64Array, at: number): boolean {
    const z = position[at + 2]!;
    if (z < CAR_REACH || z > CEILING_Z - CAR_REACH) return true;
    const ax = Math.abs(position[at]!);
    const ay = Math.abs(position[at + 1]!);
    const corner = (CORNER_SUM - ax - ay) * Math.SQRT1_2;
    const rounding = ax > ROUNDED_FROM_X - CAR_REACH && ay > ROUNDED_FROM_Y - CAR_REACH ? ROUNDING : 0;
    const wall = Math.min(SIDE_WALL_X - ax, BACK_WALL_Y - ay, corner) - rounding;
    if (wall < CAR_REACH) return true;
    const low = z < CEILING_Z / 2;
    const radius = low ? FLOOR_RAMP_RADIUS : CEILING_RAMP_RADIUS;
    const p = radius - wall;
    const q = radius - (low ? z : CEILING_Z - z);
    const inner = 0.98 * radius - CAR_REACH; // chords lie 1 % inside of their circle, or less
    return p > 0 && q > 0 && p * p + q * q > inner * inner;
  },

  castRay: castArenaRay,

  collideBall(contacts: Contacts): void {
    const { ballPosition } = contacts.world.state;
    const x = ballPosition[0]!;
    const y = ballPosition[1]!;
    const z = ballPosition[2]!;
    const front = BACK_WALL_Y - Math.abs(y);
    const inGoal = front < -FRAME_CHAMFER;
    const inOpening = front < BALL_REACH && insideOpening(Math.abs(x), z) > -FRAME_CHAMFER;
    if (inGoal) findGoalPlanes(x, y, z, BALL_REACH, true);
    else findRoomPlanes(x, y, z, BALL_REACH, !inOpening);
    if (inOpening && !inGoal) addFrame(x, y, z, BALL_REACH);
    ballOnPlanes(contacts);
  },

  collideCar(contacts: Contacts, car: number): void {
    const { state, shapes } = contacts.world;
    const x = state.position[3 * car]!;
    const y = state.position[3 * car + 1]!;
    const z = state.position[3 * car + 2]!;
    const { reach: radius, breakingDistance } = shapes[car]!;
    const reach = radius + breakingDistance;
    const front = BACK_WALL_Y - Math.abs(y);
    const atFrame = Math.abs(front) < reach && Math.abs(x) < GOAL_HALF_WIDTH + reach && z < GOAL_HEIGHT + reach;
    if (front < 0) findGoalPlanes(x, y, z, reach, !atFrame);
    else findRoomPlanes(x, y, z, reach, !atFrame);
    for (let i = 0; i < near.count; i++) {
      const nx = near.normals[3 * i]!;
      const ny = near.normals[3 * i + 1]!;
      const nz = near.normals[3 * i + 2]!;
      carOnPlane(contacts, car, nx, ny, nz, nx * x + ny * y + nz * z - near.distances[i]!);
    }
    if (atFrame) carOnGoalFrame(contacts, car, x < 0 ? -1 : 1, y < 0 ? -1 : 1);
  },
};

/**
 * The contact of the ball with the planes that were found. As in the reference, those that it touches at once are one
 * contact, with their mean normal and distance.
 */
function ballOnPlanes(contacts: Contacts): void {
  const { count, normals, distances } = near;
  if (count === 0) return;
  let nx = 0;
  let ny = 0;
  let nz = 0;
  let distance = 0;
  for (let i = 0; i < count; i++) {
    nx += normals[3 * i]!;
    ny += normals[3 * i + 1]!;
    nz += normals[3 * i + 2]!;
    distance += distances[i]!;
  }
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
  if (length === 0) return;
  nx /= length;
  ny /= length;
  nz /= length;
  distance /= count;
  const { ballPosition } = contacts.world.state;
  const px = ballPosition[0]! - distance * nx;
  const py = ballPosition[1]! - distance * ny;
  const pz = ballPosition[2]! - distance * nz;
  contacts.add(0, FIELD, px, py, pz, nx, ny, nz, distance - BALL_RADIUS);
}
