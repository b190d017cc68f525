/**
 * The plain double-precision twin of the compute backends: the same loss, gradient and optimiser, row by row and without
 * any library. It is what a backend's health check is measured against; it is far too slow to train with.
 */
import {
  actorCriticLayout,
  biasOffset,
  type ActorCriticLayout,
  type ActorCriticShape,
  type Layer,
} from './actor-critic.ts';
import { adam, adamScales } from './adam.ts';
import { rowsOf, withDefaults, type LearnerOptions, type Minibatch, type StepMetrics } from './learner.ts';

/** Activations of every layer for one row: the input first, the linear output last. */
function forward(layers: readonly Layer[], parameters: Float64Array, input: ArrayLike<number>): Float64Array[] {
  const activations = [Float64Array.from(input)];
  for (const layer of layers) {
    const bias = biasOffset(layer);
    const output = parameters.slice(bias, bias + layer.outputs);
    activations.at(-1)!.forEach((x, i) => {
      for (let j = 0; j < layer.outputs; j++) output[j]! += x * parameters[layer.offset + i * layer.outputs + j]!;
    });
    activations.push(layer === layers.at(-1) ? output : output.map(Math.tanh));
  }
  return activations;
}

/** What a policy gives for a batch of observations [rows, observation]. */
export function referenceOutput(shape: ActorCriticShape, flat: Float32Array, observations: Float32Array) {
  const layout = actorCriticLayout(shape);
  const parameters = Float64Array.from(flat);
  const outputs = (layers: readonly Layer[]) =>
    Array.from({ length: rowsOf(shape, observations) }, (_, row) => {
      const observation = observations.subarray(row * shape.observation, (row + 1) * shape.observation);
      return [...forward(layers, parameters, observation).at(-1)!];
    }).flat();
  return { logits: outputs(layout.policy), values: outputs(layout.value) };
}

/** Adds one row's gradient to `gradient`, given `delta`, the loss's derivative by the linear output. */
function backward(
  layers: readonly Layer[],
  parameters: Float64Array,
  activations: Float64Array[],
  delta: Float64Array,
  gradient: Float64Array,
): void {
  for (const [depth, layer] of [...layers.entries()].toReversed()) {
    const weight = (i: number, j: number) => layer.offset + i * layer.outputs + j;
    const below = delta;
    const input = activations[depth]!;
    below.forEach((d, j) => (gradient[biasOffset(layer) + j]! += d));
    // The derivative of tanh is 1 - tanh²; below the first layer the result is not used.
    delta = input.map((x, i) => {
      let sum = 0;
      below.forEach((d, j) => {
        gradient[weight(i, j)]! += x * d;
        sum += d * parameters[weight(i, j)]!;
      });
      return sum * (1 - x * x);
    });
  }
}

/** The loss on a minibatch and its gradient by every parameter. */
export function lossAndGradient(
  layout: ActorCriticLayout,
  parameters: Float64Array,
  { observations, actions, advantages, returns }: Minibatch,
  valueCoefficient: number,
): { loss: number; gradient: Float64Array } {
  const gradient = new Float64Array(layout.size);
  const rows = actions.length;
  const width = observations.length / rows;
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const observation = observations.subarray(row * width, (row + 1) * width);

    const policy = forward(layout.policy, parameters, observation);
    const logProbabilities = logSoftmax(policy.at(-1)!);
    const weight = advantages[row]! / rows;
    loss -= weight * logProbabilities[actions[row]!]!;
    const logitDelta = logProbabilities.map((l, action) => weight * (Math.exp(l) - Number(action === actions[row])));
    backward(layout.policy, parameters, policy, logitDelta, gradient);

    const value = forward(layout.value, parameters, observation);
    const error = value.at(-1)![0]! - returns[row]!;
    loss += (valueCoefficient * error * error) / rows;
    backward(layout.value, parameters, value, Float64Array.of((2 * valueCoefficient * error) / rows), gradient);
  }
  return { loss, gradient };
}

function logSoftmax(logits: Float64Array): Float64Array {
  const max = Math.max(...logits);
  const logSum = max + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - max), 0));
  return logits.map((logit) => logit - logSum);
}

/** The learner that a backend's learner is compared with. */
export class ReferenceLearner {
  readonly parameters: Float64Array;
  readonly #layout: ActorCriticLayout;
  readonly #options: Required<LearnerOptions>;
  readonly #firstMoment: Float64Array;
  readonly #secondMoment: Float64Array;
  #steps = 0;

  constructor(options: LearnerOptions, parameters: Float32Array) {
    this.#options = withDefaults(options);
    this.#layout = actorCriticLayout(options.shape);
    this.parameters = Float64Array.from(parameters);
    this.#firstMoment = new Float64Array(this.#layout.size);
    this.#secondMoment = new Float64Array(this.#layout.size);
  }

  step(minibatch: Minibatch, learningRate: number): StepMetrics {
    const { valueCoefficient, maxGradientNorm } = this.#options;
    const { loss, gradient } = lossAndGradient(this.#layout, this.parameters, minibatch, valueCoefficient);
    const gradientNorm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
    const { stepSize, rootScale } = adamScales(learningRate, ++this.#steps);
    gradient.forEach((unclipped, i) => {
      const g = unclipped * Math.min(1, maxGradientNorm / gradientNorm);
      const m = (this.#firstMoment[i] = adam.beta1 * this.#firstMoment[i]! + (1 - adam.beta1) * g);
      const v = (this.#secondMoment[i] = adam.beta2 * this.#secondMoment[i]! + (1 - adam.beta2) * g * g);
      this.parameters[i]! -= (stepSize * m) / (rootScale * Math.sqrt(v) + adam.epsilon);
    });
    return { loss, gradientNorm };
  }
}
