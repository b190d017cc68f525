import { BALL_REST_Z, BOOST_MAX, CAR_REST_Z } from '../physics/constants.ts';
import { type Place, uniform, uniformPlace } from './random-places.ts';
import type { StartState } from './start-state.ts';

/** The least distance between the ball and the cars, in uu. */
const APART = 600;

/**
 * A ball that rests anywhere on the field; the cars stand anywhere, 600 uu or more from it and from each other, with any
 * heading and a tank filled anyhow. Who comes first is first at the ball: easier to learn from than a ball in flight.
 */
export function looseBall(): StartState {
  return (simulation, random) => {
    const taken: Place[] = [];
    const place = (z: number): Place => {
      const found = uniformPlace(random, { z, taken, apart: APART });
      taken.push(found);
      return found;
    };
    simulation.placeBall({ position: place(BALL_REST_Z) });
    for (let car = 0; car < simulation.cars; car++) {
      const yaw = uniform(random, -Math.PI, Math.PI);
      const boost = uniform(random, 0, BOOST_MAX);
      simulation.placeCar(car, { position: place(CAR_REST_Z), yaw, boost, onGround: true });
    }
  };
}
