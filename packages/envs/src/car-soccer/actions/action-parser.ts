import type { Box, Discrete } from '../../spaces.ts';

/** Controls of a car: throttle, steer, pitch, yaw, roll in [-1, 1]; jump, boost, handbrake 0 or 1. */
export const CONTROLS = 8;
/** The first five are analog, the others buttons. */
export const ANALOG = 5;

/** What an agent chooses from, and what the car then does. */
export interface ActionParser {
  readonly space: Discrete | Box;
  /**
   * Turns an action into the controls of a car, which are held until the next decision. Allocates nothing.
   *
   * @param actions - rows of `actionSize(space)` numbers; the action begins at `at`
   * @param controls - rows of 8 (`CONTROLS`); the car's begin at `to`
   */
  parse(actions: Float32Array, at: number, controls: Float64Array, to: number): void;
}
