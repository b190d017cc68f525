import { Random } from '@longplay/runtime';
import { actionDistribution } from '../model/distribution.ts';
import { Forward } from '../model/forward.ts';
import { networkLayout } from '../model/layout.ts';
import { actionSize, outputSize, type ActionHead, type NetworkShape } from '../model/shape.ts';
import type { LossBatch, LossOptions, LossWeights } from './loss-gradient.ts';

/** A made-up loss: what a backend computes when it is checked or timed. */
export interface Rehearsal {
  readonly options: LossOptions;
  readonly parameters: Float32Array;
  readonly batch: LossBatch;
  readonly weights: LossWeights;
}

export interface RehearsalOptions {
  readonly rows: number;
  readonly masked?: boolean;
  /** Default Infinity. */
  readonly valueClip?: number;
  readonly seed?: number;
}

/**
 * Draws parameters and a batch in which rows of every kind occur: clipped or not, above and below, with advantages and
 * errors of both signs.
 */
export function rehearsal(
  shape: NetworkShape,
  { rows, masked = false, valueClip = Infinity, seed = 1 }: RehearsalOptions,
): Rehearsal {
  const random = Random.from(seed);
  const normals = (count: number, scale = 1) => Float32Array.from({ length: count }, () => scale * random.normal());
  const parameters = normals(networkLayout(shape).size, 1 / Math.sqrt(shape.hidden[0] ?? shape.observation));
  const observations = normals(rows * shape.observation);
  const masks = masked ? drawMasks(shape.head, rows, random) : undefined;
  const { actions, logProbabilities } = act(shape, parameters, observations, masks, random);
  const batch = {
    observations,
    actions,
    // Ratios of 0.5 to 2, most of them: about half lie outside the clip range.
    logProbabilities: logProbabilities.map((l) => l + 0.3 * random.normal()),
    advantages: normals(rows),
    returns: normals(rows),
    values: normals(rows),
    masks: masks && Float32Array.from(masks),
  };
  const weights = { clip: 0.2, valueClip, entropyCoefficient: 0.01, rowWeight: 1 / rows };
  return { options: { shape, valueCoefficient: 0.5, masked }, parameters, batch, weights };
}

/** What the policy does in each observation, and with which log-probability. */
function act(
  shape: NetworkShape,
  parameters: Float32Array,
  observations: Float32Array,
  masks: Uint8Array | undefined,
  random: Random,
) {
  const forward = new Forward(shape, parameters);
  const distribution = actionDistribution(shape, parameters);
  const rows = observations.length / shape.observation;
  const outputs = new Float32Array(rows * outputSize(shape.head));
  const actions = new Float32Array(rows * actionSize(shape.head));
  const logProbabilities = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const observation = observations.subarray(row * shape.observation, (row + 1) * shape.observation);
    outputs.set(forward.outputs(observation), row * outputSize(shape.head));
    logProbabilities[row] = distribution.sample(outputs, row, masks, random, actions);
  }
  return { actions, logProbabilities };
}

/** About half of the actions are legal, and one of each part for certain. */
function drawMasks(head: ActionHead, rows: number, random: Random): Uint8Array {
  const sizes = head.kind === 'categorical' ? head.sizes : [];
  const parts = Array.from({ length: rows }, () => sizes).flat();
  return Uint8Array.from(
    parts.flatMap((size) => {
      const legal = random.int(size);
      return Array.from({ length: size }, (_, j) => (j === legal ? 1 : random.int(2)));
    }),
  );
}
