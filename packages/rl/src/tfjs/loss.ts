/** The loss of PPO by TensorFlow.js's operations; its gradient comes by automatic differentiation. */
import type { Rank, Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { lossRows } from '../backends/batch.ts';
import type { LossBatch, LossOptions, LossTerms, LossWeights } from '../backends/loss-gradient.ts';
import { lossTerms } from '../backends/loss-terms.ts';
import { networkLayout } from '../model/layout.ts';
import { outputSize, type ActionHead } from '../model/shape.ts';
import { policyOutputs, values as valuesOf, type Tfjs } from './network.ts';

/** Log-probabilities of the actions taken, and the sum of all entropies. */
interface Odds {
  readonly logProbabilities: Tensor1D;
  readonly entropy: Scalar;
}

/** The loss and its gradient, written into `gradient`. @throws RangeError as `LossGradient.compute`. */
export function lossGradient(
  tf: Tfjs,
  options: LossOptions,
  parameters: Float32Array,
  batch: LossBatch,
  weights: LossWeights,
  gradient: Float32Array,
): LossTerms {
  const rows = lossRows(options, batch);
  let terms: LossTerms | undefined;
  const loss = (flat: Tensor): Scalar => {
    const observations = tf.tensor2d(batch.observations, [rows, options.shape.observation]);
    const { logProbabilities, entropy } = odds(tf, options, flat as Tensor1D, observations, batch, rows);
    const values = tf.reshape<Rank.R1>(valuesOf(tf, options.shape, flat as Tensor1D, observations), [rows]);
    const logRatios = tf.sub<Tensor1D>(logProbabilities, tf.tensor1d(batch.logProbabilities));
    const rowResults = tf.stack([logRatios, values], 1).dataSync<'float32'>();
    terms = lossTerms(batch, weights, rowResults, entropy.dataSync()[0]! / rows);
    const sum = tf.addN<Scalar>([
      policyLoss(tf, logRatios, batch, weights),
      tf.mul(valueLoss(tf, values, batch, weights), options.valueCoefficient),
      tf.mul(entropy, -weights.entropyCoefficient),
    ]);
    return tf.mul(sum, weights.rowWeight);
  };
  tf.tidy(() =>
    gradient.set(
      tf
        .grad(loss)(tf.tensor1d(Float32Array.from(parameters)))
        .dataSync(),
    ),
  );
  return terms!;
}

function policyLoss(tf: Tfjs, logRatios: Tensor1D, { advantages }: LossBatch, { clip }: LossWeights): Scalar {
  const ratios = tf.exp(logRatios);
  const weights = tf.tensor1d(advantages);
  const clipped = tf.mul(tf.clipByValue(ratios, 1 - clip, 1 + clip), weights);
  return tf.neg(tf.sum<Scalar>(tf.minimum(tf.mul(ratios, weights), clipped)));
}

function valueLoss(tf: Tfjs, values: Tensor1D, batch: LossBatch, { valueClip }: LossWeights): Scalar {
  const returns = tf.tensor1d(batch.returns);
  const old = tf.tensor1d(batch.values);
  const clipped = tf.minimum(tf.maximum(values, tf.sub(old, valueClip)), tf.add(old, valueClip));
  return tf.sum(tf.maximum(tf.squaredDifference(values, returns), tf.squaredDifference(clipped, returns)));
}

function odds(
  tf: Tfjs,
  { shape }: LossOptions,
  flat: Tensor1D,
  observations: Tensor2D,
  batch: LossBatch,
  rows: number,
): Odds {
  const outputs = policyOutputs(tf, shape, flat, observations);
  const { head } = shape;
  if (head.kind === 'categorical') return categorical(tf, head, outputs, batch, rows);
  return gaussian(tf, tf.slice1d(flat, networkLayout(shape).logStd!, head.size), outputs, batch, rows);
}

type Categorical = Extract<ActionHead, { kind: 'categorical' }>;

function categorical(tf: Tfjs, head: Categorical, outputs: Tensor2D, batch: LossBatch, rows: number): Odds {
  const { masks } = batch;
  // In single precision the probability is 0, and the product with its logarithm too.
  const penalties =
    masks &&
    tf.tensor2d(
      masks.map((legal) => (legal === 0 ? -1e30 : 0)),
      [rows, outputSize(head)],
    );
  const logits = penalties === undefined ? outputs : tf.add<Tensor2D>(outputs, penalties);
  const actions = tf.tensor2d(Int32Array.from(batch.actions), [rows, head.sizes.length]);
  let first = 0;
  const parts = head.sizes.map((size, i) => {
    const logSoftmax = tf.logSoftmax(tf.slice2d(logits, [0, first], [rows, size]));
    const chosen = tf.oneHot(tf.slice2d(actions, [0, i], [rows, 1]).flatten().toInt(), size);
    first += size;
    return {
      // A product with the one-hot rows, since the gradient of `gather` is missing in the WebAssembly backend.
      logProbabilities: tf.sum<Tensor1D>(tf.mul(logSoftmax, chosen), 1),
      entropy: tf.neg(tf.sum<Scalar>(tf.mul(tf.exp(logSoftmax), logSoftmax))),
    };
  });
  return {
    logProbabilities: tf.addN(parts.map((part) => part.logProbabilities)),
    entropy: tf.addN(parts.map((part) => part.entropy)),
  };
}

function gaussian(tf: Tfjs, logStd: Tensor1D, means: Tensor2D, batch: LossBatch, rows: number): Odds {
  const size = logStd.shape[0];
  const actions = tf.tensor2d(batch.actions, [rows, size]);
  const z = tf.mul(tf.sub(actions, means), tf.exp(tf.neg(logStd)));
  const halfLogVariance = tf.add<Scalar>(tf.sum(logStd), (size * Math.log(2 * Math.PI)) / 2);
  return {
    logProbabilities: tf.neg(tf.add(tf.mul(tf.sum<Tensor1D>(tf.square(z), 1), 0.5), halfLogVariance)),
    entropy: tf.mul(tf.add(halfLogVariance, size / 2), rows),
  };
}
