import {
  detectCores,
  openWorkers,
  sharedArray,
  workerCount,
  type DeadlineOptions,
  type Logger,
  type WorkerGroup,
  type WorkerKind,
} from '@longplay/runtime';
import type { BatchEnv, BatchLayout, BatchStep } from '../batch-env.ts';
import type { EnvState } from '../env.ts';
import { loadEnvironment } from '../load-environment.ts';
import { expectActions, expectSavesState, expectStates } from './arguments.ts';
import { BatchFields } from './batch-fields.ts';
import { newBatchStep, rowsOfStep, setStep } from './batch-step.ts';
import { environmentPart, type EnvironmentPart } from './environment-part.ts';
import { ServedSteps } from './served-steps.ts';
import { newStepSignalMemory } from './step-signal.ts';
import type { VecEnv } from './vec-env.ts';
import type { VecEnvMemory } from './vec-env.worker.ts';

type Workers = WorkerGroup<typeof import('./vec-env.worker.ts')>;

/** Options of `WorkerVecEnv.open`. */
export interface WorkerVecEnvOptions {
  /** What `loadEnvironment` takes: a registered id, a module, a package's export. */
  readonly environment: string;
  /** Options of the environment. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** How many environments. */
  readonly environments: number;
  /** How many workers; 0 or 'auto': the cores this process may use; 1: the main thread. Never more than environments. */
  readonly workers?: number | 'auto' | undefined;
  /** Threads share memory with the caller; processes get copies. Default 'threads'. */
  readonly kind?: WorkerKind | undefined;
  /** When a worker counts as stuck. */
  readonly deadline?: DeadlineOptions | undefined;
  /** Bound of each worker's JavaScript heap, MiB. */
  readonly memoryLimit?: number | undefined;
  /** Aborting it ends the workers at once. */
  readonly signal?: AbortSignal | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Environments spread over workers, several to a worker. The results are the same bits for any number and kind of
 * workers. A step costs some 10 us in threads, which share memory, and 150 us in processes, beside that of the slowest
 * worker: environments that cost less are better off in a `SyncVecEnv`.
 *
 * When an environment or its worker fails, the step is a `WorkerError`, and the others have gone on. Close this one, open
 * another, and load the last saved states.
 *
 * @example
 * await using environments = await WorkerVecEnv.open({ environment: 'CartPole-v1', environments: 8, workers: 2 });
 * await environments.reset(1);
 * const { rewards } = await environments.step(new Float32Array(8)); // all of them to the left
 * rewards; // => Float64Array.of(1, 1, 1, 1, 1, 1, 1, 1)
 */
export class WorkerVecEnv extends BatchFields implements VecEnv {
  readonly #workers: Workers;
  readonly #memory: VecEnvMemory;
  /** How threads step; with processes and in the main thread, a step is a call like the others. */
  readonly #served: ServedSteps | undefined;
  #underWay: string | undefined;
  #closed = false;

  private constructor(batch: BatchEnv, environments: number, workers: Workers, memory: VecEnvMemory) {
    super(batch, environments);
    this.#workers = workers;
    this.#memory = memory;
    this.#served = workers.kind === 'threads' ? new ServedSteps(workers, memory.requests) : undefined;
  }

  /**
   * Starts the workers and makes the environments in them.
   *
   * @throws ConfigurationError when the environment does not exist or the number of workers is impossible; RangeError
   * when the number of environments is; WorkerError when a worker does not start. Nothing is left running then.
   */
  static async open(options: WorkerVecEnvOptions): Promise<WorkerVecEnv> {
    const { environments, workers = 'auto', kind = 'threads', deadline, memoryLimit, signal, logger } = options;
    if (!(Number.isSafeInteger(environments) && environments >= 1)) {
      throw new RangeError(`environments must be a whole number from 1, and is ${environments}`);
    }
    const factory = await loadEnvironment(options.environment, options.options);
    // One environment that is never stepped tells what the others will be like.
    const like = factory.makeBatch(1);
    like.close?.();
    const size = Math.min(workerCount(workers, detectCores()), environments);
    const memory = newMemory(like, environments);
    const { name, options: ownOptions } = factory;
    const shared = kind === 'threads' || size === 1;
    const group: Workers = await openWorkers({
      module: import.meta.resolve('@longplay/envs/vec-env-worker'),
      workers: size,
      kind,
      data: { environment: name, options: ownOptions, environments, memory: shared ? memory : undefined },
      deadline,
      memoryLimit,
      signal,
      logger,
    });
    return new WorkerVecEnv(like, environments, group, memory);
  }

  reset(seed?: number): Promise<BatchStep> {
    return this.#alone('reset', async () => {
      const workers = await this.#listening();
      return this.#collect(await workers.broadcast('reset', [seed]));
    });
  }

  step(actions: Float32Array): Promise<BatchStep> {
    return this.#alone('step', async () => {
      expectActions(this, actions);
      this.#memory.actions.set(actions);
      if (this.#served === undefined) {
        return this.#collect(await this.#workers.gather('step', (index) => [this.#actionsOf(index)]));
      }
      await this.#served.step();
      return this.#memory.step;
    });
  }

  saveState(): Promise<EnvState[]> {
    return this.#alone('saveState', async () => {
      expectSavesState(this);
      const workers = await this.#listening();
      return (await workers.broadcast('saveState', [])).flat();
    });
  }

  loadState(states: readonly EnvState[]): Promise<BatchStep> {
    return this.#alone('loadState', async () => {
      expectSavesState(this);
      expectStates(this, states);
      const statesOf = (index: number) => {
        const { first, count } = this.#part(index);
        return states.slice(first, first + count);
      };
      const workers = await this.#listening();
      return this.#collect(await workers.gather('loadState', (index) => [statesOf(index)]));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#served?.end().catch(() => {}); // a failure that no call was there to report
    await this.#workers.close();
  }

  /** The workers, when they serve no steps and hear other calls. */
  async #listening(): Promise<Workers> {
    await this.#served?.end();
    return this.#workers;
  }

  /** The results of all workers: where they did not write them into shared memory, they are copied. */
  #collect(parts: readonly (BatchStep | undefined)[]): BatchStep {
    const { step } = this.#memory;
    for (const [index, part] of parts.entries()) {
      if (part === undefined) continue;
      const { first, count } = this.#rowsOf(index);
      setStep(rowsOfStep(step, this, first, count), part);
    }
    return step;
  }

  #actionsOf(index: number): Float32Array {
    const { first, count } = this.#rowsOf(index);
    return this.#memory.actions.subarray(first * this.actionSize, (first + count) * this.actionSize);
  }

  #part(index: number): EnvironmentPart {
    return environmentPart(this.environments, index, this.#workers.size);
  }

  /** The rows of a worker's part. */
  #rowsOf(index: number): EnvironmentPart {
    const { first, count } = this.#part(index);
    return { first: first * this.teams.length, count: count * this.teams.length };
  }

  /** Two calls at once would write into the same memory. */
  async #alone<T>(name: string, call: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error('the environments are closed');
    const other = this.#underWay;
    if (other !== undefined) throw new Error(`${name} was called while ${other} is under way: await it`);
    this.#underWay = name;
    try {
      return await call();
    } finally {
      this.#underWay = undefined;
    }
  }
}

function newMemory(layout: BatchLayout, environments: number): VecEnvMemory {
  const rows = environments * layout.teams.length;
  return {
    actions: sharedArray('float32', [rows, layout.actionSize]).data,
    step: newBatchStep(layout, rows, { shared: true }),
    requests: newStepSignalMemory(),
  };
}
