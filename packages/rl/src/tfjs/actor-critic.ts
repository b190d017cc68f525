/** The actor-critic model in TensorFlow.js: the loss by the library's operations, its gradient by automatic differentiation. */
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { actorCriticLayout, blockSizes, type ActorCriticShape } from '../actor-critic.ts';
import { adam, type AdamScales } from '../adam.ts';
import { minibatchRows, type LearnerOptions, type Minibatch, type StepMetrics } from '../learner.ts';

export type Tfjs = typeof import('@tensorflow/tfjs');

/** Parameters and Adam's moments, flat. */
export interface TrainState {
  readonly parameters: Tensor1D;
  readonly firstMoment: Tensor1D;
  readonly secondMoment: Tensor1D;
}

/** Both networks on a batch of observations: logits [rows, actions] and values [rows, 1]. */
export function forward(tf: Tfjs, shape: ActorCriticShape, parameters: Tensor1D, observations: Tensor2D) {
  const layout = actorCriticLayout(shape);
  const parts = tf.split(parameters, blockSizes(layout));
  const layers = [...layout.policy, ...layout.value].map(({ inputs, outputs }, i) => ({
    weights: tf.reshape(parts[2 * i]!, [inputs, outputs]) as Tensor2D,
    biases: parts[2 * i + 1]!,
  }));
  const network = (own: typeof layers) =>
    own.reduce((x, { weights, biases }, depth) => {
      const linear = tf.add<Tensor2D>(matMul(tf, x, weights), biases);
      return depth === own.length - 1 ? linear : tf.tanh(linear);
    }, observations);
  const depth = layout.policy.length;
  return { logits: network(layers.slice(0, depth)), values: network(layers.slice(depth)) };
}

/**
 * A matrix product whose gradient transposes explicitly: the WebAssembly backend multiplies plain matrices four times
 * faster than those that it is told to read transposed.
 */
function matMul(tf: Tfjs, x: Tensor2D, weights: Tensor2D): Tensor2D {
  const product = tf.customGrad<Tensor2D>((...inputs) => {
    const [a, b, save] = inputs as [Tensor2D, Tensor2D, (tensors: Tensor2D[]) => void];
    save([a, b]);
    return {
      value: tf.matMul<Tensor2D>(a, b),
      gradFunc(delta, saved) {
        const [left, right] = saved as [Tensor2D, Tensor2D];
        return [tf.matMul(delta, tf.transpose(right)), tf.matMul(tf.transpose(left), delta)];
      },
    };
  });
  return product(x, weights);
}

/** The advantage actor-critic loss of a minibatch as a function of the flat parameters. */
function lossOf(
  tf: Tfjs,
  { shape, valueCoefficient }: Required<LearnerOptions>,
  minibatch: Minibatch,
): (parameters: Tensor1D) => Scalar {
  const rows = minibatchRows(shape, minibatch);
  const observations = tf.tensor2d(minibatch.observations, [rows, shape.observation]);
  const chosen = tf.oneHot(tf.tensor1d(minibatch.actions, 'int32'), shape.actions);
  const advantages = tf.tensor1d(minibatch.advantages);
  const returns = tf.tensor2d(minibatch.returns, [rows, 1]);
  return (parameters) => {
    const { logits, values } = forward(tf, shape, parameters, observations);
    // A product with the one-hot rows, since the gradient of `gather` is missing in the WebAssembly backend.
    const logProbabilities = tf.sum(tf.mul(tf.logSoftmax(logits), chosen), 1);
    const policyLoss = tf.neg(tf.mean(tf.mul(advantages, logProbabilities)));
    const valueLoss = tf.mean(tf.square(tf.sub(values, returns)));
    return tf.add<Scalar>(policyLoss, tf.mul(valueLoss, valueCoefficient));
  };
}

/** One training step; the caller owns the tensors of the state that it returns, and still those of the old one. */
export function trainStep(
  tf: Tfjs,
  options: Required<LearnerOptions>,
  state: TrainState,
  minibatch: Minibatch,
  { stepSize, rootScale }: AdamScales,
): { state: TrainState; metrics: StepMetrics } {
  const [parameters, firstMoment, secondMoment, loss, gradientNorm] = tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad(lossOf(tf, options, minibatch))(state.parameters);
    const norm = tf.norm(grad);
    const { maxGradientNorm } = options;
    const gradient =
      maxGradientNorm === Infinity // which cannot be divided by itself
        ? grad
        : tf.mul(grad, tf.div(maxGradientNorm, tf.maximum(norm, maxGradientNorm)));
    const m = tf.add(tf.mul(state.firstMoment, adam.beta1), tf.mul(gradient, 1 - adam.beta1));
    const v = tf.add(tf.mul(state.secondMoment, adam.beta2), tf.mul(tf.square(gradient), 1 - adam.beta2));
    const denominator = tf.add(tf.mul(tf.sqrt(v), rootScale), adam.epsilon);
    const change = tf.div(tf.mul(m, stepSize), denominator);
    return [tf.sub(state.parameters, change), m, v, value, norm] as [Tensor1D, Tensor1D, Tensor1D, Scalar, Scalar];
  });
  const metrics = { loss: loss.dataSync()[0]!, gradientNorm: gradientNorm.dataSync()[0]! };
  tf.dispose([loss, gradientNorm]);
  return { state: { parameters, firstMoment, secondMoment }, metrics };
}
