import { BACK_WALL_Y } from '../physics/arena-shape.ts';
import { BALL_REST_Z, BOOST_MAX, CAR_REST_Z } from '../physics/constants.ts';
import { type Place, uniform, uniformPlace } from './random-places.ts';
import type { StartState } from './start-state.ts';

/** The least distance between the ball and the cars, in uu. */
const APART = 600;
/** The least distance along the field between the ball and the back walls, in uu: room for the cars. */
const ROOM = 2000;

/**
 * A ball that rests anywhere on the field, 2000 uu or more from the back walls; each car stands anywhere between the
 * ball and its own back wall, 600 uu or more from the ball and from other cars, with any heading and a tank filled
 * anyhow. To drive at the ball is to push it forward, for both sides.
 */
export function looseBall(): StartState {
  return (simulation, random) => {
    const ball = uniformPlace(random, { z: BALL_REST_Z, nearY: ROOM - BACK_WALL_Y, farY: BACK_WALL_Y - ROOM });
    const taken: Place[] = [ball];
    simulation.placeBall({ position: ball });
    for (let car = 0; car < simulation.cars; car++) {
      const side = simulation.teams[car] === 0 ? { farY: ball[1] } : { nearY: ball[1] };
      const position = uniformPlace(random, { z: CAR_REST_Z, taken, apart: APART, ...side });
      taken.push(position);
      const yaw = uniform(random, -Math.PI, Math.PI);
      const boost = uniform(random, 0, BOOST_MAX);
      simulation.placeCar(car, { position, yaw, boost, onGround: true });
    }
  };
}
