import { networkLayout } from '../model/layout.ts';
import type { NetworkShape } from '../model/shape.ts';
import { Graph } from './graph.ts';
import { addHidden, addLinear, fedLayers } from './network.ts';

/**
 * The value network. Values are asked for in a few large batches, so that the parameters are fed: a session for each
 * rollout would cost more than it saves.
 *
 * Inputs `parameters`, flat, and `observations` [rows, observation]; output `values` [rows, 1]. A row's result is
 * independent of its batch where the number of rows is a multiple of `valueRows`.
 */
export function valueModel(shape: NetworkShape): Uint8Array {
  const graph = new Graph('value');
  const observations = graph.input('observations', 'float32', ['rows', shape.observation]);
  const { policy, value } = fedLayers(graph, networkLayout(shape));
  const hidden = shape.shared ? policy.slice(0, -1) : value.slice(0, -1);
  const trunk = addHidden(graph, observations, hidden, shape.activation);
  graph.output('values', addLinear(graph, trunk.output, value.at(-1)!), 'float32', ['rows', 1]);
  return graph.encode().bytes;
}

/** ONNX Runtime has other kernels for what is left of a batch after groups of 4 rows; 16 keeps well away from them. */
export const valueRows = 16;
