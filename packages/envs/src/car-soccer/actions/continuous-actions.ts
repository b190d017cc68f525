import { box } from '../../spaces.ts';
import { ANALOG, CONTROLS, type ActionParser } from './action-parser.ts';

/**
 * Eight numbers in [-1, 1], one for each control: throttle, steer, pitch, yaw and roll as they are, clipped; jump, boost
 * and handbrake are pressed above 0.
 *
 * @example
 * continuousActions().space; // => box(-1, 1, 8)
 */
export function continuousActions(): ActionParser {
  return {
    space: box(-1, 1, CONTROLS),
    parse(actions, at, controls, to) {
      for (let i = 0; i < ANALOG; i++) controls[to + i] = Math.max(-1, Math.min(1, actions[at + i]!));
      for (let i = ANALOG; i < CONTROLS; i++) controls[to + i] = actions[at + i]! > 0 ? 1 : 0;
    },
  };
}
