import type { Random } from '@longplay/runtime';
import type { BatchLayout, BatchStep } from '@longplay/envs';
import type { Backend } from '../backends/backend.ts';
import type { Policy } from '../backends/policy.ts';
import type { ActionDistribution } from '../model/action-distribution.ts';
import { actionDistribution } from '../model/distribution.ts';
import { networkLayout } from '../model/layout.ts';
import type { NetworkShape } from '../model/shape.ts';
import type { ActionMapping } from './action-head.ts';
import type { PpoTraining } from './plan.ts';
import { scaleRow, scalingOf, type Moments, type Scaling } from './running-statistics.ts';

/** What makes one policy another than the next of the same shape: its parameters, and its frozen statistics. */
export interface PolicyVersion {
  readonly parameters: Float32Array;
  /** undefined: observations stay as they are. */
  readonly scaling: Scaling | undefined;
}

/** The version with these parameters, and the statistics of its observations where they are normalised. */
export function versionOf(
  { normalization }: Pick<PpoTraining, 'normalization'>,
  parameters: Float32Array,
  observations: Moments,
): PolicyVersion {
  const scaling = normalization.observations ? scalingOf(observations, normalization.clip) : undefined;
  return { parameters, scaling };
}

/** A policy as it plays. */
export class Actor implements AsyncDisposable {
  readonly policy: Policy;
  readonly distribution: ActionDistribution;
  readonly mapping: ActionMapping;
  readonly #parameters: Float32Array;
  #scaling: Scaling | undefined;

  private constructor(policy: Policy, shape: NetworkShape, mapping: ActionMapping, parameters: Float32Array) {
    this.policy = policy;
    this.distribution = actionDistribution(shape, parameters);
    this.mapping = mapping;
    this.#parameters = parameters;
  }

  /** Opens a policy of any parameters: `load` comes before it plays. */
  static async open(backend: Backend, shape: NetworkShape, mapping: ActionMapping): Promise<Actor> {
    const parameters = new Float32Array(networkLayout(shape).size);
    return new Actor(await backend.openPolicy(shape, parameters), shape, mapping, parameters);
  }

  /** Is another version from now on. */
  async load({ parameters, scaling }: PolicyVersion): Promise<void> {
    this.#parameters.set(parameters);
    this.#scaling = scaling;
    await this.policy.load(this.#parameters);
  }

  get scaling(): Scaling | undefined {
    return this.#scaling;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.policy[Symbol.asyncDispose]();
  }
}

/** The rows of a batch that one policy acts for, in one forward pass. */
export class Seats {
  readonly #layout: BatchLayout;
  readonly #rows: readonly number[];
  readonly #observations: Float32Array;
  readonly #masks: Uint8Array | undefined;
  readonly #actions: Float32Array;
  readonly #environmentActions: Float32Array;

  constructor(layout: BatchLayout, rows: readonly number[]) {
    const { observationSize, maskSize, actionSize } = layout;
    this.#layout = layout;
    this.#rows = rows;
    this.#observations = new Float32Array(rows.length * observationSize);
    this.#masks = maskSize > 0 ? new Uint8Array(rows.length * maskSize) : undefined;
    this.#actions = new Float32Array(rows.length * actionSize);
    this.#environmentActions = new Float32Array(rows.length * actionSize);
  }

  /**
   * Acts on what these rows see.
   *
   * @param randoms - the stream of each row of the batch; undefined: the most probable actions
   * @param actions - of the whole batch, [rows, actionSize]: these rows are written, as the environment takes them
   */
  async act(
    { policy, distribution, mapping, scaling }: Actor,
    step: BatchStep,
    randoms: readonly Random[] | undefined,
    actions: Float32Array,
  ): Promise<void> {
    if (this.#rows.length === 0) return;
    this.#observe(step, scaling);
    const outputs = await policy.outputs(this.#observations);
    for (const [seat, row] of this.#rows.entries()) {
      if (randoms === undefined) distribution.mode(outputs, seat, this.#masks, this.#actions);
      else distribution.sample(outputs, seat, this.#masks, randoms[row]!, this.#actions);
    }
    mapping.toEnvironment(this.#actions, this.#environmentActions);
    const { actionSize } = this.#layout;
    for (const [seat, row] of this.#rows.entries()) {
      for (let i = 0; i < actionSize; i++) {
        actions[row * actionSize + i] = this.#environmentActions[seat * actionSize + i]!;
      }
    }
  }

  #observe({ observations, masks }: BatchStep, scaling: Scaling | undefined): void {
    const { observationSize: size, maskSize } = this.#layout;
    for (const [seat, row] of this.#rows.entries()) {
      if (scaling !== undefined) scaleRow(scaling, observations, row * size, this.#observations, seat * size);
      else this.#observations.set(observations.subarray(row * size, (row + 1) * size), seat * size);
      this.#masks?.set(masks.subarray(row * maskSize, (row + 1) * maskSize), seat * maskSize);
    }
  }
}
