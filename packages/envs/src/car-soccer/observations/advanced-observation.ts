import { CONTROLS } from '../actions/action-parser.ts';
import type { CarView, MatchView } from '../views.ts';
import type { ObservationBuilder } from './observation-builder.ts';
import { SCALE, sideOf, SPIN_SCALE, writeDifference, writeStatus, writeVector } from './write-vectors.ts';

const BALL = 9;
const PADS = 34;
const CAR = 25;
const OTHER_CAR = CAR + 6;

/**
 * Everything, in the layout that the community's policies use: 107 numbers in 1v1, 169 in 2v2, 231 in 3v3. Positions
 * and velocities in units of 2300 uu and uu/s, spins of pi rad/s. The orange side sees the field turned by 180°: x and y
 * with the other sign, the pads in the opposite order.
 *
 * | numbers    | what                                                                    |
 * | ---------- | ----------------------------------------------------------------------- |
 * | 0-8        | ball: position, velocity, spin                                          |
 * | 9-16       | the controls that the car holds                                         |
 * | 17-50      | pads: 1 where it can be taken, else 0                                   |
 * | 51-56      | ball from the car: position, velocity                                   |
 * | 57-71      | car: position, forward, up, velocity, spin                              |
 * | 72-75      | car: boost from 0 to 1, wheels on the ground, can dodge, is demolished  |
 * | 76-106 …   | each other car, team mates first: as 51-75, then its position and       |
 * |            | velocity from the car's                                                 |
 *
 * @example
 * advancedObservation().size(2); // => 107
 */
export function advancedObservation(): ObservationBuilder {
  return { size: (cars) => BALL + CONTROLS + PADS + CAR + OTHER_CAR * (cars - 1), observe };
}

function observe(car: CarView, match: MatchView, out: Float32Array, at: number): void {
  const { ball, padCooldown } = match;
  const side = sideOf(car);
  let next = writeVector(out, at, ball.position, side, SCALE);
  next = writeVector(out, next, ball.velocity, side, SCALE);
  next = writeVector(out, next, ball.angularVelocity, side, SPIN_SCALE);
  for (let i = 0; i < CONTROLS; i++) out[next++] = car.controls[i]!;
  // The pads are ordered so that the last is the first one turned by 180°, and so on.
  for (let i = 0; i < PADS; i++) out[next++] = padCooldown[side === 1 ? i : PADS - 1 - i] === 0 ? 1 : 0;
  next = writeCar(out, next, car, match, side);
  for (const other of car.others) {
    next = writeCar(out, next, other, match, side);
    next = writeDifference(out, next, car.position, other.position, side, SCALE);
    next = writeDifference(out, next, car.velocity, other.velocity, side, SCALE);
  }
}

function writeCar(out: Float32Array, at: number, car: CarView, { ball }: MatchView, side: 1 | -1): number {
  let next = writeDifference(out, at, car.position, ball.position, side, SCALE);
  next = writeDifference(out, next, car.velocity, ball.velocity, side, SCALE);
  next = writeVector(out, next, car.position, side, SCALE);
  next = writeVector(out, next, car.forward, side, 1);
  next = writeVector(out, next, car.up, side, 1);
  next = writeVector(out, next, car.velocity, side, SCALE);
  next = writeVector(out, next, car.angularVelocity, side, SPIN_SCALE);
  return writeStatus(out, next, car);
}
