import { BALL_RADIUS } from './constants.ts';
import type { World } from './world.ts';

/** The nearest thing that a ray has met: how far along, and the normal there. At first the length of the ray. */
export interface RayHit {
  distance: number;
  x: number;
  y: number;
  z: number;
}

/** Whether a ray from (px, py, pz) along the unit vector (dx, dy, dz) meets the ball before `hit`; if so it is the hit. */
export function rayMeetsBall(
  { state }: World,
  px: number,
  py: number,
  pz: number,
  dx: number,
  dy: number,
  dz: number,
  hit: RayHit,
): boolean {
  const cx = px - state.ballPosition[0]!;
  const cy = py - state.ballPosition[1]!;
  const cz = pz - state.ballPosition[2]!;
  const along = cx * dx + cy * dy + cz * dz;
  const rest = cx * cx + cy * cy + cz * cz - BALL_RADIUS * BALL_RADIUS;
  const root = along * along - rest;
  if (rest < 0 || along >= 0 || root <= 0) return false;
  const t = -along - Math.sqrt(root);
  if (t >= hit.distance) return false;
  hit.distance = t;
  hit.x = (cx + t * dx) / BALL_RADIUS;
  hit.y = (cy + t * dy) / BALL_RADIUS;
  hit.z = (cz + t * dz) / BALL_RADIUS;
  return true;
}

/** The same for the hitbox of a car. */
export function rayMeetsCar(
  { state, shapes }: World,
  car: number,
  px: number,
  py: number,
  pz: number,
  dx: number,
  dy: number,
  dz: number,
  hit: RayHit,
): boolean {
  const { position, forward, right, up } = state;
  const at = 3 * car;
  const shape = shapes[car]!;
  const cx = px - position[at]!;
  const cy = py - position[at + 1]!;
  const cz = pz - position[at + 2]!;
  let enter = 0;
  let leave = hit.distance;
  let axis: Float64Array | undefined;
  let sign = 0;
  for (let k = 0; k < 3; k++) {
    const a = k === 0 ? forward : k === 1 ? right : up;
    const half = k === 0 ? shape.halfX : k === 1 ? shape.halfY : shape.halfZ;
    const offset = k === 0 ? shape.offsetX : k === 1 ? 0 : shape.offsetZ;
    const start = cx * a[at]! + cy * a[at + 1]! + cz * a[at + 2]! - offset;
    const slope = dx * a[at]! + dy * a[at + 1]! + dz * a[at + 2]!;
    if (slope === 0) {
      if (Math.abs(start) > half) return false;
      continue;
    }
    const side = slope > 0 ? -half : half;
    const near = (side - start) / slope;
    const far = (-side - start) / slope;
    if (near > enter) {
      enter = near;
      axis = a;
      sign = slope > 0 ? -1 : 1;
    }
    if (far < leave) leave = far;
  }
  if (axis === undefined || enter >= leave) return false;
  hit.distance = enter;
  hit.x = sign * axis[at]!;
  hit.y = sign * axis[at + 1]!;
  hit.z = sign * axis[at + 2]!;
  return true;
}
