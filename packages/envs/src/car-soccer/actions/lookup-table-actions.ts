import { ConfigurationError } from '@longplay/runtime';
import { discrete } from '../../spaces.ts';
import { ANALOG, CONTROLS, type ActionParser } from './action-parser.ts';

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

/** The rows for driving alone, without jumps: a quarter of the choices, for tasks on the ground. */
export const drivingTable: readonly (readonly number[])[] = [...groundRows()];

/**
 * One of the rows of a table of controls.
 *
 * @param table - rows of 8: throttle, steer, pitch, yaw and roll in [-1, 1]; jump, boost and handbrake 0 or 1.
 *   Default: the 90 of `actionTable`
 * @throws ConfigurationError when a row is anything else, or there is none
 *
 * @example
 * lookupTableActions().space; // => { type: 'discrete', n: 90 }
 * lookupTableActions(drivingTable).space; // => { type: 'discrete', n: 24 }
 */
export function lookupTableActions(table: readonly (readonly number[])[] = actionTable): ActionParser {
  const wrong = table.findIndex((row) => !isControls(row));
  if (table.length === 0 || wrong >= 0) {
    const what = table.length === 0 ? 'has no rows' : `has [${table[wrong]!.join(', ')}] in row ${wrong}`;
    throw new ConfigurationError(`the table of actions ${what}`, {
      cure: 'give rows of 8: five numbers in [-1, 1], then three that are 0 or 1',
    });
  }
  const rows = Float64Array.from(table.flat());
  return {
    space: discrete(table.length),
    parse(actions, at, controls, to) {
      const from = actions[at]! * CONTROLS;
      for (let i = 0; i < CONTROLS; i++) controls[to + i] = rows[from + i]!;
    },
  };
}

function isControls(row: readonly number[]): boolean {
  return row.length === CONTROLS && row.every((value, i) => (i < ANALOG ? Math.abs(value) <= 1 : isButton(value)));
}

function isButton(value: number): boolean {
  return value === 0 || value === 1;
}
