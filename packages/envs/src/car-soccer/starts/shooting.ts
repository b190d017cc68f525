import { ConfigurationError } from '@longplay/runtime';
import { BACK_WALL_Y } from '../physics/arena-shape.ts';
import { BALL_REST_Z, BOOST_MAX, CAR_REST_Z } from '../physics/constants.ts';
import { uniform, uniformPlace } from './random-places.ts';
import type { StartState } from './start-state.ts';

/** The least distance from the car to the ball, in uu. */
const APART = 1500;

/**
 * A shot to be found, for one blue car alone: the ball rests anywhere in the other half, the car stands anywhere on the
 * field, 1500 uu or more from it, with any heading and a full tank.
 *
 * @throws ConfigurationError when there is another car
 */
export function shooting(): StartState {
  return (simulation, random) => {
    if (simulation.cars !== 1 || simulation.teams[0] !== 0) {
      throw new ConfigurationError('the start state shooting is for one blue car', { cure: 'set blue 1 and orange 0' });
    }
    const ball = uniformPlace(random, BALL_REST_Z, 0, [], 0);
    const position = uniformPlace(random, CAR_REST_Z, -BACK_WALL_Y, [ball], APART);
    simulation.placeBall({ position: ball });
    simulation.placeCar(0, { position, yaw: uniform(random, -Math.PI, Math.PI), boost: BOOST_MAX, onGround: true });
  };
}
