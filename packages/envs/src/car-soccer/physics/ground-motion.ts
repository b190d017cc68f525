import { BALL_INERTIA, BALL_MASS, CAR_MASS } from './constants.ts';
import type { World } from './world.ts';

/**
 * How the ball or a car under a wheel moves. Writes its velocity where the wheel touches it; the velocity that counts
 * for rolling, which the reference takes at the wheel's own arm; and how it yields to an impulse along `direction`.
 */
export function measureGround(
  { state, shapes }: World,
  body: number,
  car: number,
  arm: Float64Array,
  i: number,
  direction: Float64Array,
  out: Float64Array,
): void {
  const { position, ballPosition, velocity, angularVelocity, ballVelocity, ballAngularVelocity } = state;
  const other = 3 * (body - 1);
  const v = body === 0 ? ballVelocity : velocity;
  const w = body === 0 ? ballAngularVelocity : angularVelocity;
  const at = body === 0 ? 0 : other;
  const origin = body === 0 ? ballPosition : position;
  const rx = arm[i]!;
  const ry = arm[i + 1]!;
  const rz = arm[i + 2]!;
  const qx = position[3 * car]! + rx - origin[at]!;
  const qy = position[3 * car + 1]! + ry - origin[at + 1]!;
  const qz = position[3 * car + 2]! + rz - origin[at + 2]!;
  const wx = w[at]!;
  const wy = w[at + 1]!;
  const wz = w[at + 2]!;
  out[0] = v[at]! + wy * qz - wz * qy;
  out[1] = v[at + 1]! + wz * qx - wx * qz;
  out[2] = v[at + 2]! + wx * qy - wy * qx;
  out[3] = v[at]! + wy * rz - wz * ry;
  out[4] = v[at + 1]! + wz * rx - wx * rz;
  out[5] = v[at + 2]! + wx * ry - wy * rx;
  const tx = qy * direction[i + 2]! - qz * direction[i + 1]!;
  const ty = qz * direction[i]! - qx * direction[i + 2]!;
  const tz = qx * direction[i + 1]! - qy * direction[i]!;
  if (body === 0) {
    out[6] = 1 / BALL_MASS + (tx * tx + ty * ty + tz * tz) / BALL_INERTIA;
    return;
  }
  const { forward, right, up } = state;
  const shape = shapes[body - 1]!;
  const f = tx * forward[at]! + ty * forward[at + 1]! + tz * forward[at + 2]!;
  const r = tx * right[at]! + ty * right[at + 1]! + tz * right[at + 2]!;
  const u = tx * up[at]! + ty * up[at + 1]! + tz * up[at + 2]!;
  out[6] = 1 / CAR_MASS + f * f * shape.inverseInertiaX + r * r * shape.inverseInertiaY + u * u * shape.inverseInertiaZ;
}
