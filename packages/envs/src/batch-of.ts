import { isDeepStrictEqual } from 'node:util';
import { LongplayError } from '@longplay/runtime';
import { actionSize, decodeAction, maskSizeOf } from './actions.ts';
import type { BatchEnv, BatchStep } from './batch-env.ts';
import type { Env, EnvState, Info } from './env.ts';
import { describePlace, EnvironmentError } from './environment-error.ts';
import { flatSize, flatten } from './flatten.ts';
import type { Space, SpaceValue } from './spaces.ts';
import { maskProblem, observationProblem, rewardPartsProblem, rewardProblem, type Problem } from './step-problems.ts';

/** Options of `batchOf`. */
export interface BatchOfOptions {
  /** What errors call the environments. Default: the name of their class, where they have one. */
  readonly name?: string | undefined;
  /** The index of the first environment within a larger set: for errors. Default 0. */
  readonly firstIndex?: number | undefined;
}

/** The state of one row: that of its environment, and what the environment does not keep. */
interface RowState {
  readonly env: EnvState;
  readonly step: number;
  readonly observation: readonly number[];
  readonly mask: readonly number[];
}

/**
 * Plain environments as a batch. Whatever they give is checked, and what is wrong is an `EnvironmentError` that names
 * the environment, the step and the field. States can be saved where every environment can save its own.
 *
 * @throws RangeError when there is no environment; ConfigurationError when actions are of a Dict space
 * @throws EnvironmentError when the environments are not alike
 *
 * @example
 * const batch = batchOf([make('CartPole-v1'), make('CartPole-v1')]);
 * batch.rows; // => 2
 * batch.observationSize; // => 4
 */
export function batchOf(envs: readonly Env[], options: BatchOfOptions = {}): BatchEnv {
  return new EnvBatch(envs, options);
}

/** A batch of `rows` environments, each made anew. */
export function batchOfMany(make: () => Env, rows: number, options: BatchOfOptions): BatchEnv {
  return batchOf(Array.from({ length: rows }, make), options);
}

class EnvBatch implements BatchEnv {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly observationSize: number;
  readonly actionSize: number;
  readonly maskSize: number;
  readonly rewardParts: readonly string[];
  readonly teams = [0];
  readonly rows: number;
  readonly saveState?: (row: number) => EnvState;
  readonly loadState?: (row: number, state: EnvState, out: BatchStep) => void;
  readonly #envs: readonly Env[];
  readonly #name: string | undefined;
  readonly #firstIndex: number;
  /** Steps since the episode of each row began. */
  readonly #steps: Uint32Array;
  /** The present observation of each row, for its state. */
  readonly #observations: Float32Array;
  readonly #masks: Uint8Array;

  constructor(envs: readonly Env[], { name, firstIndex = 0 }: BatchOfOptions) {
    const [first] = envs;
    if (first === undefined) throw new RangeError('a batch has 1 environment or more; got none');
    this.rows = envs.length;
    this.observationSpace = first.observationSpace;
    this.actionSpace = first.actionSpace;
    this.observationSize = flatSize(first.observationSpace);
    this.actionSize = actionSize(first.actionSpace);
    this.maskSize = maskSizeOfEnv(first);
    this.rewardParts = first.rewardParts ?? [];
    this.#envs = envs;
    this.#name = name ?? classNameOf(first);
    this.#firstIndex = firstIndex;
    this.#steps = new Uint32Array(this.rows);
    this.#observations = new Float32Array(this.rows * this.observationSize);
    this.#masks = new Uint8Array(this.rows * this.maskSize);
    for (const [row, env] of envs.entries()) this.#checkAlike(row, env);
    if (envs.every((env) => env.saveState !== undefined && env.loadState !== undefined)) {
      this.saveState = (row) => this.#saveRow(row);
      this.loadState = (row, state, out) => this.#loadRow(row, state as RowState, out);
    }
  }

  reset(row: number, seed: number | undefined, out: BatchStep): void {
    this.#steps[row] = 0;
    const { observation } = this.#call(row, (env) => env.reset({ seed }));
    this.#observe(row, observation, out);
  }

  step(actions: Float32Array, out: BatchStep): void {
    for (let row = 0; row < this.rows; row++) this.#stepRow(row, actions, out);
  }

  close(): void {
    for (const env of this.#envs) env.close?.();
  }

  #stepRow(row: number, actions: Float32Array, out: BatchStep): void {
    this.#steps[row]! += 1;
    const action = decodeAction(this.actionSpace, actions, row * this.actionSize);
    const { observation, reward, terminated, truncated, info } = this.#call(row, (env) => env.step(action));
    this.#refuse(row, rewardProblem(reward));
    out.rewards[row] = reward;
    this.#writeRewardParts(row, info, out.rewardParts);
    out.terminated[row] = terminated ? 1 : 0;
    out.truncated[row] = truncated ? 1 : 0;
    if (terminated || truncated) {
      this.#writeObservation(row, observation, out.finalObservations);
      this.reset(row, undefined, out);
    } else {
      this.#observe(row, observation, out);
    }
  }

  /** Keeps the observation as the present one, with the mask that belongs to it. */
  #observe(row: number, observation: SpaceValue, out: BatchStep): void {
    this.#writeObservation(row, observation, out.observations);
    const from = row * this.observationSize;
    this.#observations.set(out.observations.subarray(from, from + this.observationSize), from);
    if (this.maskSize === 0) return;
    const mask = this.#call(row, (env) => env.actionMask?.());
    this.#refuse(row, maskProblem(this.actionSpace, mask));
    for (const masks of [out.masks, this.#masks]) masks.set(mask, row * this.maskSize);
  }

  #writeObservation(row: number, observation: SpaceValue, out: Float32Array): void {
    this.#refuse(row, observationProblem(this.observationSpace, observation));
    flatten(this.observationSpace, observation, out, row * this.observationSize);
  }

  #writeRewardParts(row: number, info: Info | undefined, out: Float64Array): void {
    const parts = info?.rewardParts;
    this.#refuse(row, rewardPartsProblem(this.rewardParts, parts));
    for (const [i, name] of this.rewardParts.entries()) out[row * this.rewardParts.length + i] = parts![name]!;
  }

  #saveRow(row: number): RowState {
    const part = <T extends Float32Array | Uint8Array>(array: T, size: number) => [
      ...array.subarray(row * size, (row + 1) * size),
    ];
    return {
      env: this.#envs[row]!.saveState!(),
      step: this.#steps[row]!,
      observation: part(this.#observations, this.observationSize),
      mask: part(this.#masks, this.maskSize),
    };
  }

  #loadRow(row: number, { env, step, observation, mask }: RowState, out: BatchStep): void {
    this.#envs[row]!.loadState!(env);
    this.#steps[row] = step;
    for (const observations of [this.#observations, out.observations]) {
      observations.set(observation, row * this.observationSize);
    }
    for (const masks of [this.#masks, out.masks]) masks.set(mask, row * this.maskSize);
  }

  /** What a method of a row's environment returns; what it throws is reported with the place. */
  #call<Result extends object>(row: number, method: (env: Env) => Result | undefined): Result {
    let result: Result | undefined;
    try {
      result = method(this.#envs[row]!);
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      const cure = error instanceof LongplayError ? error.cure : 'see the stack of its cause';
      throw new EnvironmentError(`${this.#place(row)}: ${message}`, { cure, cause: error });
    }
    if (typeof result === 'object' && result !== null) return result;
    throw new EnvironmentError(`${this.#place(row)}: it returned ${String(result)}`, { cure: 'see the interface Env' });
  }

  #refuse(row: number, problem: Problem | undefined): void {
    if (problem === undefined) return;
    throw new EnvironmentError(`${this.#place(row)}: ${problem.message}`, { cure: problem.cure });
  }

  #place(row: number): string {
    return describePlace({ index: this.#firstIndex + row, name: this.#name, step: this.#steps[row]! });
  }

  #checkAlike(row: number, env: Env): void {
    const same = isDeepStrictEqual(
      [env.observationSpace, env.actionSpace, env.rewardParts ?? [], maskSizeOfEnv(env)],
      [this.observationSpace, this.actionSpace, this.rewardParts, this.maskSize],
    );
    if (same) return;
    throw new EnvironmentError(
      `environment ${this.#firstIndex + row} has other spaces, reward parts or masks than environment ${this.#firstIndex}`,
      { cure: 'make all environments of a batch with the same function and options' },
    );
  }
}

function maskSizeOfEnv({ actionSpace, actionMask }: Env): number {
  return actionMask === undefined ? 0 : maskSizeOf(actionSpace);
}

/** The name of an environment's class; undefined for a plain object. */
function classNameOf(env: Env): string | undefined {
  const { name } = env.constructor;
  return name === 'Object' || name === '' ? undefined : name;
}
