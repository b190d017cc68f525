import type { BatchLayout, BatchStep } from '../batch-env.ts';
import type { EnvState } from '../env.ts';

/**
 * A fixed number of environments behind one asynchronous interface, wherever they run. The arrays of a result belong to
 * the VecEnv and hold until its next call. One call at a time.
 */
export interface VecEnv extends BatchLayout, AsyncDisposable {
  /** How many environments. */
  readonly rows: number;
  /** Whether `saveState` and `loadState` work: whether the environments have them. */
  readonly savesState: boolean;
  /** Starts a new episode everywhere; with a seed, environment i gets the seed `environmentSeed(seed, i)`. */
  reset(seed?: number): Promise<BatchStep>;
  /** One step of every environment; all of them are sent their actions before any result is awaited. */
  step(actions: Float32Array): Promise<BatchStep>;
  /** The state of each environment. @throws Error where `savesState` is false. */
  saveState(): Promise<EnvState[]>;
  /** @throws Error where `savesState` is false; RangeError when there is not one state for each environment. */
  loadState(states: readonly EnvState[]): Promise<BatchStep>;
}
