import type { Random } from '@longplay/runtime';
import { cos, sin } from '../../classic-control/sincos.ts';
import { BALL_REST_Z, BOOST_MAX, CAR_MAX_SPEED, CAR_REST_Z } from '../physics/constants.ts';
import type { CarPlacement } from '../physics/placement.ts';
import { type Place, uniform, uniformPlace, uniformVector } from './random-places.ts';
import type { StartState } from './start-state.ts';

/** The least distance between the ball and the cars, in uu. */
const APART = 300;
/** Heights in flight, in uu. */
const LOW = 150;
const HIGH = 1700;
/** Bounds of each number of a velocity: the ball's and a flying car's, in uu/s, and a flying car's spin, in rad/s. */
const BALL_VELOCITY = 2000;
const CAR_VELOCITY = 1300;
const CAR_SPIN = 3;

/**
 * Ball and cars anywhere on the field, each on the ground or in the air with a chance of one half, 300 uu or more from
 * each other and the walls. The ball moves at up to 2000 uu/s along each axis. A car on the ground drives forward at up
 * to its greatest speed; one in the air turns and moves any way. Tanks are filled anyhow.
 */
export function randomState(): StartState {
  return (simulation, random) => {
    const taken: Place[] = [];
    const place = (restZ: number): Place => {
      const z = random.int(2) === 0 ? restZ : uniform(random, LOW, HIGH);
      const found = uniformPlace(random, { z, taken, apart: APART });
      taken.push(found);
      return found;
    };
    const position = place(BALL_REST_Z);
    const [x, y, z] = uniformVector(random, BALL_VELOCITY);
    simulation.placeBall({ position, velocity: [x, y, position[2] === BALL_REST_Z ? 0 : z] });
    for (let car = 0; car < simulation.cars; car++) simulation.placeCar(car, carAt(place(CAR_REST_Z), random));
  };
}

function carAt(position: Place, random: Random): CarPlacement {
  const boost = uniform(random, 0, BOOST_MAX);
  const yaw = uniform(random, -Math.PI, Math.PI);
  if (position[2] === CAR_REST_Z) {
    const speed = uniform(random, 0, CAR_MAX_SPEED);
    return { position, velocity: [speed * cos(yaw), speed * sin(yaw), 0], yaw, boost, onGround: true };
  }
  return {
    position,
    velocity: uniformVector(random, CAR_VELOCITY),
    angularVelocity: uniformVector(random, CAR_SPIN),
    yaw,
    pitch: uniform(random, -Math.PI / 2, Math.PI / 2),
    roll: uniform(random, -Math.PI, Math.PI),
    boost,
    onGround: false,
  };
}
