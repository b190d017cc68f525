/** The clipped surrogate and the entropy, and their derivative by what the policy's network gives. */
import type { Graph, Value } from './graph.ts';
import { elementTypes } from './messages.ts';
import { addWhere } from './network.ts';
import type { RowData } from './row-data.ts';

export interface PolicyLoss {
  /** The derivative of the loss by the network's outputs. */
  readonly outputDelta: Value;
  /** The derivative by the logarithms of the standard deviations, [size]; Gaussian only. */
  readonly logStdGradient?: Value;
  /** log(new probability / old probability), [rows, 1] */
  readonly logRatios: Value;
  /** [rows, 1]; categorical only, since that of a Gaussian is the same in every row. */
  readonly negativeEntropies?: Value;
}

/** The ratios, and the derivative of the loss by each row's log-probability, [rows, 1]: 0 where it is clipped. */
function addSurrogate(graph: Graph, logProbabilities: Value, data: RowData): { logRatios: Value; delta: Value } {
  const logRatios = graph.node('Sub', [logProbabilities, data.oldLogProbability]);
  const surrogate = graph.node('Mul', [graph.node('Exp', [logRatios]), data.advantageWeight]);
  const active = graph.node('GreaterOrEqual', [surrogate, data.surrogateLimit]);
  return { logRatios, delta: addWhere(graph, active, surrogate) };
}

/** Softmax of each part of the logits. */
export function addCategorical(graph: Graph, logits: Value, sizes: readonly number[], data: RowData): PolicyLoss {
  const entropyWeight = graph.input('entropyWeight', 'float32', [1, 1]);
  const actions = graph.node('Cast', [data.action], { to: elementTypes.int32 });
  const chosenIndices = splitColumns(
    graph,
    actions,
    sizes.map(() => 1),
  );
  const parts = splitColumns(graph, logits, sizes).map((part, i) => addSoftmax(graph, part, chosenIndices[i]!));
  const sum = (values: Value[]) => values.reduce((a, b) => graph.node('Add', [a, b]));

  const { logRatios, delta } = addSurrogate(graph, sum(parts.map(({ chosen }) => chosen)), data);
  // By logit j: delta · ([j chosen] - p_j) + entropyWeight · p_j · (log p_j - Σ p log p).
  const deltas = parts.map(({ logProbabilities, probabilities, negativeEntropies }, i) => {
    const surprise = graph.node('Mul', [logProbabilities, entropyWeight]);
    const level = graph.node('Add', [graph.node('Mul', [negativeEntropies, entropyWeight]), delta]);
    // surprise - level in every column: as a product, since ONNX Runtime is slow at spreading a column over a matrix.
    const minusOnes = graph.constant(new Float32Array(sizes[i]!).fill(-1), [1, sizes[i]!]);
    const even = graph.node('Mul', [probabilities, graph.node('Gemm', [level, minusOnes, surprise])]);
    return graph.node('ScatterElements', [even, chosenIndices[i]!, delta], { axis: 1, reduction: 'add' });
  });
  return {
    outputDelta: deltas.length === 1 ? deltas[0]! : graph.node('Concat', deltas, { axis: 1 }),
    logRatios,
    negativeEntropies: sum(parts.map(({ negativeEntropies }) => negativeEntropies)),
  };
}

function addSoftmax(graph: Graph, logits: Value, chosenIndices: Value) {
  const logProbabilities = graph.node('LogSoftmax', [logits], { axis: 1 });
  const probabilities = graph.node('Exp', [logProbabilities]);
  const products = graph.node('Mul', [probabilities, logProbabilities]);
  return {
    logProbabilities,
    probabilities,
    negativeEntropies: graph.node('ReduceSum', [products, graph.integers(1)], { keepdims: 1 }),
    chosen: graph.node('GatherElements', [logProbabilities, chosenIndices], { axis: 1 }),
  };
}

function splitColumns(graph: Graph, value: Value, widths: readonly number[]): Value[] {
  if (widths.length === 1) return [value];
  return graph.nodeWithOutputs(widths.length, 'Split', [value, graph.integers(...widths)], { axis: 1 });
}

/** A diagonal Gaussian about the means. */
export function addGaussian(graph: Graph, means: Value, size: number, data: RowData): PolicyLoss {
  const precisions = graph.input('precisions', 'float32', [size]);
  const entropyDelta = graph.input('entropyDelta', 'float32', [1, 1]);
  const z = graph.node('Mul', [graph.node('Sub', [data.action, means]), precisions]);
  const squares = graph.node('Mul', [z, z]);
  const minusHalves = graph.constant(new Float32Array(size).fill(-0.5), [size, 1]);
  const { logRatios, delta } = addSurrogate(graph, graph.node('Gemm', [squares, minusHalves]), data);
  const excess = graph.node('Sub', [squares, graph.number(1)]);
  const logStdGradient = graph.node('Gemm', [delta, excess, entropyDelta], { transA: 1 });
  return {
    outputDelta: graph.node('Mul', [graph.node('Mul', [z, precisions]), delta]),
    logStdGradient: graph.node('Reshape', [logStdGradient, graph.integers(-1)]),
    logRatios,
  };
}
