/** Dense layers and activations as nodes of a graph, forward and backward. */
import { biasOffset, type Layer, type NetworkLayout } from '../model/layout.ts';
import type { Activation } from '../model/shape.ts';
import type { Graph, Value } from './graph.ts';

/** A layer inside a graph: weights [inputs, outputs] and biases [outputs], constant or fed. */
export interface LayerValues {
  readonly layer: Layer;
  readonly weights: Value;
  readonly biases: Value;
}

/** A layer at fixed parameters. */
export function constantLayer(graph: Graph, layer: Layer, parameters: Float32Array): LayerValues {
  const { inputs, outputs, offset } = layer;
  const bias = biasOffset(layer);
  return {
    layer,
    weights: graph.constant(parameters.subarray(offset, bias), [inputs, outputs]),
    biases: graph.constant(parameters.subarray(bias, bias + outputs), [outputs]),
  };
}

/** The layers of both networks, cut out of the input `parameters`, which is flat. */
export function fedLayers(graph: Graph, layout: NetworkLayout): { policy: LayerValues[]; value: LayerValues[] } {
  const parameters = graph.input('parameters', 'float32', [layout.size]);
  const all = [...layout.policy, ...layout.value];
  const sizes = all.flatMap(({ inputs, outputs }) => [inputs * outputs, outputs]);
  const { logStd } = layout;
  // The standard deviations are fed on their own: their part is cut off here.
  if (logStd !== undefined) sizes.splice(2 * layout.policy.length, 0, layout.value[0]!.offset - logStd);
  const parts = graph.nodeWithOutputs(sizes.length, 'Split', [parameters, graph.integers(...sizes)], { axis: 0 });
  if (logStd !== undefined) parts.splice(2 * layout.policy.length, 1);
  const layers = all.map((layer, i) => ({
    layer,
    weights: graph.node('Reshape', [parts[2 * i]!, graph.integers(layer.inputs, layer.outputs)]),
    biases: parts[2 * i + 1]!,
  }));
  return { policy: layers.slice(0, layout.policy.length), value: layers.slice(layout.policy.length) };
}

/** Something that a graph computed, and the way back: nodes that turn the loss's derivative by it into gradients. */
export interface Differentiable {
  readonly output: Value;
  backward(delta: Value, gradients: Gradients): void;
}

/** A value where a condition holds, else 0. */
export function addWhere(graph: Graph, condition: Value, value: Value): Value {
  return graph.node('Where', [condition, value, graph.number(0)]);
}

export function addLinear(graph: Graph, input: Value, { weights, biases }: LayerValues): Value {
  return graph.node('Gemm', [input, weights, biases]);
}

/** Gradients of layers, as they come on the way back. */
export class Gradients {
  readonly #graph: Graph;
  /** [rows], all 1: a product with it sums over the rows, several times faster than a reduction. */
  readonly #ones: Value;
  readonly #flat = new Map<Layer, Value[]>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#ones = graph.input('ones', 'float32', ['rows']);
  }

  /** Adds a layer, given its input and the loss's derivative by what it gave. */
  add({ layer }: LayerValues, input: Value, delta: Value): void {
    const product = (a: Value, b: Value) => this.#graph.node('Gemm', [a, b], { transA: 1 });
    // A product of few columns is slow, one of few rows is not.
    const narrow = layer.outputs < 16;
    const weights = narrow ? this.#graph.node('Transpose', [product(delta, input)]) : product(input, delta);
    const biases = this.#graph.node('MatMul', [this.#ones, delta]);
    this.#flat.set(layer, [this.#graph.node('Reshape', [weights, this.#graph.integers(-1)]), biases]);
  }

  /** The gradients of a layer, each one-dimensional: of the weights, and of the biases. */
  of(layer: Layer): Value[] {
    return this.#flat.get(layer)!;
  }
}

/** The hidden layers of a network. */
export function addHidden(
  graph: Graph,
  input: Value,
  layers: readonly LayerValues[],
  activation: Activation,
): Differentiable {
  const steps: { layer: LayerValues; input: Value; activated: Activated }[] = [];
  let output = input;
  for (const layer of layers) {
    const activated = addActivation(graph, activation, addLinear(graph, output, layer));
    steps.push({ layer, input: output, activated });
    output = activated.output;
  }
  return {
    output,
    backward(delta, gradients) {
      for (let depth = steps.length - 1; depth >= 0; depth--) {
        const { layer, input: below, activated } = steps[depth]!;
        const linearDelta = activated.chain(delta);
        gradients.add(layer, below, linearDelta);
        if (depth > 0) delta = graph.node('Gemm', [linearDelta, layer.weights], { transB: 1 });
      }
    },
  };
}

interface Activated {
  readonly output: Value;
  /** Multiplies a derivative by the slope. */
  chain(delta: Value): Value;
}

function addActivation(graph: Graph, activation: Activation, linear: Value): Activated {
  const multiply = (a: Value, b: Value) => graph.node('Mul', [a, b]);
  const oneMinus = (a: Value) => graph.node('Sub', [graph.number(1), a]);
  switch (activation) {
    case 'tanh': {
      const output = graph.node('Tanh', [linear]);
      return { output, chain: (delta) => multiply(delta, oneMinus(multiply(output, output))) };
    }
    case 'relu': {
      const output = graph.node('Relu', [linear]);
      const active = () => graph.node('Greater', [output, graph.number(0)]);
      return { output, chain: (delta) => addWhere(graph, active(), delta) };
    }
    case 'silu': {
      const sigmoid = graph.node('Sigmoid', [linear]);
      const output = multiply(linear, sigmoid);
      const slope = () => graph.node('Add', [output, multiply(sigmoid, oneMinus(output))]);
      return { output, chain: (delta) => multiply(delta, slope()) };
    }
  }
}
