import type { BatchEnv, BatchStep } from './batch-env.ts';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from './env.ts';
import { describeMismatch } from './space-values.ts';
import { box, type Box } from './spaces.ts';
import { newBatchStep } from './vector/batch-step.ts';

/** Where an environment stands: in an episode, or after one, when the next has begun unseen. */
interface EnvOfState {
  readonly phase: Phase;
  readonly batch: EnvState;
}

type Phase = 'new' | 'running' | 'ended';

/**
 * A batch of one environment of one agent as a plain environment: the other way round than `batchOf`. It takes actions
 * beyond the bounds of its space too, as the batch does.
 *
 * @param name - what errors call it.
 */
export function envOf(
  batch: BatchEnv & { readonly observationSpace: Box; readonly actionSpace: Box },
  name: string,
): Env<Float32Array, ArrayLike<number>> {
  return new BatchOfOne(batch, name);
}

class BatchOfOne implements Env<Float32Array, ArrayLike<number>> {
  readonly observationSpace: Box;
  readonly actionSpace: Box;
  readonly rewardParts: readonly string[];
  readonly #batch: BatchEnv;
  readonly #name: string;
  readonly #accepted: Box;
  readonly #out: BatchStep;
  #phase: Phase = 'new';

  constructor(batch: BatchEnv & { readonly observationSpace: Box; readonly actionSpace: Box }, name: string) {
    this.observationSpace = batch.observationSpace;
    this.actionSpace = batch.actionSpace;
    this.rewardParts = batch.rewardParts;
    this.#batch = batch;
    this.#name = name;
    this.#accepted = box(-Infinity, Infinity, batch.actionSize);
    this.#out = newBatchStep(batch, 1);
  }

  reset({ seed }: ResetOptions = {}): ResetResult<Float32Array> {
    // After an end the batch has begun the next episode already.
    if (this.#phase !== 'ended' || seed !== undefined) this.#batch.reset(0, seed, this.#out);
    this.#phase = 'running';
    return { observation: this.#out.observations.slice(), info: {} };
  }

  /** @throws RangeError when no episode is running, or there is no such action */
  step(action: ArrayLike<number>): StepResult<Float32Array> {
    if (this.#phase !== 'running') throw new RangeError(`${this.#name}: no episode is running; call reset before step`);
    const mismatch = describeMismatch(this.#accepted, action);
    if (mismatch !== undefined) throw new RangeError(`${this.#name}: no such action: ${mismatch}`);
    const { observations, finalObservations, rewards, rewardParts, terminated, truncated } = this.#out;
    this.#batch.step(Float32Array.from(action), this.#out);
    const ended = terminated[0] === 1 || truncated[0] === 1;
    if (ended) this.#phase = 'ended';
    return {
      observation: (ended ? finalObservations : observations).slice(),
      reward: rewards[0]!,
      terminated: terminated[0] === 1,
      truncated: truncated[0] === 1,
      info: { rewardParts: Object.fromEntries(this.rewardParts.map((part, i) => [part, rewardParts[i]!])) },
    };
  }

  saveState(): EnvState {
    return { phase: this.#phase, batch: this.#batch.saveState!(0) } satisfies EnvOfState;
  }

  loadState(state: EnvState): void {
    const { phase, batch } = state as EnvOfState;
    this.#batch.loadState!(0, batch, this.#out);
    this.#phase = phase;
  }
}
