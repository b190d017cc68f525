import {
  BUMP_COOLDOWN,
  BUMP_MIN_FORWARD,
  bumpLiftOfSpeed,
  bumpOfSpeedInAir,
  bumpOfSpeedOnGround,
  RESPAWN_TIME,
} from './constants.ts';
import type { World } from './world.ts';

/**
 * What a touch of two cars does beyond the contact itself: the one that drives into the other with its nose bumps it
 * away, or demolishes an opponent at supersonic speed.
 *
 * @param nose - how far forward of its centre of mass `car` touches, in uu
 */
export function bump(world: World, car: number, other: number, nose: number): void {
  const { state, carKick, events, teams } = world;
  if (state.demolished[car] === 1 || state.demolished[other] === 1) return;
  if (state.bumpedCar[car] === other + 1 && state.bumpCooldown[car]! > 0) return;
  const { position, velocity, up } = state;
  const a = 3 * car;
  const b = 3 * other;
  const dx = position[b]! - position[a]!;
  const dy = position[b + 1]! - position[a + 1]!;
  const dz = position[b + 2]! - position[a + 2]!;
  const vx = velocity[a]!;
  const vy = velocity[a + 1]!;
  const vz = velocity[a + 2]!;
  const approach = vx * dx + vy * dy + vz * dz;
  if (approach <= 0 || nose <= BUMP_MIN_FORWARD) return;
  const speed = Math.sqrt(vx * vx + vy * vy + vz * vz);
  const towards = approach / Math.sqrt(dx * dx + dy * dy + dz * dz);
  const away = (velocity[b]! * vx + velocity[b + 1]! * vy + velocity[b + 2]! * vz) / speed;
  if (towards <= away) return;
  state.bumpedCar[car] = other + 1;
  state.bumpCooldown[car] = BUMP_COOLDOWN;
  if (state.supersonic[car] === 1 && teams[car] !== teams[other]) {
    state.demolished[other] = 1;
    state.respawnTimer[other] = RESPAWN_TIME;
    carKick.fill(0, b, b + 3);
    events.demolitions[car]!++;
    events.demolished[other]!++;
    return;
  }
  events.bumps[car]!++;
  const grounded = state.onGround[other] === 1;
  const push = (grounded ? bumpOfSpeedOnGround : bumpOfSpeedInAir).at(towards) / speed;
  const lift = bumpLiftOfSpeed.at(towards);
  carKick[b]! += push * vx + (grounded ? lift * up[b]! : 0);
  carKick[b + 1]! += push * vy + (grounded ? lift * up[b + 1]! : 0);
  carKick[b + 2]! += push * vz + lift * (grounded ? up[b + 2]! : 1);
}
