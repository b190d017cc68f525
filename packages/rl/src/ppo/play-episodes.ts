import { Random } from '@longplay/runtime';
import { newBatchStep, type EnvironmentFactory } from '@longplay/envs';
import type { Policy } from '../backends/policy.ts';
import type { ActionDistribution } from '../model/distribution.ts';
import { actionMapping } from './action-head.ts';
import { scaleRow, type Scaling } from './running-statistics.ts';
import { streams } from './streams.ts';

/** A policy as it plays: its networks, and the frozen statistics that its observations go through. */
export interface Acting {
  readonly policy: Policy;
  readonly distribution: ActionDistribution;
  readonly squash: boolean;
  /** undefined: observations stay as they are. */
  readonly scaling: Scaling | undefined;
  /** Draws actions, in place of the most likely ones. */
  readonly stochastic: boolean;
}

export interface PlayedEpisode {
  /** Sum of the rewards as the environment gave them. */
  readonly reward: number;
  readonly length: number;
}

/**
 * What an episode of an evaluation depends on: the seed of its environment, and the path of its stream of actions.
 * Neither is one of a training under the same seed: what is judged is not what was trained on.
 */
export function episodeSeed(seed: number, episode: number) {
  const path = [seed, streams.evaluation, episode] as const;
  return { environment: Random.from(...path).uint32(), actions: [...path, 1] as const };
}

/** Episodes that are played side by side. */
const batchRows = 32;

/**
 * Plays whole episodes with a fixed policy. Episode `e` has the seed and the random stream of its own number, whatever
 * other episodes are played beside it.
 *
 * @param episodes - the numbers of the episodes; results are in their order.
 * @param onProgress - told after each episode how many have ended.
 */
export async function playEpisodes(
  factory: EnvironmentFactory,
  acting: Acting,
  episodes: readonly number[],
  seed: number,
  onProgress?: (ended: number) => void,
): Promise<PlayedEpisode[]> {
  const rows = Math.min(batchRows, episodes.length);
  const batch = factory.makeBatch(rows);
  using opened = new DisposableStack();
  opened.defer(() => batch.close?.());
  const { observationSize: size, actionSize, actionSpace, maskSize } = batch;
  const step = newBatchStep(batch, rows);
  const mapping = actionMapping(actionSpace, acting.squash);
  const observations = new Float32Array(rows * size);
  const actions = new Float32Array(rows * actionSize);
  const environmentActions = new Float32Array(rows * actionSize);
  const results: PlayedEpisode[] = [];
  // Row r plays the episodes at r, r + rows, …, and idles after its last.
  const place = Array.from({ length: rows }, (_, row) => row);
  const reward = new Float64Array(rows);
  const length = new Int32Array(rows);
  const randoms: Random[] = [];
  const begin = (row: number) => {
    const { environment, actions: stream } = episodeSeed(seed, episodes[place[row]!]!);
    randoms[row] = Random.from(...stream);
    batch.reset(row, environment, step);
    reward[row] = 0;
    length[row] = 0;
  };
  for (let row = 0; row < rows; row++) begin(row);
  for (let left = episodes.length; left > 0;) {
    if (acting.scaling === undefined) observations.set(step.observations);
    else
      for (let row = 0; row < rows; row++)
        scaleRow(acting.scaling, step.observations, row * size, observations, row * size);
    const outputs = await acting.policy.outputs(observations);
    const masks = maskSize > 0 ? step.masks : undefined;
    for (let row = 0; row < rows; row++) {
      if (acting.stochastic) acting.distribution.sample(outputs, row, masks, randoms[row]!, actions);
      else acting.distribution.mode(outputs, row, masks, actions);
    }
    mapping.toEnvironment(actions, environmentActions);
    batch.step(environmentActions, step);
    for (let row = 0; row < rows; row++) {
      if (place[row]! >= episodes.length) continue;
      reward[row]! += step.rewards[row]!;
      length[row]! += 1;
      if (step.terminated[row] === 0 && step.truncated[row] === 0) continue;
      results[place[row]!] = { reward: reward[row]!, length: length[row]! };
      left -= 1;
      onProgress?.(episodes.length - left);
      place[row]! += rows;
      if (place[row]! < episodes.length) begin(row);
    }
  }
  return results;
}
