import {
  BOOST_ACCELERATION_AIR,
  BOOST_ACCELERATION_GROUND,
  BOOST_MIN_TIME,
  BOOST_PER_SECOND,
  TICK,
} from './constants.ts';
import type { World } from './world.ts';

/** Burns boost: a press lasts at least BOOST_MIN_TIME. */
export function updateBoost(world: World, car: number): void {
  const { state, acceleration } = world;
  const pressed = world.controls[8 * car + 6]! > 0;
  const time = state.boostingTime[car]!;
  if (time > 0) state.boostingTime[car] = !pressed && time >= BOOST_MIN_TIME ? 0 : time + TICK;
  else if (pressed) state.boostingTime[car] = TICK;
  if (state.boostingTime[car] === 0 || state.boost[car] === 0) return;
  state.boost[car] = Math.max(Math.fround(state.boost[car]! - BOOST_PER_SECOND * TICK), 0);
  const strength = state.onGround[car] === 1 ? BOOST_ACCELERATION_GROUND : BOOST_ACCELERATION_AIR;
  const at = 3 * car;
  acceleration[at]! += strength * state.forward[at]!;
  acceleration[at + 1]! += strength * state.forward[at + 1]!;
  acceleration[at + 2]! += strength * state.forward[at + 2]!;
}
