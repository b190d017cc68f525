import type { BatchLayout, BatchStep } from '../batch-env.ts';
import type { EnvState } from '../env.ts';

/**
 * A fixed number of environments behind one asynchronous interface, wherever they run. The arrays of a result belong to
 * the VecEnv and hold until its next call. One call at a time. `checkVecEnv` says what is wrong with one.
 *
 * Calls throw an `EnvironmentError` when an environment gives what it must not, which a worker reports in its
 * `WorkerError`; and an `Error` when they come at the wrong time: before the first reset, or after the end.
 */
export interface VecEnv extends BatchLayout, AsyncDisposable {
  readonly environments: number;
  /** Agents in all, a row each: environments x `teams.length`. */
  readonly rows: number;
  /** Whether `saveState` and `loadState` work: whether the environments have them. */
  readonly savesState: boolean;
  /**
   * Starts a new episode everywhere. With a seed, environment i gets the seed `environmentSeed(seed, i)`; without one,
   * the random streams go on, and the first time the seed is 0. Rewards are 0 in the result, and nothing has ended.
   */
  reset(seed?: number): Promise<BatchStep>;
  /**
   * One step of every environment; all of them are sent their actions before any result is awaited.
   *
   * @param actions - [rows, actionSize]
   * @throws RangeError when there is not one action for each agent
   */
  step(actions: Float32Array): Promise<BatchStep>;
  /** The state of each environment, as JSON. @throws Error where `savesState` is false. */
  saveState(): Promise<EnvState[]>;
  /**
   * Goes on from saved states; the result is as after a reset.
   *
   * @throws Error where `savesState` is false; RangeError when there is not one state for each environment
   */
  loadState(states: readonly EnvState[]): Promise<BatchStep>;
}
