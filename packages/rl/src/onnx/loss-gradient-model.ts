/**
 * The loss of PPO and its gradient as one ONNX graph. ONNX Runtime has no automatic differentiation in Node, so the way
 * back is written out here; `reference.ts` is the same in plain TypeScript.
 *
 * A node costs about a microsecond however small it is, and an input or output several: so there are few of them, what
 * depends on a row's data alone is computed before, and the terms of the loss after, from each row's results.
 */
import { networkLayout } from '../model/layout.ts';
import { actionSize, outputSize, type NetworkShape } from '../model/shape.ts';
import { Graph, type Value } from './graph.ts';
import { addHidden, addLinear, addWhere, fedLayers, Gradients } from './network.ts';
import { addCategorical, addGaussian, type PolicyLoss } from './policy-loss.ts';
import { rowColumns, type RowData } from './row-data.ts';

/**
 * Inputs: `parameters`, flat; `observations`; `rowData` [rows, action size + rowColumns]; `ones` [rows]; `valueWeight`
 * (2 · valueCoefficient · rowWeight); for a categorical head `entropyWeight` (entropyCoefficient · rowWeight) and, where
 * the loss is masked, `penalties` [rows, outputSize], 0 or so negative that the probability vanishes; for a Gaussian
 * `precisions` (1 / standard deviation) and `entropyDelta` (the derivative of the entropy's part by each logStd).
 *
 * Outputs: `gradient`, flat, and `rowResults` [rows, 3] ([rows, 2] of a Gaussian): the logarithm of the ratio, the
 * value, and the negative entropy.
 */
export function lossGradientModel(shape: NetworkShape, masked: boolean): Uint8Array {
  const graph = new Graph('loss-gradient');
  const layout = networkLayout(shape);
  const observations = graph.input('observations', 'float32', ['rows', shape.observation]);
  const layers = fedLayers(graph, layout);
  const policyHead = layers.policy.at(-1)!;
  const valueHead = layers.value.at(-1)!;
  const data = splitRowData(graph, shape);

  const trunk = addHidden(graph, observations, layers.policy.slice(0, -1), shape.activation);
  const valueTrunk = shape.shared ? trunk : addHidden(graph, observations, layers.value.slice(0, -1), shape.activation);
  const policyLoss = addPolicyLoss(graph, shape, masked, addLinear(graph, trunk.output, policyHead), data);
  const values = addLinear(graph, valueTrunk.output, valueHead);
  const valueDelta = addValueLoss(graph, values, data);

  const gradients = new Gradients(graph);
  gradients.add(policyHead, trunk.output, policyLoss.outputDelta);
  gradients.add(valueHead, valueTrunk.output, valueDelta);
  const below = graph.node('Gemm', [policyLoss.outputDelta, policyHead.weights], { transB: 1 });
  if (shape.shared) {
    trunk.backward(graph.node('Gemm', [valueDelta, valueHead.weights, below], { transB: 1 }), gradients);
  } else {
    trunk.backward(below, gradients);
    valueTrunk.backward(graph.node('Gemm', [valueDelta, valueHead.weights], { transB: 1 }), gradients);
  }

  const { logStdGradient, logRatios, negativeEntropies } = policyLoss;
  const flat = [
    ...layout.policy.flatMap((layer) => gradients.of(layer)),
    ...(logStdGradient === undefined ? [] : [logStdGradient]),
    ...layout.value.flatMap((layer) => gradients.of(layer)),
  ];
  graph.output('gradient', graph.node('Concat', flat, { axis: 0 }), 'float32', [layout.size]);
  const results = [logRatios, values, ...(negativeEntropies === undefined ? [] : [negativeEntropies])];
  graph.output('rowResults', graph.node('Concat', results, { axis: 1 }), 'float32', ['rows', results.length]);
  return graph.encode().bytes;
}

function splitRowData(graph: Graph, { head }: NetworkShape): RowData {
  const widths = [actionSize(head), ...rowColumns.map(() => 1)];
  const total = widths.reduce((sum, width) => sum + width);
  const rowData = graph.input('rowData', 'float32', ['rows', total]);
  const names = ['action', ...rowColumns];
  const columns = graph.nodeWithOutputs(names.length, 'Split', [rowData, graph.integers(...widths)], { axis: 1 });
  return Object.fromEntries(names.map((name, i) => [name, columns[i]!])) as RowData;
}

function addPolicyLoss(graph: Graph, shape: NetworkShape, masked: boolean, outputs: Value, data: RowData): PolicyLoss {
  const { head } = shape;
  if (head.kind === 'gaussian') return addGaussian(graph, outputs, head.size, data);
  const logits = masked
    ? graph.node('Add', [outputs, graph.input('penalties', 'float32', ['rows', outputSize(head)])])
    : outputs;
  return addCategorical(graph, logits, head.sizes, data);
}

/**
 * The derivative of the loss by the values. The clipped value's error is the larger one, and the derivative 0, exactly
 * where |value - return| < |old value - return| - valueClip.
 */
function addValueLoss(graph: Graph, values: Value, { target, deadZone }: RowData): Value {
  const weight = graph.input('valueWeight', 'float32', [1, 1]);
  const errors = graph.node('Sub', [values, target]);
  const active = graph.node('GreaterOrEqual', [graph.node('Abs', [errors]), deadZone]);
  return graph.node('Mul', [addWhere(graph, active, errors), weight]);
}
