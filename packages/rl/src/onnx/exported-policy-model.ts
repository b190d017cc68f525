import { checkParameterCount, networkLayout } from '../model/layout.ts';
import { outputSize, type NetworkShape } from '../model/shape.ts';
import { Graph, type Value } from './graph.ts';
import { elementTypes } from './messages.ts';
import { addHidden, addLinear, constantLayer } from './network.ts';

/** How raw observations become what the networks see: `(observation - shift) · scale`, within ±clip. */
export interface InputScaling {
  readonly shift: Float64Array;
  readonly scale: Float64Array;
  readonly clip: number;
}

/**
 * A trained policy as an .onnx file that needs nothing else: raw observations go in.
 *
 * Input `observation` [batch, observation]. Outputs: `logits` [batch, outputSize], those of all parts one after the other,
 * or of a Gaussian `mean` [batch, size] and `logStd` [size]; then `value` [batch, 1].
 *
 * @throws RangeError when the parameters or the scaling do not fit the shape.
 */
export function exportedPolicyModel(shape: NetworkShape, parameters: Float32Array, scaling?: InputScaling): Uint8Array {
  const layout = networkLayout(shape);
  checkParameterCount(layout.size, parameters);
  const graph = new Graph('policy');
  const observation = graph.input('observation', 'float32', ['batch', shape.observation]);
  const input = scaling === undefined ? observation : addScaling(graph, observation, shape.observation, scaling);
  const policy = layout.policy.map((layer) => constantLayer(graph, layer, parameters));
  const value = layout.value.map((layer) => constantLayer(graph, layer, parameters));
  const trunk = addHidden(graph, input, policy.slice(0, -1), shape.activation);
  const valueTrunk = shape.shared ? trunk : addHidden(graph, input, value.slice(0, -1), shape.activation);

  const { head } = shape;
  const name = head.kind === 'categorical' ? 'logits' : 'mean';
  graph.output(name, addLinear(graph, trunk.output, policy.at(-1)!), 'float32', ['batch', outputSize(head)]);
  if (layout.logStd !== undefined) {
    const logStd = parameters.subarray(layout.logStd, layout.value[0]!.offset);
    const constant = graph.constant(logStd, [logStd.length]);
    graph.output('logStd', graph.node('Identity', [constant]), 'float32', [logStd.length]);
  }
  graph.output('value', addLinear(graph, valueTrunk.output, value.at(-1)!), 'float32', ['batch', 1]);
  return graph.encode().bytes;
}

function addScaling(graph: Graph, observation: Value, size: number, { shift, scale, clip }: InputScaling): Value {
  if (shift.length !== size || scale.length !== size) {
    throw new RangeError(`a scaling of ${shift.length} numbers does not fit an observation of ${size}`);
  }
  // In double precision, as in training: raw numbers may be large and close to each other.
  const numbers = (values: Float64Array) => graph.constant(Float64Array.from(values), [size]);
  const bound = (value: number) => graph.constant(Float64Array.of(value), []);
  const exact = graph.node('Cast', [observation], { to: elementTypes.float64 });
  const scaled = graph.node('Mul', [graph.node('Sub', [exact, numbers(shift)]), numbers(scale)]);
  return graph.node('Cast', [graph.node('Clip', [scaled, bound(-clip), bound(clip)])], { to: elementTypes.float32 });
}
