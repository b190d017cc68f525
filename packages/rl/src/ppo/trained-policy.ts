import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findCheckpoint, type Random } from '@longplay/runtime';
import {
  actionSize,
  decodeAction,
  describeMismatch,
  flatSize,
  flatten,
  type Space,
  type SpaceValue,
} from '@longplay/envs';
import type { ActionDistribution } from '../model/action-distribution.ts';
import { actionDistribution } from '../model/distribution.ts';
import { Forward } from '../model/forward.ts';
import { outputSize, type NetworkShape } from '../model/shape.ts';
import { actionMapping, type ActionMapping } from './action-head.ts';
import { loadCheckpoint, scalingOfState, spaceFromJson, type PpoState } from './checkpoint.ts';
import { scaleRow, type Scaling } from './running-statistics.ts';

/** How a trained policy acts. */
export interface ActOptions {
  /** Draws the action from the policy's distribution; without it, the most probable one is taken. */
  readonly random?: Random | undefined;
  /** 1 or 0 for each action: the legal ones. Default: all. */
  readonly mask?: ArrayLike<number> | undefined;
}

/**
 * A policy out of a checkpoint, for applications: it answers at once, in plain TypeScript, with the statistics that it
 * was trained with; there is no way around them.
 */
export class TrainedPolicy {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** The environment that it was trained in. */
  readonly environment: string;
  readonly #scaling: Scaling | undefined;
  readonly #forward: Forward;
  readonly #distribution: ActionDistribution;
  readonly #mapping: ActionMapping;
  readonly #observation: Float32Array;
  readonly #outputs: Float32Array;
  readonly #action: Float32Array;

  /** @param state - a checkpoint, as `loadCheckpoint` gives it. */
  constructor(state: PpoState) {
    const { environment, observationSpace, actionSpace } = state.header;
    const shape: NetworkShape = state.header.shape;
    this.environment = environment;
    this.observationSpace = spaceFromJson(observationSpace);
    this.actionSpace = spaceFromJson(actionSpace);
    this.#scaling = scalingOfState(state);
    this.#forward = new Forward(shape, state.arrays.parameters);
    this.#distribution = actionDistribution(shape, state.arrays.parameters);
    this.#mapping = actionMapping(this.actionSpace, shape.head.kind === 'gaussian' && shape.head.squashed);
    this.#observation = new Float32Array(flatSize(this.observationSpace));
    this.#outputs = new Float32Array(outputSize(shape.head));
    this.#action = new Float32Array(actionSize(this.actionSpace));
  }

  /**
   * The action for an observation, as the environment takes it.
   *
   * @throws RangeError when the observation is not in its space, or the mask leaves no action.
   */
  act(observation: SpaceValue, { random, mask }: ActOptions = {}): SpaceValue {
    this.#outputs.set(this.#forward.outputs(this.#observe(observation)));
    const masks = mask === undefined ? undefined : Uint8Array.from(mask);
    if (masks !== undefined && masks.length !== this.#outputs.length) {
      throw new RangeError(`the mask of this policy has ${this.#outputs.length} flags; got ${masks.length}`);
    }
    if (random === undefined) this.#distribution.mode(this.#outputs, 0, masks, this.#action);
    else this.#distribution.sample(this.#outputs, 0, masks, random, this.#action);
    this.#mapping.toEnvironment(this.#action, this.#action);
    return decodeAction(this.actionSpace, this.#action, 0);
  }

  /** The discounted return that the value network expects from an observation on, in the rewards that it was trained on. */
  value(observation: SpaceValue): number {
    return this.#forward.value(this.#observe(observation));
  }

  #observe(observation: SpaceValue): Float32Array {
    const mismatch = describeMismatch(this.observationSpace, observation);
    if (mismatch !== undefined) throw new RangeError(`not an observation of ${this.environment}: ${mismatch}`);
    flatten(this.observationSpace, observation, this.#observation);
    if (this.#scaling !== undefined) scaleRow(this.#scaling, this.#observation, 0, this.#observation, 0);
    return this.#observation;
  }
}

/**
 * Loads a trained policy: the best of a run by evaluation where there is one, else the final, else the newest; or a
 * given checkpoint.
 *
 * @param path - a run directory or a checkpoint file
 * @throws RunDirectoryError when the run has no checkpoint; SnapshotError when the file is damaged or no PPO checkpoint.
 *
 * @example
 * const policy = await loadPolicy('runs/cartpole');
 * policy.act([0.01, 0, 0.02, 0]); // 0 or 1
 */
export async function loadPolicy(path: string): Promise<TrainedPolicy> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? true;
  const file = isFolder ? await findCheckpoint(join(path, 'checkpoints')) : path;
  return new TrainedPolicy(await loadCheckpoint(file));
}
