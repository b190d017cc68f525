import { distance, partTowards, straightness } from '../directions.ts';
import { BALL_MAX_SPEED, BALL_REST_Z, BOOST_MAX, CAR_MAX_SPEED } from '../physics/constants.ts';
import type { RewardPart } from './reward-part.ts';

/** 1 in the step in which the car's team scores. */
export function goal(): RewardPart {
  return (car) => (car.teamScored ? 1 : 0);
}

/** -1 in the step in which the other team scores. */
export function concede(): RewardPart {
  return (car) => (car.teamConceded ? -1 : 0);
}

/** 1 in a step in which the car begins to touch the ball. */
export function touch(): RewardPart {
  return (car) => (car.touched ? 1 : 0);
}

/** The car's speed towards the ball, as a share of a car's greatest speed: -1 to 1. */
export function velocityPlayerToBall(): RewardPart {
  return (car, { ball }) => partTowards(car.velocity, car.position, ball.position) / CAR_MAX_SPEED;
}

/** The ball's speed towards the other team's goal, as a share of a ball's greatest speed: -1 to 1. */
export function velocityBallToGoal(): RewardPart {
  return (car, { ball }) => partTowards(ball.velocity, ball.position, car.opponentGoal) / BALL_MAX_SPEED;
}

/** 1 where the car's nose points at the ball, -1 where it points away: the cosine of the angle between. */
export function faceBall(): RewardPart {
  return (car, { ball }) => partTowards(car.forward, car.position, ball.position);
}

/**
 * How well the car stands between the goals and the ball, -1 to 1: the mean of how straight the ways are from the car
 * by the ball to the other team's goal, and from the own goal by the car to the ball.
 */
export function align(): RewardPart {
  return (car, { ball }) =>
    (straightness(car.position, ball.position, car.opponentGoal) +
      straightness(car.ownGoal, car.position, ball.position)) /
    2;
}

/** Boost collected from pads in the step, as a share of a full tank: 0 to 1. */
export function boostGain(): RewardPart {
  return (car) => car.boostGained / BOOST_MAX;
}

/** The square root of the share of the tank that is full, 0 to 1: the first boost is worth more than the last. */
export function boostSave(): RewardPart {
  return (car) => Math.sqrt(car.boost / BOOST_MAX);
}

/** 1 for each car of the other team that the car demolishes, -1 when it is demolished itself. */
export function demolition(): RewardPart {
  return (car) => car.demolitions - (car.wasDemolished ? 1 : 0);
}

/** Height over a resting ball, in uu, that counts as 1 in `aerial`: nearly that of the ceiling. */
const AERIAL_HEIGHT = 1800;

/** For a touch of the ball with the wheels off the ground: the ball's height, 0 at rest and 1 near the ceiling. */
export function aerial(): RewardPart {
  return (car, { ball }) => {
    if (!car.touched || car.onGround) return 0;
    return Math.max(0, Math.min(1, (ball.position[2]! - BALL_REST_Z) / AERIAL_HEIGHT));
  };
}

/** Distance in uu at which the rewards for nearness have fallen to a half. */
const HALF_DISTANCE = 1000;

/** How near the car is to the ball: 1 at no distance, a half at 1000 uu, a third at 2000. */
export function distancePlayerToBall(): RewardPart {
  return (car, { ball }) => HALF_DISTANCE / (HALF_DISTANCE + distance(car.position, ball.position));
}

/** How near the ball is to the other team's goal: 1 at no distance, a half at 1000 uu, a third at 2000. */
export function distanceBallToGoal(): RewardPart {
  return (car, { ball }) => HALF_DISTANCE / (HALF_DISTANCE + distance(ball.position, car.opponentGoal));
}

/** -1 a step: the price of time. */
export function time(): RewardPart {
  return () => -1;
}

/** The parts by the names that a job gives their weights by. */
export const rewardParts = {
  goal,
  concede,
  touch,
  velocityPlayerToBall,
  velocityBallToGoal,
  faceBall,
  align,
  boostGain,
  boostSave,
  demolition,
  aerial,
  distancePlayerToBall,
  distanceBallToGoal,
  time,
} as const satisfies Readonly<Record<string, () => RewardPart>>;
