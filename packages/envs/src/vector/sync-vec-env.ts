import type { BatchEnv, BatchStep } from '../batch-env.ts';
import type { EnvState } from '../env.ts';
import { expectActions, expectSavesState, expectStates } from './arguments.ts';
import { BatchFields } from './batch-fields.ts';
import { newBatchStep } from './batch-step.ts';
import { environmentSeed } from './environment-seed.ts';
import { ResultCheck } from './result-check.ts';
import type { VecEnv } from './vec-env.ts';

/** Options of `SyncVecEnv`. */
export interface SyncVecEnvOptions {
  /** What errors call the environments, such as 'CartPole-v1'. */
  readonly name?: string | undefined;
  /** The index of the first environment within a larger set, as the batch has it: for seeds and errors. Default 0. */
  readonly firstIndex?: number | undefined;
  /** Memory for the results, as from `newBatchStep`. Default: its own. */
  readonly out?: BatchStep | undefined;
}

/** The state of one environment, and how far its episode is. */
interface SavedEnvironment {
  readonly steps: number;
  readonly environment: EnvState;
}

/**
 * Environments in this thread, at little more than the cost of the batch: a step allocates nothing but its promise. A
 * reward or an observation that is not finite, or a mask that allows no action, is an `EnvironmentError` that names the
 * environment, the step and the field.
 *
 * @example
 * const { makeBatch } = await loadEnvironment('CartPole-v1');
 * await using environments = new SyncVecEnv(makeBatch(8));
 * await environments.reset(1);
 * const { rewards } = await environments.step(new Float32Array(8)); // all of them to the left
 * rewards; // => Float64Array.of(1, 1, 1, 1, 1, 1, 1, 1)
 */
export class SyncVecEnv extends BatchFields implements VecEnv {
  readonly #batch: BatchEnv;
  readonly #firstIndex: number;
  readonly #out: BatchStep;
  readonly #check: ResultCheck;
  #phase: 'new' | 'running' | 'closed' = 'new';

  constructor(batch: BatchEnv, options: SyncVecEnvOptions = {}) {
    super(batch, batch.rows / batch.teams.length);
    const { name, firstIndex = 0, out = newBatchStep(batch, batch.rows) } = options;
    this.#batch = batch;
    this.#firstIndex = firstIndex;
    this.#out = out;
    this.#check = new ResultCheck({ layout: batch, environments: this.environments, name, firstIndex });
  }

  async reset(seed?: number): Promise<BatchStep> {
    this.#expectOpen();
    // Environments that never had a seed would all begin alike.
    const base = seed ?? (this.#phase === 'new' ? 0 : undefined);
    this.#clearOutcome();
    for (let environment = 0; environment < this.environments; environment++) {
      const own = base === undefined ? undefined : environmentSeed(base, this.#firstIndex + environment);
      this.#batch.reset(environment, own, this.#out);
      this.#check.begin(environment, 0, this.#out);
    }
    this.#phase = 'running';
    return this.#out;
  }

  async step(actions: Float32Array): Promise<BatchStep> {
    this.#expectRunning();
    expectActions(this, actions);
    this.#batch.step(actions, this.#out);
    this.#check.step(this.#out);
    return this.#out;
  }

  async saveState(): Promise<EnvState[]> {
    expectSavesState(this);
    this.#expectRunning();
    return Array.from({ length: this.environments }, (_, environment): SavedEnvironment => {
      return { steps: this.#check.episodeSteps(environment), environment: this.#batch.saveState?.(environment) };
    });
  }

  async loadState(states: readonly EnvState[]): Promise<BatchStep> {
    expectSavesState(this);
    expectStates(this, states);
    this.#expectOpen();
    this.#clearOutcome();
    for (const [index, state] of states.entries()) {
      const { steps, environment } = state as SavedEnvironment;
      this.#batch.loadState?.(index, environment, this.#out);
      this.#check.begin(index, steps, this.#out);
    }
    this.#phase = 'running';
    return this.#out;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#batch.close?.();
  }

  /** After a reset nothing has been rewarded and nothing has ended. */
  #clearOutcome(): void {
    const { rewards, rewardParts, terminated, truncated, outcomes } = this.#out;
    for (const array of [rewards, rewardParts, terminated, truncated, outcomes]) array.fill(0);
  }

  #expectOpen(): void {
    if (this.#phase === 'closed') throw new Error('the environments are closed');
  }

  #expectRunning(): void {
    this.#expectOpen();
    if (this.#phase === 'new') throw new Error('reset or loadState comes before the first step');
  }
}
