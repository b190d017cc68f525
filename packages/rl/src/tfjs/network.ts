/** Both networks in TensorFlow.js. */
import type { Rank, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { biasOffset, networkLayout, type Layer } from '../model/layout.ts';
import type { Activation, NetworkShape } from '../model/shape.ts';

export type Tfjs = typeof import('@tensorflow/tfjs');

/** The policy's outputs [rows, outputSize] on observations [rows, observation]. */
export function policyOutputs(tf: Tfjs, shape: NetworkShape, parameters: Tensor1D, observations: Tensor2D): Tensor2D {
  return perceptron(tf, shape.activation, networkLayout(shape).policy, parameters, observations);
}

/** The values [rows, 1] of observations. */
export function values(tf: Tfjs, shape: NetworkShape, parameters: Tensor1D, observations: Tensor2D): Tensor2D {
  const { policy, value } = networkLayout(shape);
  const layers = shape.shared ? [...policy.slice(0, -1), ...value] : value;
  return perceptron(tf, shape.activation, layers, parameters, observations);
}

function perceptron(
  tf: Tfjs,
  activation: Activation,
  layers: readonly Layer[],
  parameters: Tensor1D,
  input: Tensor2D,
): Tensor2D {
  return layers.reduce((x, layer, depth) => {
    const { inputs, outputs, offset } = layer;
    const weights = tf.reshape<Rank.R2>(tf.slice1d(parameters, offset, inputs * outputs), [inputs, outputs]);
    const biases = tf.slice1d(parameters, biasOffset(layer), outputs);
    const linear = tf.add<Tensor2D>(matMul(tf, x, weights), biases);
    return depth === layers.length - 1 ? linear : activate(tf, activation, linear);
  }, input);
}

function activate(tf: Tfjs, activation: Activation, x: Tensor2D): Tensor2D {
  switch (activation) {
    case 'tanh':
      return tf.tanh(x);
    case 'relu':
      return tf.relu(x);
    case 'silu':
      return tf.mul(x, tf.sigmoid(x));
  }
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
