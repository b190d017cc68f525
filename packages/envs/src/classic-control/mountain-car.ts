/**
 * MountainCar-v0: a car in a valley is too weak to drive up the hill, and must swing itself up [0]. Equal to
 * Gymnasium's [1].
 *
 * [0] Moore, "Efficient Memory-based Learning for Robot Control", PhD thesis, Cambridge, 1990
 * [1] https://gymnasium.farama.org/environments/classic_control/mountain_car
 */
import type { BatchStep } from '../batch-env.ts';
import { discrete } from '../spaces.ts';
import { MAX_POSITION, MAX_SPEED, MIN_POSITION, Valley } from './mountain-car-valley.ts';
import { cos } from './sincos.ts';

const GOAL = 0.5;
const FORCE = 0.001;
const GRAVITY = 0.0025;

export class MountainCar extends Valley {
  readonly id = 'MountainCar-v0';
  readonly actionSpace = discrete(3);
  readonly timeLimit = 200;
  protected readonly goal = GOAL;

  advance(actions: Float32Array, { observations, rewards, terminated }: BatchStep): void {
    const { state } = this;
    for (let row = 0, at = 0; at < state.length; row++, at += 2) {
      let position = state[at]!;
      let velocity = state[at + 1]!;
      velocity += (actions[row]! - 1) * FORCE - cos(3 * position) * GRAVITY;
      velocity = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, velocity));
      position = Math.max(MIN_POSITION, Math.min(MAX_POSITION, position + velocity));
      if (position === MIN_POSITION && velocity < 0) velocity = 0;
      observations[at] = state[at] = position;
      observations[at + 1] = state[at + 1] = velocity;
      rewards[row] = -1;
      terminated[row] = position >= GOAL && velocity >= 0 ? 1 : 0;
    }
  }
}
