import { BOOST_MAX } from '../physics/constants.ts';
import type { CarView, VectorView } from '../views.ts';

/** Positions and velocities are divided by this, the greatest speed of a car in uu/s; spins by pi rad/s. */
export const SCALE = 2300;
export const SPIN_SCALE = Math.PI;

/**
 * The sign by which a car's side sees x and y: blue as they are, orange turned by 180° about the vertical axis, so that
 * either side shoots at +y.
 */
export function sideOf(car: CarView): 1 | -1 {
  return car.team === 0 ? 1 : -1;
}

/** Writes a vector as a side sees it, divided by `scale`; returns where the next number goes. */
export function writeVector(out: Float32Array, at: number, vector: VectorView, side: 1 | -1, scale: number): number {
  out[at] = (side * vector[0]!) / scale;
  out[at + 1] = (side * vector[1]!) / scale;
  out[at + 2] = vector[2]! / scale;
  return at + 3;
}

/** Writes `to - from` as a side sees it, divided by `scale`; returns where the next number goes. */
export function writeDifference(
  out: Float32Array,
  at: number,
  from: VectorView,
  to: VectorView,
  side: 1 | -1,
  scale: number,
): number {
  out[at] = (side * (to[0]! - from[0]!)) / scale;
  out[at + 1] = (side * (to[1]! - from[1]!)) / scale;
  out[at + 2] = (to[2]! - from[2]!) / scale;
  return at + 3;
}

/** Writes the vector (x, y, z) along a car's axes: forward, right, up; returns where the next number goes. */
export function writeAlongAxes(
  out: Float32Array,
  at: number,
  car: CarView,
  x: number,
  y: number,
  z: number,
  scale: number,
): number {
  const { forward, right, up } = car;
  out[at] = (forward[0]! * x + forward[1]! * y + forward[2]! * z) / scale;
  out[at + 1] = (right[0]! * x + right[1]! * y + right[2]! * z) / scale;
  out[at + 2] = (up[0]! * x + up[1]! * y + up[2]! * z) / scale;
  return at + 3;
}

/** Writes a car's boost, 0 to 1, then wheels on the ground, can dodge, is demolished; returns where the next number goes. */
export function writeStatus(out: Float32Array, at: number, car: CarView): number {
  out[at] = car.boost / BOOST_MAX;
  out[at + 1] = car.onGround ? 1 : 0;
  out[at + 2] = car.hasFlip ? 1 : 0;
  out[at + 3] = car.demolished ? 1 : 0;
  return at + 4;
}
