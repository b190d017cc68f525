import {
  AUTO_FLIP_ACCELERATION,
  AUTO_FLIP_MIN_NORMAL_Z,
  AUTO_FLIP_MIN_ROLL,
  AUTO_FLIP_SPEED,
  AUTO_FLIP_TIME,
  AUTO_ROLL_ACCELERATION,
  AUTO_ROLL_ANGULAR_ACCELERATION,
  TICK,
} from './constants.ts';
import type { Wheels } from './wheels.ts';
import type { World } from './world.ts';

/** A jump of a car that lies on its roof turns it over. */
export function updateAutoFlip({ state }: World, car: number, pressed: boolean): void {
  const at = 3 * car;
  const { velocity, angularVelocity, forward, right, up } = state;
  if (pressed && state.worldContact[car] === 1 && state.worldNormal[at + 2]! > AUTO_FLIP_MIN_NORMAL_Z) {
    const roll = steepRoll(right[at + 2]!, up[at + 2]!);
    if (roll > AUTO_FLIP_MIN_ROLL) {
      state.autoFlipTimer[car] = AUTO_FLIP_TIME * (roll / Math.PI);
      state.autoFlipDirection[car] = right[at + 2]! < 0 ? 1 : -1;
      state.autoFlipping[car] = 1;
      for (let i = at; i < at + 3; i++) velocity[i]! -= AUTO_FLIP_SPEED * up[i]!;
    }
  }
  if (state.autoFlipping[car] === 0) return;
  if (state.autoFlipTimer[car]! <= 0) {
    state.autoFlipping[car] = 0;
    state.autoFlipTimer[car] = 0;
    return;
  }
  const turn = AUTO_FLIP_ACCELERATION * state.autoFlipDirection[car]! * TICK;
  for (let i = at; i < at + 3; i++) angularVelocity[i]! += turn * forward[i]!;
  state.autoFlipTimer[car]! -= TICK;
}

/** The size of a car's roll, in rad, where it is more than 5/6 of half a turn; else 0. */
function steepRoll(rightZ: number, upZ: number): number {
  if (upZ >= 0) return 0;
  const t = Math.abs(rightZ) / -upZ;
  if (t > 0.58) return 0;
  // The arctangent's series: exact to 1e-9 for t up to 0.4, where roll is used.
  const q = t * t;
  let sum = 0;
  for (let k = 21; k >= 1; k -= 2) sum = 1 / k - q * sum;
  return Math.PI - t * sum;
}

/** With throttle, a car that touches with its body or some wheels is turned onto its wheels. */
export function updateAutoRoll({ state, acceleration, angularAcceleration }: World, wheels: Wheels, car: number): void {
  const at = 3 * car;
  const onWheels = wheels.count > 0;
  const gx = onWheels ? wheels.upX : state.worldNormal[at]!;
  const gy = onWheels ? wheels.upY : state.worldNormal[at + 1]!;
  const gz = onWheels ? wheels.upZ : state.worldNormal[at + 2]!;
  const fx = state.forward[at]!;
  const fy = state.forward[at + 1]!;
  const fz = state.forward[at + 2]!;
  const rx = state.right[at]!;
  const ry = state.right[at + 1]!;
  const rz = state.right[at + 2]!;
  // The right and forward axes that the car would have with the ground beneath it.
  const ax = gy * fz - gz * fy;
  const ay = gz * fx - gx * fz;
  const az = gx * fy - gy * fx;
  const bx = gz * ay - gy * az;
  const by = gx * az - gz * ax;
  const bz = gy * ax - gx * ay;
  const level = Math.min(Math.max(rx * ax + ry * ay + rz * az, 0), 1);
  const along = Math.min(Math.max(fx * bx + fy * by + fz * bz, 0), 1);
  const roll = (1 - level) * (rx * gx + ry * gy + rz * gz >= 0 ? -1 : 1) * AUTO_ROLL_ANGULAR_ACCELERATION;
  const pitch = (1 - along) * (fx * gx + fy * gy + fz * gz >= 0 ? 1 : -1) * AUTO_ROLL_ANGULAR_ACCELERATION;
  acceleration[at]! -= AUTO_ROLL_ACCELERATION * gx;
  acceleration[at + 1]! -= AUTO_ROLL_ACCELERATION * gy;
  acceleration[at + 2]! -= AUTO_ROLL_ACCELERATION * gz;
  angularAcceleration[at]! += roll * fx + pitch * rx;
  angularAcceleration[at + 1]! += roll * fy + pitch * ry;
  angularAcceleration[at + 2]! += roll * fz + pitch * rz;
}
