import {
  DOUBLE_JUMP_MAX_DELAY,
  JUMP_ACCELERATION,
  JUMP_FIRST_SHARE,
  JUMP_MAX_TIME,
  JUMP_MIN_TIME,
  JUMP_RESET_TIME,
  JUMP_SPEED,
  TICK,
} from './constants.ts';
import type { SimulationState } from './state.ts';
import type { World } from './world.ts';

/** The first jump: a push at once, and a thrust while the button is held. */
export function updateJump(world: World, car: number, pressed: boolean): void {
  const { state } = world;
  const held = world.controls[8 * car + 5]! > 0;
  const grounded = state.onGround[car] === 1;
  if (grounded && state.jumping[car] === 0) {
    const leaving = state.hasJumped[car] === 1 && state.jumpTime[car]! < JUMP_RESET_TIME;
    if (!leaving) state.hasJumped[car] = 0;
  }
  if (state.jumping[car] === 1) {
    const time = state.jumpTime[car]!;
    state.jumping[car] = time < JUMP_MIN_TIME || (held && time < JUMP_MAX_TIME) ? 1 : 0;
  } else if (grounded && pressed) {
    state.jumping[car] = 1;
    state.jumpTime[car] = 0;
    pushUp(world, car);
  }
  if (state.jumping[car] === 1) {
    state.hasJumped[car] = 1;
    const thrust = JUMP_ACCELERATION * (state.jumpTime[car]! < JUMP_MIN_TIME ? JUMP_FIRST_SHARE : 1);
    for (let i = 3 * car; i < 3 * car + 3; i++) world.acceleration[i]! += thrust * state.up[i]!;
  }
  if (state.hasJumped[car] === 1) state.jumpTime[car]! += TICK;
}

/** The push of the first and of the double jump. */
export function pushUp({ state }: World, car: number): void {
  for (let i = 3 * car; i < 3 * car + 3; i++) state.velocity[i]! += JUMP_SPEED * state.up[i]!;
}

/** Whether a car in the air may still dodge or jump again; on the ground it may jump, and this is true. */
export function hasFlip(state: SimulationState, car: number): boolean {
  if (state.onGround[car] === 1) return true;
  const used = state.hasFlipped[car] === 1 || state.hasDoubleJumped[car] === 1;
  return !used && state.airTimeSinceJump[car]! < DOUBLE_JUMP_MAX_DELAY;
}
