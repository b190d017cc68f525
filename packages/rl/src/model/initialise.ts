import type { Random } from '@longplay/runtime';
import { biasOffset, networkLayout, type Layer } from './layout.ts';
import type { NetworkShape } from './shape.ts';

export interface InitialOptions {
  /** Orthogonal weights and no biases; else as PyTorch's linear layers start. Default true. */
  readonly orthogonal?: boolean;
  /** Logarithm of every standard deviation of a Gaussian policy. Default 0. */
  readonly logStd?: number;
}

/** Factors of the orthogonal weights as in Stable-Baselines3 and CleanRL: first actions are nearly even. */
const gain = { hidden: Math.SQRT2, policy: 0.01, value: 1 };

/**
 * Parameters to start a training from, flat, in the order of `networkLayout`. Weights are orthogonal (Saxe et al.,
 * "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014), or drawn evenly from
 * ±1 / sqrt(inputs), biases too.
 *
 * @throws RangeError when the shape is none.
 *
 * @example
 * const head = { kind: 'gaussian', size: 1, squashed: false } as const;
 * const shape = { observation: 3, hidden: [], valueHidden: [], activation: 'tanh', shared: false, head } as const;
 * initialParameters(shape, Random.from(1), { logStd: -1 }).at(4); // => -1
 */
export function initialParameters(
  shape: NetworkShape,
  random: Random,
  { orthogonal = true, logStd = 0 }: InitialOptions = {},
): Float32Array {
  const layout = networkLayout(shape);
  const parameters = new Float32Array(layout.size);
  const fill = (layers: readonly Layer[], headGain: number) =>
    layers.forEach((layer, depth) => {
      if (orthogonal) fillOrthogonal(parameters, layer, depth === layers.length - 1 ? headGain : gain.hidden, random);
      else fillUniform(parameters, layer, random);
    });
  fill(layout.policy, gain.policy);
  if (layout.logStd !== undefined) parameters.fill(logStd, layout.logStd, layout.value[0]!.offset);
  fill(layout.value, gain.value);
  return parameters;
}

function fillUniform(parameters: Float32Array, layer: Layer, random: Random): void {
  const bound = 1 / Math.sqrt(layer.inputs);
  const end = biasOffset(layer) + layer.outputs;
  for (let i = layer.offset; i < end; i++) parameters[i] = bound * (2 * random.float() - 1);
}

/** The rows or the columns of the weights, whichever are fewer, become orthogonal, each of norm `scale`. */
function fillOrthogonal(parameters: Float32Array, layer: Layer, scale: number, random: Random): void {
  const { inputs, outputs, offset } = layer;
  const tall = inputs >= outputs;
  const vectors = orthonormalVectors(Math.min(inputs, outputs), Math.max(inputs, outputs), random);
  for (let i = 0; i < inputs; i++) {
    for (let j = 0; j < outputs; j++) {
      parameters[offset + i * outputs + j] = scale * (tall ? vectors[j]![i]! : vectors[i]![j]!);
    }
  }
}

/** `count` random vectors of a length no smaller, orthonormal: the modified Gram-Schmidt process on normal variates. */
function orthonormalVectors(count: number, length: number, random: Random): Float64Array[] {
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()));
  vectors.forEach((vector, i) => {
    divide(vector, Math.sqrt(dot(vector, vector)));
    for (const later of vectors.slice(i + 1)) subtract(later, dot(vector, later), vector);
  });
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function divide(out: Float64Array, divisor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = out[i]! / divisor;
}

function subtract(out: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = out[i]! - factor * vector[i]!;
}
