import { BOOST_MAX } from '../physics/constants.ts';
import type { CarView, MatchView, VectorView } from '../views.ts';
import type { ObservationBuilder } from './observation-builder.ts';
import { SCALE, sideOf, SPIN_SCALE, writeAlongAxes, writeStatus, writeVector } from './write-vectors.ts';

const SELF = 34;
const OTHER_CAR = 11;

/**
 * What a driver sees, mostly along the car's own axes (forward, right, up), which makes aiming easy to learn: 34 numbers
 * in 1v0, 45 in 1v1. Pads are not seen. Positions and velocities in units of 2300 uu and uu/s, spins of pi rad/s. Where
 * it says "field", x and y are as the car's side sees them: both sides shoot at +y.
 *
 * | numbers | what                                                                       |
 * | ------- | -------------------------------------------------------------------------- |
 * | 0-5     | ball from the car, its velocity less the car's, along the axes             |
 * | 6-8     | other team's goal from the ball, along the axes                            |
 * | 9-14    | ball on the field: position, velocity                                      |
 * | 15-23   | car on the field: position, forward, up                                    |
 * | 24-29   | car along its axes: velocity, spin                                         |
 * | 30-33   | car: boost from 0 to 1, wheels on the ground, can dodge, is demolished     |
 * | 34-44 … | each other car, team mates first: position from the car, velocity less its |
 * |         | own and nose, along the axes; boost, is demolished                         |
 *
 * @example
 * defaultObservation().size(1); // => 34
 */
export function defaultObservation(): ObservationBuilder {
  return { size: (cars) => SELF + OTHER_CAR * (cars - 1), observe };
}

function observe(car: CarView, { ball }: MatchView, out: Float32Array, at: number): void {
  const side = sideOf(car);
  let next = along(out, at, car, car.position, ball.position);
  next = along(out, next, car, car.velocity, ball.velocity);
  next = along(out, next, car, ball.position, car.opponentGoal);
  next = writeVector(out, next, ball.position, side, SCALE);
  next = writeVector(out, next, ball.velocity, side, SCALE);
  next = writeVector(out, next, car.position, side, SCALE);
  next = writeVector(out, next, car.forward, side, 1);
  next = writeVector(out, next, car.up, side, 1);
  const { velocity, angularVelocity: spin } = car;
  next = writeAlongAxes(out, next, car, velocity[0]!, velocity[1]!, velocity[2]!, SCALE);
  next = writeAlongAxes(out, next, car, spin[0]!, spin[1]!, spin[2]!, SPIN_SCALE);
  next = writeStatus(out, next, car);
  for (const other of car.others) next = writeOther(out, next, car, other);
}

function writeOther(out: Float32Array, at: number, car: CarView, other: CarView): number {
  let next = along(out, at, car, car.position, other.position);
  next = along(out, next, car, car.velocity, other.velocity);
  next = writeAlongAxes(out, next, car, other.forward[0]!, other.forward[1]!, other.forward[2]!, 1);
  out[next] = other.boost / BOOST_MAX;
  out[next + 1] = other.demolished ? 1 : 0;
  return next + 2;
}

/** Writes `to - from` along the car's axes. */
function along(out: Float32Array, at: number, car: CarView, from: VectorView, to: VectorView): number {
  return writeAlongAxes(out, at, car, to[0]! - from[0]!, to[1]! - from[1]!, to[2]! - from[2]!, SCALE);
}
