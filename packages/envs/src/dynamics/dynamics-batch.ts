import { Random } from '@longplay/runtime';
import { actionSize } from '../actions.ts';
import type { BatchEnv, BatchStep } from '../batch-env.ts';
import type { EnvState } from '../env.ts';
import type { Space } from '../spaces.ts';
import type { Dynamics, DynamicsOf, DynamicsState } from './dynamics.ts';

/** Many copies of a system as a batch of environments. */
export class DynamicsBatch implements BatchEnv {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly observationSize: number;
  readonly actionSize: number;
  readonly maskSize = 0;
  readonly rewardParts = [];
  readonly teams = [0];
  readonly rows: number;
  readonly #dynamics: Dynamics;
  readonly #randoms: Random[];
  /** Steps since the episode of each row began. */
  readonly #elapsed: Int32Array;

  constructor(dynamicsOf: DynamicsOf, rows: number) {
    const dynamics = dynamicsOf(rows);
    this.observationSpace = dynamics.observationSpace;
    this.actionSpace = dynamics.actionSpace;
    this.observationSize = dynamics.observationSpace.low.length;
    this.actionSize = actionSize(dynamics.actionSpace);
    this.rows = rows;
    this.#dynamics = dynamics;
    this.#randoms = Array.from({ length: rows }, (_, row) => Random.from(0, row));
    this.#elapsed = new Int32Array(rows);
  }

  reset(row: number, seed: number | undefined, out: BatchStep): void {
    if (seed !== undefined) this.#randoms[row] = Random.from(seed);
    this.#elapsed[row] = 0;
    this.#dynamics.begin(row, this.#randoms[row]!);
    this.#dynamics.observe(row, out.observations);
  }

  step(actions: Float32Array, out: BatchStep): void {
    this.#dynamics.advance(actions, out);
    const { terminated, truncated } = out;
    const elapsed = this.#elapsed;
    const { timeLimit } = this.#dynamics;
    for (let row = 0; row < this.rows; row++) {
      const steps = elapsed[row]! + 1;
      elapsed[row] = steps;
      truncated[row] = steps >= timeLimit ? 1 : 0;
      if (terminated[row] === 1 || steps >= timeLimit) this.#renew(row, out);
    }
  }

  saveState(row: number): DynamicsState {
    const { state, stateSize } = this.#dynamics;
    return {
      state: [...state.subarray(row * stateSize, (row + 1) * stateSize)],
      elapsed: this.#elapsed[row]!,
      random: [...this.#randoms[row]!.state()],
    };
  }

  loadState(row: number, saved: EnvState, out: BatchStep): void {
    const { state, elapsed, random } = saved as DynamicsState;
    this.#dynamics.state.set(state, row * this.#dynamics.stateSize);
    this.#elapsed[row] = elapsed;
    this.#randoms[row] = Random.restore(Uint32Array.from(random));
    this.#dynamics.observe(row, out.observations);
  }

  /** The episode of a row has ended: keeps its last observation, and begins the next one. */
  #renew(row: number, out: BatchStep): void {
    const from = row * this.observationSize;
    for (let i = from; i < from + this.observationSize; i++) out.finalObservations[i] = out.observations[i]!;
    this.reset(row, undefined, out);
  }
}
