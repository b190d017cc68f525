/**
 * Synthetic-v0: as many numbers and actions as one likes, at no cost, to measure a trainer without its environment. An
 * episode shows the rows of a fixed random table in their order, from a random one on; each row has one action that
 * pays 1.
 */
import { Random } from '@longplay/runtime';
import { z } from 'zod';
import type { BatchStep } from './batch-env.ts';
import type { Dynamics } from './dynamics/dynamics.ts';
import { colors, type Scene } from './dynamics/scene.ts';
import { box, discrete, type Box, type Discrete } from './spaces.ts';

/** The options of Synthetic-v0. */
export const syntheticOptions = z.strictObject({
  observations: z.int().positive().default(107).describe('numbers in an observation'),
  actions: z.int().positive().default(90).describe('actions to choose from'),
  episodeLength: z.int().positive().default(1000).describe('steps of an episode'),
});

/** Rows of the table: 1 MB at 1000 numbers a row. */
const TABLE_ROWS = 256;

export class Synthetic implements Dynamics {
  readonly id = 'Synthetic-v0';
  readonly observationSpace: Box;
  readonly actionSpace: Discrete;
  readonly timeLimit: number;
  readonly stateSize = 1;
  /** The row of the table that is shown. */
  readonly state: Float64Array;
  readonly #table: readonly Float32Array[];
  readonly #bestActions: Uint32Array;

  constructor(rows: number, { observations, actions, episodeLength }: z.output<typeof syntheticOptions>) {
    const random = Random.from(0);
    this.observationSpace = box(-1, 1, observations);
    this.actionSpace = discrete(actions);
    this.timeLimit = episodeLength;
    this.state = new Float64Array(rows);
    const row = () => Float32Array.from({ length: observations }, () => 2 * random.float() - 1);
    this.#table = Array.from({ length: TABLE_ROWS }, row);
    this.#bestActions = Uint32Array.from({ length: TABLE_ROWS }, () => random.int(actions));
  }

  begin(row: number, random: Random): void {
    this.state[row] = random.int(TABLE_ROWS);
  }

  observe(row: number, observations: Float32Array): void {
    const shown = this.#table[this.state[row]!]!;
    observations.set(shown, row * shown.length);
  }

  advance(actions: Float32Array, { observations, rewards, terminated }: BatchStep): void {
    for (let row = 0; row < this.state.length; row++) {
      const shown = this.state[row]!;
      rewards[row] = actions[row] === this.#bestActions[shown] ? 1 : 0;
      terminated[row] = 0;
      this.state[row] = (shown + 1) % TABLE_ROWS;
      this.observe(row, observations);
    }
  }

  /** The observation as bars. */
  scene(row: number): Scene {
    const shown = this.#table[this.state[row]!]!;
    const bars = Array.from(
      shown,
      (value, i) =>
        [
          [i, 0],
          [i, value],
        ] as const,
    );
    return {
      left: -1,
      right: shown.length,
      bottom: -1,
      top: 1,
      shapes: bars.map((points) => ({ points, width: 0.6, color: colors.body })),
    };
  }
}
