import type { WorkerContext } from '@longplay/runtime';
import type { BatchStep } from '../batch-env.ts';
import type { EnvState } from '../env.ts';
import { loadEnvironment } from '../load-environment.ts';
import { rowsOfStep } from './batch-step.ts';
import { environmentPart } from './environment-part.ts';
import { StepSignal } from './step-signal.ts';
import { SyncVecEnv } from './sync-vec-env.ts';

/** What every worker of a `WorkerVecEnv` gets. */
export interface VecEnvWorkerData {
  readonly environment: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** How many environments all workers have together. */
  readonly environments: number;
  /** Where all of them meet, in shared memory; without it, arguments and results travel as copies. */
  readonly memory: VecEnvMemory | undefined;
}

/** The actions and the results of all environments. */
export interface VecEnvMemory {
  /** [rows, actionSize] */
  readonly actions: Float32Array;
  readonly step: BatchStep;
  /** What steps are requested by. */
  readonly requests: Int32Array;
}

/** One worker's part of the environments of a `WorkerVecEnv`. */
export const create = async ({ index, workers, data, signal }: WorkerContext<VecEnvWorkerData>) => {
  const { memory } = data;
  const { first, count } = environmentPart(data.environments, index, workers);
  const factory = await loadEnvironment(data.environment, data.options);
  const batch = factory.makeBatch(count, first);
  const agents = batch.teams.length;
  const out = memory && rowsOfStep(memory.step, batch, first * agents, count * agents);
  const environments = new SyncVecEnv(batch, { name: factory.name, firstIndex: first, out });
  signal.addEventListener('abort', () => void environments[Symbol.asyncDispose]());
  const reply = (step: BatchStep) => (memory === undefined ? step : undefined);
  return {
    reset: async (seed: number | undefined) => reply(await environments.reset(seed)),
    step: async (sent: Float32Array) => reply(await environments.step(sent)),
    /** Steps on the actions in shared memory, whenever one after `lastRequest` is requested, until it is dismissed. */
    async serve(lastRequest: number): Promise<void> {
      if (memory === undefined) throw new Error('without shared memory no step can be served');
      const size = agents * batch.actionSize;
      const actions = memory.actions.subarray(first * size, (first + count) * size);
      const requests = new StepSignal(memory.requests, lastRequest);
      while (requests.waitForRequest()) {
        await environments.step(actions);
        requests.done();
      }
    },
    saveState: () => environments.saveState(),
    loadState: async (states: readonly EnvState[]) => reply(await environments.loadState(states)),
  };
};
