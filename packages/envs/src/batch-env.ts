import type { EnvState } from './env.ts';
import type { Space } from './spaces.ts';

/**
 * What the spaces come to when rows of them lie in typed arrays. Observations are flattened (`flatten`); an action is a
 * row of `actionSize` numbers: 1 for Discrete, one each for the others.
 */
export interface BatchLayout {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** Numbers in a flattened observation. */
  readonly observationSize: number;
  /** Numbers in an action. */
  readonly actionSize: number;
  /** Flags in the mask of legal actions; 0: every action is always legal. */
  readonly maskSize: number;
  /** The names of the reward's parts; empty where it has none. */
  readonly rewardParts: readonly string[];
  /**
   * The team of each agent of one environment, counted from 0: `[0]` where there is one agent, `[0, 1]` where one plays
   * another, `[0, 0, 1, 1]` for two against two.
   */
  readonly teams: readonly number[];
}

/**
 * Where the results of a step go, row by row: one row for each agent. The agents of an environment follow each other, in
 * the order of `BatchLayout.teams`, and their episodes begin and end together.
 */
export interface BatchStep {
  /** [rows, observationSize]: after the step; where the episode has ended, the first one of the next episode. */
  readonly observations: Float32Array;
  /** [rows, observationSize]: the last observation of an episode; only the rows that ended hold anything. */
  readonly finalObservations: Float32Array;
  /** [rows] */
  readonly rewards: Float64Array;
  /** [rows], 1 where the episode has come to an end of its own. */
  readonly terminated: Uint8Array;
  /** [rows], 1 where the episode was cut off. */
  readonly truncated: Uint8Array;
  /** [rows, maskSize], of the observations. */
  readonly masks: Uint8Array;
  /** [rows, rewardParts.length] */
  readonly rewardParts: Float64Array;
  /**
   * [rows], 1 where the agent has won the episode that ended, -1 where it has lost, 0 for neither; only the rows that
   * ended hold anything. It stays 0 where there is one team.
   */
  readonly outcomes: Int8Array;
}

/**
 * Many environments of one kind, stepped together over typed arrays, without an object for each step. An episode that
 * ends starts anew in the same step. Each environment depends on its own seed and actions only, never on the others.
 */
export interface BatchEnv extends BatchLayout {
  /** Agents in all: environments x `teams.length`. */
  readonly rows: number;
  /**
   * Starts a new episode in one environment; with a seed its random stream starts afresh.
   * Writes the first observations of its agents, and their masks, into its rows of `out`.
   */
  reset(environment: number, seed: number | undefined, out: BatchStep): void;
  /** One step of every environment. `actions`: [rows, actionSize]; whole numbers for the discrete spaces. */
  step(actions: Float32Array, out: BatchStep): void;
  /** Everything that the future of an environment depends on, its present observations included. */
  saveState?(environment: number): EnvState;
  /** Puts an environment into a saved state, and writes its observations and masks into its rows of `out`. */
  loadState?(environment: number, state: EnvState, out: BatchStep): void;
  close?(): void;
}
