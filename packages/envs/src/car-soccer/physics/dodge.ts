import {
  CAR_MAX_SPEED,
  DODGE_BACKWARD_FACTOR,
  DODGE_BACKWARD_SCALE,
  DODGE_DEADZONE,
  DODGE_FORWARD_SCALE,
  DODGE_SIDE_SCALE,
  DODGE_SPEED,
  DODGE_TORQUE_TIME,
  DODGE_Z_DAMPING,
  DODGE_Z_DAMPING_END,
  DODGE_Z_DAMPING_START,
  DOUBLE_JUMP_MAX_DELAY,
  TICK,
} from './constants.ts';
import { pushUp } from './jump.ts';
import { speedForwards } from './speed.ts';
import type { World } from './world.ts';

/** Smaller parts of a dodge's direction count as none. */
const MIN_INPUT = 0.1;
/** Slower than this, in uu/s, a car dodges backwards when its input says so; faster, when that is against its motion. */
const STANDING_SPEED = 100;

/** The second jump of a car in the air: straight up, or a dodge in the direction of pitch, yaw and roll. */
export function updateSecondJump(world: World, car: number, pressed: boolean): void {
  const { state, controls } = world;
  if (state.onGround[car] === 1) {
    state.hasDoubleJumped[car] = 0;
    state.hasFlipped[car] = 0;
    state.airTime[car] = 0;
    state.airTimeSinceJump[car] = 0;
    state.flipTime[car] = 0;
  } else {
    state.airTime[car]! += TICK;
    const since = state.hasJumped[car] === 1 && state.jumping[car] === 0 ? state.airTimeSinceJump[car]! + TICK : 0;
    state.airTimeSinceJump[car] = since;
    const used = state.hasDoubleJumped[car] === 1 || state.hasFlipped[car] === 1 || state.autoFlipping[car] === 1;
    if (pressed && since < DOUBLE_JUMP_MAX_DELAY && !used) {
      const at = 8 * car;
      const input = Math.abs(controls[at + 2]!) + Math.abs(controls[at + 3]!) + Math.abs(controls[at + 4]!);
      if (input >= DODGE_DEADZONE) {
        dodge(world, car);
      } else {
        pushUp(world, car);
        state.hasDoubleJumped[car] = 1;
      }
    }
  }
  if (state.flipping[car] === 1) dampVerticalSpeed(world, car);
  else if (state.hasFlipped[car] === 1) state.flipTime[car]! += TICK;
}

function dodge({ state, controls }: World, car: number): void {
  const forwardSpeed = speedForwards(state, car);
  state.flipTime[car] = 0;
  state.hasFlipped[car] = 1;
  state.flipping[car] = 1;
  const pitch = controls[8 * car + 2]!;
  const side = controls[8 * car + 3]! + controls[8 * car + 4]!;
  let x = 0;
  let y = 0;
  // Yaw against roll gives no direction: a stall.
  if (Math.abs(side) >= MIN_INPUT || Math.abs(pitch) >= MIN_INPUT) {
    const length = Math.sqrt(pitch * pitch + side * side);
    x = -pitch / length;
    y = side / length;
  }
  state.flipTorque[2 * car] = -y;
  state.flipTorque[2 * car + 1] = x;
  if (Math.abs(x) < MIN_INPUT) x = 0;
  if (Math.abs(y) < MIN_INPUT) y = 0;
  if (x === 0 && y === 0) return;
  const backwards = Math.abs(forwardSpeed) < STANDING_SPEED ? x < 0 : x >= 0 !== forwardSpeed >= 0;
  const share = Math.abs(forwardSpeed) / CAR_MAX_SPEED;
  const scale = backwards ? DODGE_BACKWARD_SCALE : DODGE_FORWARD_SCALE;
  const alongNose = x * DODGE_SPEED * ((scale - 1) * share + 1) * (backwards ? DODGE_BACKWARD_FACTOR : 1);
  const sideways = y * DODGE_SPEED * ((DODGE_SIDE_SCALE - 1) * share + 1);
  const fx = state.forward[3 * car]!;
  const fy = state.forward[3 * car + 1]!;
  const flat = Math.sqrt(fx * fx + fy * fy);
  const nx = flat === 0 ? 1 : fx / flat;
  const ny = flat === 0 ? 0 : fy / flat;
  state.velocity[3 * car]! += alongNose * nx - sideways * ny;
  state.velocity[3 * car + 1]! += alongNose * ny + sideways * nx;
}

function dampVerticalSpeed({ state }: World, car: number): void {
  const time = (state.flipTime[car]! += TICK);
  if (time > DODGE_TORQUE_TIME || time < DODGE_Z_DAMPING_START) return;
  const z = 3 * car + 2;
  if (state.velocity[z]! < 0 || time < DODGE_Z_DAMPING_END) state.velocity[z]! *= 1 - DODGE_Z_DAMPING;
}
