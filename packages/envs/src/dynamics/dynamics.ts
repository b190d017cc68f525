import type { Random } from '@longplay/runtime';
import type { BatchStep } from '../batch-env.ts';
import type { Box, Discrete } from '../spaces.ts';
import type { Scene } from './scene.ts';

/**
 * The physics of one system, for many copies of it at once: the rows of `state`. Time limits, new episodes and random
 * streams are not its business: `DynamicsEnv` and `DynamicsBatch` add them.
 */
export interface Dynamics {
  /** The environment's id, for errors. */
  readonly id: string;
  readonly observationSpace: Box;
  readonly actionSpace: Discrete | Box;
  /** Steps after which an episode is truncated. */
  readonly timeLimit: number;
  /** [rows, stateSize] */
  readonly state: Float64Array;
  readonly stateSize: number;
  /** Draws the state in which an episode of the row begins. */
  begin(row: number, random: Random): void;
  /** Writes the observation of a row into its row of `observations`. */
  observe(row: number, observations: Float32Array): void;
  /**
   * One step of all rows: from the actions to the state, `out.observations`, `out.rewards` and `out.terminated`.
   * Nothing else of `out` is touched. `actions`: [rows, actionSize], not checked.
   */
  advance(actions: Float32Array, out: BatchStep): void;
  /** What the row looks like. */
  scene(row: number): Scene;
}

/** Makes the physics for a number of rows. */
export type DynamicsOf = (rows: number) => Dynamics;

/** The state of an episode of a `Dynamics`, as JSON; the two forms, single and batch, can load each other's. */
export interface DynamicsState {
  /** The row of `Dynamics.state`. */
  readonly state: readonly number[];
  /** Steps since the episode began; -1 when it has ended. */
  readonly elapsed: number;
  /** The words of the random stream. */
  readonly random: readonly number[];
}
