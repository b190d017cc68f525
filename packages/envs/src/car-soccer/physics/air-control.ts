import {
  AIR_PITCH,
  AIR_PITCH_DAMPING,
  AIR_ROLL,
  AIR_ROLL_DAMPING,
  AIR_YAW,
  AIR_YAW_DAMPING,
  DODGE_PITCH_ACCELERATION,
  DODGE_PITCH_LOCK_TIME,
  DODGE_ROLL_ACCELERATION,
  DODGE_TORQUE_TIME,
  THROTTLE_ACCELERATION_AIR,
} from './constants.ts';
import type { World } from './world.ts';

/**
 * Turns a car with fewer than three wheels on the ground: by its dodge, or by pitch, yaw and roll.
 *
 * @param steerable - no wheel touches
 */
export function updateAirControl(world: World, car: number, steerable: boolean): void {
  const { state, controls, acceleration } = world;
  let free = true;
  if (state.flipping[car] === 1 && !(state.hasFlipped[car] === 1 && state.flipTime[car]! < DODGE_TORQUE_TIME)) {
    state.flipping[car] = 0;
  }
  if (state.flipping[car] === 1) free = turnByDodge(world, car);
  if (free && steerable && state.autoFlipping[car] === 0) turnByInput(world, car);
  const throttle = controls[8 * car]! * THROTTLE_ACCELERATION_AIR;
  if (throttle === 0) return;
  for (let i = 3 * car; i < 3 * car + 3; i++) acceleration[i]! += throttle * state.forward[i]!;
}

/** The torque of a dodge. Pitch against it holds its pitch: a flip cancel. Returns whether inputs turn the car too. */
function turnByDodge({ state, controls, angularAcceleration }: World, car: number): boolean {
  const x = state.flipTorque[2 * car]!;
  let y = state.flipTorque[2 * car + 1]!;
  if (x === 0 && y === 0) return true;
  const pitch = controls[8 * car + 2]!;
  const cancelled = y * pitch > 0;
  if (cancelled) y *= 1 - Math.abs(pitch);
  const roll = x * DODGE_ROLL_ACCELERATION;
  const turn = y * DODGE_PITCH_ACCELERATION;
  for (let i = 3 * car; i < 3 * car + 3; i++) {
    angularAcceleration[i]! += roll * state.forward[i]! + turn * state.right[i]!;
  }
  return cancelled;
}

function turnByInput({ state, controls, angularAcceleration }: World, car: number): void {
  const at = 3 * car;
  const locked =
    state.flipping[car] === 1 || (state.hasFlipped[car] === 1 && state.flipTime[car]! < DODGE_PITCH_LOCK_TIME);
  const pitch = locked ? 0 : controls[8 * car + 2]!;
  const yaw = controls[8 * car + 3]!;
  const roll = controls[8 * car + 4]!;
  const wx = state.angularVelocity[at]!;
  const wy = state.angularVelocity[at + 1]!;
  const wz = state.angularVelocity[at + 2]!;
  const { forward, right, up } = state;
  const aboutForward = wx * forward[at]! + wy * forward[at + 1]! + wz * forward[at + 2]!;
  const aboutRight = wx * right[at]! + wy * right[at + 1]! + wz * right[at + 2]!;
  const aboutUp = wx * up[at]! + wy * up[at + 1]! + wz * up[at + 2]!;
  const f = -roll * AIR_ROLL - aboutForward * AIR_ROLL_DAMPING;
  const r = -pitch * AIR_PITCH - aboutRight * AIR_PITCH_DAMPING * (1 - Math.abs(pitch));
  const u = yaw * AIR_YAW - aboutUp * AIR_YAW_DAMPING * (1 - Math.abs(yaw));
  for (let i = at; i < at + 3; i++) angularAcceleration[i]! += f * forward[i]! + r * right[i]! + u * up[i]!;
}
