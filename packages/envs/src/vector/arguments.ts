import type { EnvState } from '../env.ts';
import type { VecEnv } from './vec-env.ts';

/** @throws RangeError unless there is one action for each agent */
export function expectActions({ rows, actionSize }: VecEnv, actions: Float32Array): void {
  if (actions.length === rows * actionSize) return;
  throw new RangeError(
    `the actions of ${rows} agents are ${rows} x ${actionSize} numbers; got ${actions.length} numbers`,
  );
}

/** @throws Error where environments cannot save their state */
export function expectSavesState({ savesState }: VecEnv): void {
  if (!savesState) throw new Error('these environments have no saveState and loadState: look at savesState first');
}

/** @throws RangeError unless there is one state for each environment */
export function expectStates({ environments }: VecEnv, states: readonly EnvState[]): void {
  if (states.length === environments) return;
  throw new RangeError(`${environments} environments have ${environments} states; got ${states.length}`);
}
