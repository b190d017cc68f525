import { BALL_RADIUS } from './constants.ts';
import type { World } from './world.ts';

/**
 * A ray is 6 numbers: where it starts, and its direction, a unit vector. A hit is 4: how far along, and the normal there;
 * before there is one, the first is the length of the ray.
 */

/** Whether a ray meets the ball before `hit`; if so that becomes the hit. */
export function rayMeetsBall({ state }: World, ray: Float64Array, hit: Float64Array): boolean {
  const dx = ray[3]!;
  const dy = ray[4]!;
  const dz = ray[5]!;
  const cx = ray[0]! - state.ballPosition[0]!;
  const cy = ray[1]! - state.ballPosition[1]!;
  const cz = ray[2]! - state.ballPosition[2]!;
  const along = cx * dx + cy * dy + cz * dz;
  const rest = cx * cx + cy * cy + cz * cz - BALL_RADIUS * BALL_RADIUS;
  const root = along * along - rest;
  if (rest < 0 || along >= 0 || root <= 0) return false;
  const t = -along - Math.sqrt(root);
  if (t >= hit[0]!) return false;
  hit[0] = t;
  hit[1] = (cx + t * dx) / BALL_RADIUS;
  hit[2] = (cy + t * dy) / BALL_RADIUS;
  hit[3] = (cz + t * dz) / BALL_RADIUS;
  return true;
}

/** The same for the hitbox of a car. */
export function rayMeetsCar({ state, shapes }: World, car: number, ray: Float64Array, hit: Float64Array): boolean {
  const dx = ray[3]!;
  const dy = ray[4]!;
  const dz = ray[5]!;
  const { position, forward, right, up } = state;
  const at = 3 * car;
  const shape = shapes[car]!;
  const cx = ray[0]! - position[at]!;
  const cy = ray[1]! - position[at + 1]!;
  const cz = ray[2]! - position[at + 2]!;
  let enter = 0;
  let leave = hit[0]!;
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
  hit[0] = enter;
  hit[1] = sign * axis[at]!;
  hit[2] = sign * axis[at + 1]!;
  hit[3] = sign * axis[at + 2]!;
  return true;
}
