/**
 * MountainCarContinuous-v0: the car of `MountainCar-v0` with an engine that pushes as hard as it is told, and pays for
 * it. Equal to Gymnasium's [0], which keeps the state in 32 bits from the first step on.
 *
 * [0] https://gymnasium.farama.org/environments/classic_control/mountain_car_continuous
 */
import type { BatchStep } from '../batch-env.ts';
import { box } from '../spaces.ts';
import { MAX_POSITION, MAX_SPEED, MIN_POSITION, Valley } from './mountain-car-valley.ts';
import { cos } from './sincos.ts';

const { fround } = Math;
/** The 32-bit numbers that Gymnasium's constants become beside a 32-bit state. */
const LEFT_END = fround(MIN_POSITION);
const RIGHT_END = fround(MAX_POSITION);
const TOP_SPEED = fround(MAX_SPEED);
const GOAL = fround(0.45);
const POWER = 0.0015;
const GRAVITY = 0.0025;

export class MountainCarContinuous extends Valley {
  readonly id = 'MountainCarContinuous-v0';
  readonly actionSpace = box(-1, 1);
  readonly timeLimit = 999;
  protected readonly goal = GOAL;

  /** Only the position in which an episode begins has 64 bits. */
  advance(actions: Float32Array, { observations, rewards, terminated }: BatchStep): void {
    const { state } = this;
    for (let row = 0, at = 0; at < state.length; row++, at += 2) {
      let position = state[at]!;
      let velocity = state[at + 1]!;
      const action = actions[row]!;
      const begins = position !== fround(position); // the only position with 64 bits
      const pull = GRAVITY * cos(begins ? 3 * position : fround(3 * position));
      // An action out of bounds is replaced by a 64-bit bound, and the difference is then rounded only once.
      const push =
        action > 1 ? POWER - pull : action < -1 ? -POWER - pull : fround(action * fround(POWER)) - fround(pull);
      velocity = fround(velocity + fround(push));
      velocity = Math.max(-TOP_SPEED, Math.min(TOP_SPEED, velocity));
      position = Math.max(LEFT_END, Math.min(RIGHT_END, fround(position + velocity)));
      if (position === LEFT_END && velocity < 0) velocity = 0;
      const reached = position >= GOAL && velocity >= 0;
      observations[at] = state[at] = position;
      observations[at + 1] = state[at + 1] = velocity;
      rewards[row] = (reached ? 100 : 0) - action * action * 0.1;
      terminated[row] = reached ? 1 : 0;
    }
  }
}
