/**
 * The ONNX graphs of an actor-critic model: acting, and one whole training step. ONNX Runtime has no automatic
 * differentiation in Node, so the backward pass is written out here; `reference.ts` is the same in plain TypeScript.
 */
import {
  actorCriticLayout,
  biasOffset,
  blockSizes,
  type ActorCriticLayout,
  type ActorCriticShape,
  type Layer,
} from '../actor-critic.ts';
import { withDefaults, type LearnerOptions } from '../learner.ts';
import { addAdam, addClipByNorm } from './adam.ts';
import { Graph, type Value } from './graph.ts';
import { elementTypes } from './messages.ts';

/** The weights [inputs, outputs] and biases [outputs] of one layer. */
interface LayerValues {
  readonly weights: Value;
  readonly biases: Value;
}

/**
 * Both networks at fixed parameters. Input `observations` [rows, observation]; outputs `logits` [rows, actions] and
 * `values` [rows, 1]. The parameters are stored as constants: ONNX Runtime packs those once, which doubles the speed of
 * small batches and makes a row's result independent of the batch it is in.
 */
export function policyModel(shape: ActorCriticShape, parameters: Float32Array): Uint8Array {
  const graph = new Graph('policy');
  const layout = actorCriticLayout(shape);
  const observations = graph.input('observations', 'float32', ['rows', shape.observation]);
  const network = (name: string, layers: readonly Layer[]) => {
    const constants = layers.map((layer, i) => constantLayer(graph, `${name}.${i}`, layer, parameters));
    return addForward(graph, observations, constants).at(-1)!;
  };
  graph.output('logits', network('policy', layout.policy), 'float32', ['rows', shape.actions]);
  graph.output('values', network('value', layout.value), 'float32', ['rows', 1]);
  return graph.encode();
}

/**
 * One training step: loss, backward pass, clipping, Adam. All parameters are one flat vector, and so are their moments.
 * Inputs: `parameters`, `firstMoment`, `secondMoment`; `observations`, `actions`, `advantages`, `returns`; `stepSize`
 * and `rootScale` of `adamScales`. Outputs: the three vectors updated (`newParameters`, `newFirstMoment`,
 * `newSecondMoment`), `loss` and `gradientNorm`.
 */
export function trainStepModel(options: LearnerOptions): Uint8Array {
  const graph = new Graph('train-step');
  const { shape, valueCoefficient, maxGradientNorm } = withDefaults(options);
  const layout = actorCriticLayout(shape);
  const parameters = graph.input('parameters', 'float32', [layout.size]);
  const observations = graph.input('observations', 'float32', ['rows', shape.observation]);

  const networks = splitParameters(graph, layout, parameters);
  const policy = addForward(graph, observations, networks.policy);
  const value = addForward(graph, observations, networks.value);
  const { loss, logitDelta, valueDelta } = addLoss(
    graph,
    policy.at(-1)!,
    value.at(-1)!,
    shape.actions,
    valueCoefficient,
  );
  const gradients = [
    ...addBackward(graph, networks.policy, policy, logitDelta),
    ...addBackward(graph, networks.value, value, valueDelta),
  ];
  const flat = gradients.map((gradient) => graph.node('Reshape', [gradient, graph.integers(-1)]));
  const gradient = graph.node('Concat', flat, { axis: 0 });

  const { clipped, norm } = addClipByNorm(graph, gradient, maxGradientNorm);
  addAdam(graph, parameters, clipped, layout.size);
  graph.output('loss', loss, 'float32', []);
  graph.output('gradientNorm', norm, 'float32', []);
  return graph.encode();
}

function constantLayer(graph: Graph, name: string, layer: Layer, parameters: Float32Array): LayerValues {
  const { offset, inputs, outputs } = layer;
  const bias = biasOffset(layer);
  return {
    weights: graph.constant(parameters.subarray(offset, bias), [inputs, outputs], `${name}.weights`),
    biases: graph.constant(parameters.subarray(bias, bias + outputs), [outputs], `${name}.biases`),
  };
}

/** The layers of both networks, cut out of the flat parameters in the order of the layout. */
function splitParameters(graph: Graph, layout: ActorCriticLayout, parameters: Value) {
  const layers = [...layout.policy, ...layout.value];
  const sizes = blockSizes(layout);
  const parts = graph.nodeWithOutputs(sizes.length, 'Split', [parameters, graph.integers(...sizes)], { axis: 0 });
  const values = layers.map(({ inputs, outputs }, i) => ({
    weights: graph.node('Reshape', [parts[2 * i]!, graph.integers(inputs, outputs)]),
    biases: parts[2 * i + 1]!,
  }));
  return { policy: values.slice(0, layout.policy.length), value: values.slice(layout.policy.length) };
}

/** A multilayer perceptron; returns the activations of every layer: its input first, its linear output last. */
function addForward(graph: Graph, input: Value, layers: readonly LayerValues[]): Value[] {
  const activations = [input];
  for (const { weights, biases } of layers) {
    const linear = graph.node('Gemm', [activations.at(-1)!, weights, biases]);
    activations.push(activations.length === layers.length ? linear : graph.node('Tanh', [linear]));
  }
  return activations;
}

/** Gradients by every weight and bias, in the order of the layout, given the loss's derivative by the linear output. */
function addBackward(graph: Graph, layers: readonly LayerValues[], activations: Value[], outputDelta: Value): Value[] {
  const gradients: Value[] = [];
  let delta = outputDelta;
  for (let depth = layers.length - 1; depth >= 0; depth--) {
    const input = activations[depth]!;
    gradients.unshift(
      graph.node('Gemm', [input, delta], { transA: 1 }),
      graph.node('ReduceSum', [delta, graph.integers(0)], { keepdims: 0 }),
    );
    if (depth === 0) break;
    // The derivative of tanh is 1 - tanh².
    const slope = graph.node('Sub', [graph.scalar(1), graph.node('Mul', [input, input])]);
    delta = graph.node('Mul', [graph.node('Gemm', [delta, layers[depth]!.weights], { transB: 1 }), slope]);
  }
  return gradients;
}

/** The advantage actor-critic loss, and its derivatives by the logits and by the values. */
function addLoss(graph: Graph, logits: Value, values: Value, actionCount: number, valueCoefficient: number) {
  const actions = graph.input('actions', 'int32', ['rows']);
  const advantages = graph.input('advantages', 'float32', ['rows', 1]);
  const returns = graph.input('returns', 'float32', ['rows', 1]);
  const rows = graph.node('Cast', [graph.node('Shape', [actions])], { to: elementTypes.float32 });

  const logProbabilities = graph.node('LogSoftmax', [logits], { axis: 1 });
  const chosen = graph.node('OneHot', [actions, graph.scalar(actionCount), graph.constant(Float32Array.of(0, 1), [2])]);
  const weights = graph.node('Div', [advantages, rows]);
  const sum = (value: Value) => graph.node('ReduceSum', [value], { keepdims: 0 });
  const weighted = graph.node('Mul', [graph.node('Mul', [logProbabilities, chosen]), weights]);
  const probabilities = graph.node('Exp', [logProbabilities]);
  const logitDelta = graph.node('Mul', [graph.node('Sub', [probabilities, chosen]), weights]);

  const error = graph.node('Sub', [values, returns]);
  const errorWeight = graph.node('Div', [graph.scalar(valueCoefficient), rows]);
  const weightedError = graph.node('Mul', [error, errorWeight]);
  const valueLoss = sum(graph.node('Mul', [weightedError, error]));
  const valueDelta = graph.node('Add', [weightedError, weightedError]);
  return { loss: graph.node('Sub', [valueLoss, sum(weighted)]), logitDelta, valueDelta };
}
