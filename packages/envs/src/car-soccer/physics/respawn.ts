import { BOOST_AT_START, CAR_RESPAWN_Z } from './constants.ts';
import type { CarPlacement } from './placement.ts';

/** Where blue's cars come back after a demolition, in uu; orange's places are these turned by 180 degrees. */
const PLACES = [
  { x: -2304, y: -4608 },
  { x: -2688, y: -4608 },
  { x: 2304, y: -4608 },
  { x: 2688, y: -4608 },
] as const;

/** A car that comes back after a demolition. The reference draws the place; here it follows from `turn`. */
export function respawnPlacement(team: number, turn: number): CarPlacement {
  const { x, y } = PLACES[turn % PLACES.length]!;
  const side = team === 0 ? 1 : -1;
  return {
    position: [side * x, side * y, CAR_RESPAWN_Z],
    yaw: side * 0.5 * Math.PI,
    boost: BOOST_AT_START,
    onGround: true,
  };
}
