import type { BatchLayout, BatchStep } from '../batch-env.ts';
import { describePlace, EnvironmentError } from '../environment-error.ts';
import { maskProblem, numberProblem, rewardPartsProblem, rewardProblem, type Problem } from '../step-problems.ts';

/** Which environments are checked, for the messages. */
export interface CheckedEnvironments {
  readonly layout: BatchLayout;
  readonly environments: number;
  readonly name: string | undefined;
  /** The index of the first of them within a larger set. */
  readonly firstIndex: number;
}

/**
 * Checks what a batch gives at the cost of one addition a number: a sum is finite only when all of its terms are. What
 * is not finite, and a mask that allows no action, is then named by its environment, step and field.
 */
export class ResultCheck {
  readonly #checked: CheckedEnvironments;
  readonly #agents: number;
  /** How many flags of a mask belong to each part of an action; none where there are no masks. */
  readonly #maskParts: readonly number[];
  /** Steps of all environments so far, and how many they were when the present episode of each began. */
  #steps = 0;
  readonly #began: Float64Array;

  constructor(checked: CheckedEnvironments) {
    const { actionSpace, maskSize, teams } = checked.layout;
    this.#checked = checked;
    this.#agents = teams.length;
    this.#maskParts = maskSize === 0 ? [] : actionSpace.type === 'multi-discrete' ? actionSpace.sizes : [maskSize];
    this.#began = new Float64Array(checked.environments);
  }

  /** How many steps an environment's present episode has. */
  episodeSteps(environment: number): number {
    return this.#steps - this.#began[environment]!;
  }

  /**
   * After an environment has begun an episode, or goes on in one of `steps` steps.
   *
   * @throws EnvironmentError for an observation that is not finite, or a mask that allows no action
   */
  begin(environment: number, steps: number, out: BatchStep): void {
    this.#began[environment] = this.#steps - steps;
    for (let row = environment * this.#agents; row < (environment + 1) * this.#agents; row++) {
      this.#inspectObservation(row, steps, out.observations);
      this.#inspectMask(row, steps, out.masks);
    }
  }

  /**
   * After a step of every environment.
   *
   * @throws EnvironmentError for a reward, a part of it or an observation that is not finite, or a mask that allows no
   * action
   */
  step(out: BatchStep): void {
    this.#steps += 1;
    // Finite numbers may have an infinite sum: then nothing is found.
    if (!Number.isFinite(this.#sum(out)) || !this.#allowsActions(out.masks)) this.#inspect(out);
    for (let environment = 0; environment < this.#began.length; environment++) {
      if (hasEnded(out, environment * this.#agents)) this.#began[environment] = this.#steps;
    }
  }

  /** The sum of all numbers that hold anything. */
  #sum(out: BatchStep): number {
    const { observationSize } = this.#checked.layout;
    const { observations, finalObservations, rewards, rewardParts, terminated, truncated } = out;
    let sum = sumOf64(rewards) + sumOf64(rewardParts) + sumOf32(observations, 0, observations.length);
    for (let row = 0; row < terminated.length; row++) {
      if (terminated[row] === 0 && truncated[row] === 0) continue;
      sum += sumOf32(finalObservations, row * observationSize, (row + 1) * observationSize);
    }
    return sum;
  }

  #allowsActions(masks: Uint8Array): boolean {
    if (this.#maskParts.length === 0) return true;
    for (let from = 0; from < masks.length;) {
      for (const size of this.#maskParts) {
        const end = from + size;
        let flag = from;
        while (flag < end && masks[flag] === 0) flag++;
        if (flag === end) return false;
        from = end;
      }
    }
    return true;
  }

  /** Throws for the first problem. */
  #inspect(out: BatchStep): void {
    const { rewardParts } = this.#checked.layout;
    for (let row = 0; row < out.rewards.length; row++) {
      const step = this.episodeSteps(Math.floor(row / this.#agents));
      this.#refuse(row, step, rewardProblem(out.rewards[row]));
      const parts = rewardParts.map((name, i) => [name, out.rewardParts[row * rewardParts.length + i]]);
      this.#refuse(row, step, rewardPartsProblem(rewardParts, Object.fromEntries(parts)));
      const ended = hasEnded(out, row);
      if (ended) this.#inspectObservation(row, step, out.finalObservations);
      this.#inspectObservation(row, ended ? 0 : step, out.observations);
      this.#inspectMask(row, ended ? 0 : step, out.masks);
    }
  }

  #inspectObservation(row: number, step: number, observations: Float32Array): void {
    const { observationSize } = this.#checked.layout;
    for (let i = 0; i < observationSize; i++) {
      this.#refuse(row, step, numberProblem(`observation[${i}]`, observations[row * observationSize + i]));
    }
  }

  #inspectMask(row: number, step: number, masks: Uint8Array): void {
    const { actionSpace, maskSize } = this.#checked.layout;
    if (maskSize === 0) return;
    this.#refuse(row, step, maskProblem(actionSpace, masks.subarray(row * maskSize, (row + 1) * maskSize)));
  }

  #refuse(row: number, step: number, problem: Problem | undefined): void {
    if (problem === undefined) return;
    const { firstIndex, name } = this.#checked;
    const index = firstIndex + Math.floor(row / this.#agents);
    const agent = this.#agents > 1 ? row % this.#agents : undefined;
    const place = describePlace({ index, name, agent, step });
    throw new EnvironmentError(`${place}: ${problem.message}`, { cure: problem.cure });
  }
}

function hasEnded({ terminated, truncated }: BatchStep, row: number): boolean {
  return terminated[row] !== 0 || truncated[row] !== 0;
}

function sumOf64(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

/** Four sums side by side, or each addition would wait for the one before. */
function sumOf32(values: Float32Array, from: number, to: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    a += values[i]!;
    b += values[i + 1]!;
    c += values[i + 2]!;
    d += values[i + 3]!;
  }
  for (; i < to; i++) a += values[i]!;
  return a + b + c + d;
}
