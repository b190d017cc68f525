import {
  BALL_WORLD_FRICTION,
  BALL_WORLD_RESTITUTION,
  CAR_BALL_FRICTION,
  CAR_BALL_RESTITUTION,
  CAR_CAR_FRICTION,
  CAR_CAR_RESTITUTION,
  CAR_WORLD_FRICTION,
  CAR_WORLD_RESTITUTION,
} from './constants.ts';
import { FIELD } from './contacts.ts';

/** Friction between two bodies: 0 the ball, i car i - 1; B may be FIELD. */
export function frictionOf(a: number, b: number): number {
  if (b === FIELD) return a === 0 ? BALL_WORLD_FRICTION : CAR_WORLD_FRICTION;
  return b === 0 ? CAR_BALL_FRICTION : CAR_CAR_FRICTION;
}

/** Share of the speed of an impact with which they part. */
export function restitutionOf(a: number, b: number): number {
  if (b === FIELD) return a === 0 ? BALL_WORLD_RESTITUTION : CAR_WORLD_RESTITUTION;
  return b === 0 ? CAR_BALL_RESTITUTION : CAR_CAR_RESTITUTION;
}
