import type { BallPlacement, CarPlacement } from './placement.ts';
import { BALL_REST_Z, BOOST_AT_START, CAR_REST_Z } from './constants.ts';

/** Where blue's cars may start, in uu, and their yaw; orange's are these turned by 180 degrees. */
const SPAWNS = [
  { x: -2048, y: -2560, yaw: 0.25 * Math.PI },
  { x: 2048, y: -2560, yaw: 0.75 * Math.PI },
  { x: -256, y: -3840, yaw: 0.5 * Math.PI },
  { x: 256, y: -3840, yaw: 0.5 * Math.PI },
  { x: 0, y: -4608, yaw: 0.5 * Math.PI },
] as const;

/** The number of places from which a car may kick off. */
export const KICKOFF_PLACES = SPAWNS.length;

/** The ball of a kickoff: at rest on the centre of the field. */
export const kickoffBall: BallPlacement = { position: [0, 0, BALL_REST_Z] };

/**
 * The car of a team in a kickoff. Both teams take the same places, turned by 180 degrees.
 *
 * @param team - 0 blue, 1 orange
 * @param place - 0 to KICKOFF_PLACES - 1: diagonal left and right, off-centre left and right, centre
 */
export function kickoffCar(team: number, place: number): CarPlacement {
  const spawn = SPAWNS[place];
  if (spawn === undefined) throw new RangeError(`a kickoff place is 0 to ${KICKOFF_PLACES - 1}; got ${place}`);
  const side = team === 0 ? 1 : -1;
  return {
    position: [side * spawn.x, side * spawn.y, CAR_REST_Z],
    yaw: spawn.yaw + (team === 0 ? 0 : Math.PI),
    boost: BOOST_AT_START,
    onGround: true,
  };
}

/**
 * The cars of a kickoff in the simulation's order, blue first: the n-th car of a side stands on the n-th of `places`.
 *
 * @example
 * const cars = kickoffPlacements(1, 1, [4]); // both in the middle, 4608 uu from the ball
 */
export function kickoffPlacements(blue: number, orange: number, places: readonly number[]): CarPlacement[] {
  const team = (side: number, cars: number) => Array.from({ length: cars }, (_, i) => kickoffCar(side, places[i]!));
  return [...team(0, blue), ...team(1, orange)];
}
