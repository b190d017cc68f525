import { discrete } from '../../spaces.ts';
import { CONTROLS, type ActionParser } from './action-parser.ts';

const axis = [-1, 0, 1] as const;
const button = [0, 1] as const;

/** Driving: handbrake and boost; boost goes with full throttle only. The same stick steers and yaws. */
function* groundRows(): Generator<readonly number[]> {
  for (const throttle of axis)
    for (const steer of axis)
      for (const boost of button)
        for (const handbrake of button) {
          if (boost === 1 && throttle !== 1) continue;
          yield [throttle, steer, 0, steer, 0, 0, boost, handbrake];
        }
}

/**
 * Flying and jumping. A jump with a direction is a dodge, for which pitch and roll are enough; the rows without pitch,
 * roll and jump are driving ones. The handbrake comes with a dodge so that its landing slides.
 */
function* airRows(): Generator<readonly number[]> {
  for (const pitch of axis)
    for (const yaw of axis)
      for (const roll of axis)
        for (const jump of button)
          for (const boost of button) {
            if (jump === 1 && yaw !== 0) continue;
            if (pitch === 0 && roll === 0 && jump === 0) continue;
            const handbrake = jump === 1 && (pitch !== 0 || roll !== 0) ? 1 : 0;
            yield [boost, yaw, pitch, yaw, roll, jump, boost, handbrake];
          }
}

/**
 * The 90 useful combinations of a car's controls, a row each: throttle, steer, pitch, yaw, roll, jump, boost, handbrake.
 * The rows and their order are those that the community's discrete policies use, 24 of driving and 66 of flying.
 */
export const actionTable: readonly (readonly number[])[] = [...groundRows(), ...airRows()];

const flatTable = Float64Array.from(actionTable.flat());

/**
 * One of 90 actions, a row of `actionTable`.
 *
 * @example
 * lookupTableActions().space; // => { type: 'discrete', n: 90 }
 */
export function lookupTableActions(): ActionParser {
  return {
    space: discrete(actionTable.length),
    parse(actions, at, controls, to) {
      const from = actions[at]! * CONTROLS;
      for (let i = 0; i < CONTROLS; i++) controls[to + i] = flatTable[from + i]!;
    },
  };
}
