import { ConfigurationError } from '@longplay/runtime';
import { BALL_REST_Z, BOOST_MAX, CAR_REST_Z } from '../physics/constants.ts';
import { uniform, uniformPlace } from './random-places.ts';
import type { StartState } from './start-state.ts';

/** The least distance from the car to the ball, in uu. */
const APART = 1500;

/**
 * A shot to be found, for one blue car alone: the ball rests anywhere on the flat floor of the other half; the car
 * stands anywhere on the field, 1500 uu or more from the ball, with any heading and a full tank.
 *
 * @throws ConfigurationError when there is another car
 */
export function shooting(): StartState {
  return (simulation, random) => {
    if (simulation.cars !== 1 || simulation.teams[0] !== 0) {
      throw new ConfigurationError('the start state shooting is for one blue car', { cure: 'set blue 1 and orange 0' });
    }
    const ball = uniformPlace(random, { z: BALL_REST_Z, nearY: 0 });
    const position = uniformPlace(random, { z: CAR_REST_Z, taken: [ball], apart: APART });
    simulation.placeBall({ position: ball });
    simulation.placeCar(0, { position, yaw: uniform(random, -Math.PI, Math.PI), boost: BOOST_MAX, onGround: true });
  };
}
