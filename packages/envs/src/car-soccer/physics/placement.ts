import { BOOST_MAX } from './constants.ts';
import { axesFromAngles } from './rotation.ts';
import type { SimulationState } from './state.ts';
import type { World } from './world.ts';

/** Numbers of a vector: x across the field, y along it, z up. */
export type Vector = readonly [number, number, number];

/** Where the ball is put; what is left out is 0. */
export interface BallPlacement {
  /** uu */
  readonly position: Vector;
  /** uu/s */
  readonly velocity?: Vector;
  /** rad/s */
  readonly angularVelocity?: Vector;
}

/** Where a car is put; what is left out is 0, but `boost`: 100. */
export interface CarPlacement {
  /** uu */
  readonly position: Vector;
  /** uu/s */
  readonly velocity?: Vector;
  /** rad/s */
  readonly angularVelocity?: Vector;
  /** Rotation about the vertical axis, in rad: 0 faces +x, pi/2 faces +y. */
  readonly yaw?: number;
  /** Nose up, in rad. */
  readonly pitch?: number;
  /** rad */
  readonly roll?: number;
  /** Instead of the angles: the car's forward and up axes, orthogonal unit vectors. */
  readonly forward?: Vector;
  readonly up?: Vector;
  /** 0 to 100 */
  readonly boost?: number;
  /** Default: on the ground when it starts below z = 20 on a field that has a floor. */
  readonly onGround?: boolean;
  readonly hasJumped?: boolean;
}

const ZERO: Vector = [0, 0, 0];
/** Tick of what has never happened. */
const NEVER = -1e9;
/** A car that is placed lower stands on its wheels, in uu: at rest its origin is at 17. */
export const STANDING_Z = 20;

/** Puts the ball somewhere. */
export function placeBall({ state }: World, placement: BallPlacement): void {
  state.ballPosition.set(placement.position);
  state.ballVelocity.set(placement.velocity ?? ZERO);
  state.ballAngularVelocity.set(placement.angularVelocity ?? ZERO);
}

/** Puts a car somewhere, as if it had just been made. */
export function placeCar({ state }: World, car: number, placement: CarPlacement, hasFloor: boolean): void {
  const at = 3 * car;
  state.clearCar(car);
  state.position.set(placement.position, at);
  state.velocity.set(placement.velocity ?? ZERO, at);
  state.angularVelocity.set(placement.angularVelocity ?? ZERO, at);
  placeAxes(state, at, placement);
  state.boost[car] = placement.boost ?? BOOST_MAX;
  state.onGround[car] = (placement.onGround ?? (hasFloor && placement.position[2] < STANDING_Z)) ? 1 : 0;
  state.hasJumped[car] = placement.hasJumped === true ? 1 : 0;
  state.ballTouchTick[car] = NEVER;
  state.ballImpulseTick[car] = NEVER;
}

function placeAxes(state: SimulationState, at: number, { yaw, pitch, roll, forward, up }: CarPlacement): void {
  if (forward === undefined || up === undefined) {
    // In single precision, as the reference keeps them: what is called a roll of pi is 9e-8 more, which decides the corner
    // that touches first when a car falls flat on its roof. Yaw decides nothing, and stays exact for the sake of symmetry.
    axesFromAngles(yaw ?? 0, Math.fround(pitch ?? 0), Math.fround(roll ?? 0), state.forward, state.right, state.up, at);
    return;
  }
  const [fx, fy, fz] = forward;
  const [ux, uy, uz] = up;
  state.forward.set(forward, at);
  state.up.set(up, at);
  state.right.set([uy * fz - uz * fy, uz * fx - ux * fz, ux * fy - uy * fx], at);
}
