/**
 * The plain double-precision twin of the compute backends: the same loss and gradient, row by row and without any
 * library. It is what a backend's health check is measured against; it is far too slow to train with.
 */
import { lossRows } from './backends/batch.ts';
import type { LossBatch, LossOptions, LossTerms, LossWeights } from './backends/loss-gradient.ts';
import { biasOffset, networkLayout, type Layer } from './model/layout.ts';
import type { Activation, ActionHead } from './model/shape.ts';

/** A loss, its terms, and its derivative by every parameter. */
export interface ReferenceResult {
  readonly loss: number;
  readonly terms: LossTerms;
  readonly gradient: Float64Array;
}

/** The loss of PPO on a batch, as `LossGradient` defines it. @throws RangeError as `LossGradient.compute`. */
export function referenceLoss(
  options: LossOptions,
  parameters: Float64Array,
  batch: LossBatch,
  weights: LossWeights,
): ReferenceResult {
  const { shape, valueCoefficient } = options;
  const { clip, valueClip, entropyCoefficient, rowWeight } = weights;
  const layout = networkLayout(shape);
  const gradient = new Float64Array(layout.size);
  const hidden = (layers: readonly Layer[]) =>
    layers.map((layer) => new DenseLayer(layer, parameters, gradient, shape.activation));
  const head = (layers: readonly Layer[]) => new DenseLayer(layers.at(-1)!, parameters, gradient);
  const trunk = hidden(layout.policy.slice(0, -1));
  const valueTrunk = shape.shared ? trunk : hidden(layout.value.slice(0, -1));
  const policyHead = head(layout.policy);
  const valueHead = head(layout.value);

  const sums = { policyLoss: 0, valueLoss: 0, entropy: 0, approximateKl: 0, clipFraction: 0 };
  const rows = lossRows(options, batch);
  for (let row = 0; row < rows; row++) {
    const observation = rowOf(batch.observations, row, rows);
    const features = forward(trunk, observation);
    const policy = policyOf(shape.head, policyHead.forward(features), logStdOf(layout.logStd, shape.head, parameters), {
      action: rowOf(batch.actions, row, rows),
      mask: batch.masks && rowOf(batch.masks, row, rows),
    });
    const logRatio = policy.logProbability - batch.logProbabilities[row]!;
    const ratio = Math.exp(logRatio);
    const advantage = batch.advantages[row]!;
    const plain = ratio * advantage;
    const clipped = clamp(ratio, 1 - clip, 1 + clip) * advantage;
    const byLogProbability = plain <= clipped ? -plain : 0;
    sums.policyLoss -= Math.min(plain, clipped);
    sums.entropy += policy.entropy;
    sums.approximateKl += ratio - 1 - logRatio;
    sums.clipFraction += Number(Math.abs(ratio - 1) > clip);
    const outputDelta = policy.byOutputs.map(([l, h]) => rowWeight * (byLogProbability * l - entropyCoefficient * h));
    policy.byLogStd.forEach(([l, h], j) => {
      gradient[layout.logStd! + j]! += rowWeight * (byLogProbability * l - entropyCoefficient * h);
    });

    const value = valueHead.forward(forward(valueTrunk, observation))[0]!;
    const target = batch.returns[row]!;
    const near = clamp(value, batch.values[row]! - valueClip, batch.values[row]! + valueClip);
    const isClipped = (near - target) ** 2 > (value - target) ** 2;
    sums.valueLoss += ((isClipped ? near : value) - target) ** 2;
    const valueDelta = [rowWeight * valueCoefficient * (isClipped ? 0 : 2 * (value - target))];

    const byFeatures = policyHead.backward(outputDelta);
    const byValueFeatures = valueHead.backward(valueDelta);
    if (shape.shared) {
      backward(
        trunk,
        byFeatures.map((d, i) => d + byValueFeatures[i]!),
      );
    } else {
      backward(trunk, byFeatures);
      backward(valueTrunk, byValueFeatures);
    }
  }
  const terms = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum * rowWeight]));
  const { policyLoss, valueLoss, entropy } = terms as typeof sums;
  const loss = policyLoss + valueCoefficient * valueLoss - entropyCoefficient * entropy;
  return { loss, terms: terms as typeof sums, gradient };
}

/** One dense layer, with its activation unless it is a head; remembers its last forward pass for the way back. */
class DenseLayer {
  readonly #layer: Layer;
  readonly #parameters: Float64Array;
  readonly #gradient: Float64Array;
  readonly #activation: Activation | undefined;
  #input: readonly number[] = [];
  #linear: readonly number[] = [];

  constructor(layer: Layer, parameters: Float64Array, gradient: Float64Array, activation?: Activation) {
    this.#layer = layer;
    this.#parameters = parameters;
    this.#gradient = gradient;
    this.#activation = activation;
  }

  forward(input: readonly number[]): number[] {
    const { outputs } = this.#layer;
    this.#input = input;
    const linear = Array.from({ length: outputs }, (_, j) =>
      input.reduce((sum, x, i) => sum + x * this.#parameters[this.#weight(i, j)]!, this.#parameters[this.#bias(j)]!),
    );
    this.#linear = linear;
    return this.#activation === undefined ? linear : linear.map(activations[this.#activation].value);
  }

  /** Adds to the gradient; gives the derivative by the input from that by the output. */
  backward(delta: readonly number[]): number[] {
    const slope = this.#activation === undefined ? () => 1 : activations[this.#activation].slope;
    const byLinear = delta.map((d, j) => d * slope(this.#linear[j]!));
    byLinear.forEach((d, j) => (this.#gradient[this.#bias(j)]! += d));
    return this.#input.map((x, i) => {
      byLinear.forEach((d, j) => (this.#gradient[this.#weight(i, j)]! += x * d));
      return byLinear.reduce((sum, d, j) => sum + d * this.#parameters[this.#weight(i, j)]!, 0);
    });
  }

  readonly #weight = (i: number, j: number) => this.#layer.offset + i * this.#layer.outputs + j;
  readonly #bias = (j: number) => biasOffset(this.#layer) + j;
}

const forward = (layers: readonly DenseLayer[], input: number[]): number[] =>
  layers.reduce((x, layer) => layer.forward(x), input);

const backward = (layers: readonly DenseLayer[], delta: number[]): number[] =>
  layers.reduceRight((d, layer) => layer.backward(d), delta);

type RealFunction = (x: number) => number;
const sigmoid: RealFunction = (x) => 1 / (1 + Math.exp(-x));

const activations: Record<Activation, { value: RealFunction; slope: RealFunction }> = {
  tanh: { value: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
  relu: { value: (x) => Math.max(0, x), slope: (x) => Number(x > 0) },
  silu: { value: (x) => x * sigmoid(x), slope: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))) },
};

/** What a policy says of an action, and the derivatives of log-probability and entropy, in pairs. */
interface ActionOdds {
  readonly logProbability: number;
  readonly entropy: number;
  readonly byOutputs: readonly (readonly [number, number])[];
  readonly byLogStd: readonly (readonly [number, number])[];
}

interface Taken {
  readonly action: readonly number[];
  readonly mask: readonly number[] | undefined;
}

function policyOf(head: ActionHead, outputs: number[], logStd: number[], { action, mask }: Taken): ActionOdds {
  if (head.kind === 'gaussian') return gaussian(outputs, logStd, action);
  let first = 0;
  const parts = head.sizes.map((size, i) => {
    const legal = Array.from({ length: size }, (_, j) => mask === undefined || mask[first + j] !== 0);
    const part = softmax(outputs.slice(first, first + size), legal, action[i]!);
    first += size;
    return part;
  });
  return {
    logProbability: parts.reduce((sum, part) => sum + part.logProbability, 0),
    entropy: parts.reduce((sum, part) => sum + part.entropy, 0),
    byOutputs: parts.flatMap((part) => part.byOutputs),
    byLogStd: [],
  };
}

function softmax(logits: number[], legal: boolean[], action: number): ActionOdds {
  const largest = Math.max(...logits.filter((_, j) => legal[j]));
  const weights = logits.map((logit, j) => (legal[j] ? Math.exp(logit - largest) : 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const surprise = (j: number) => largest + Math.log(total) - logits[j]!;
  const entropy = weights.reduce((sum, weight, j) => sum + (legal[j] ? (weight / total) * surprise(j) : 0), 0);
  const byOutputs = weights.map((weight, j) => {
    const p = weight / total;
    return [Number(j === action) - p, legal[j] ? p * (surprise(j) - entropy) : 0] as const;
  });
  return { logProbability: -surprise(action), entropy, byOutputs, byLogStd: [] };
}

function gaussian(means: number[], logStd: number[], action: readonly number[]): ActionOdds {
  const z = means.map((mean, j) => (action[j]! - mean) / Math.exp(logStd[j]!));
  const sum = (f: (j: number) => number) => means.reduce((total, _, j) => total + f(j), 0);
  return {
    logProbability: sum((j) => -(z[j]! ** 2) / 2 - logStd[j]! - Math.log(2 * Math.PI) / 2),
    entropy: sum((j) => logStd[j]! + Math.log(2 * Math.PI * Math.E) / 2),
    byOutputs: z.map((zj, j) => [zj / Math.exp(logStd[j]!), 0] as const),
    byLogStd: z.map((zj) => [zj ** 2 - 1, 1] as const),
  };
}

function rowOf(numbers: Float32Array, row: number, rows: number): number[] {
  const width = numbers.length / rows;
  return Array.from(numbers.subarray(row * width, (row + 1) * width));
}

const logStdOf = (offset: number | undefined, head: ActionHead, parameters: Float64Array): number[] =>
  offset === undefined || head.kind !== 'gaussian' ? [] : Array.from(parameters.subarray(offset, offset + head.size));

const clamp = (x: number, least: number, greatest: number): number => Math.min(greatest, Math.max(least, x));
