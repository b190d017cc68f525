import { biasOffset, networkLayout, type Layer } from '../model/layout.ts';
import { outputSize, type NetworkShape } from '../model/shape.ts';
import { Graph } from './graph.ts';
import { addHidden, addLinear, constantLayer } from './network.ts';

/**
 * One network whose parameters are constants of the model: ONNX Runtime packs those once, which doubles the speed of
 * small batches and makes a row's result independent of the batch it is in. New parameters are written over the old
 * ones in the bytes, which saves encoding them again.
 */
export interface ConstantModel {
  readonly bytes: Uint8Array;
  /** Overwrites the constants with flat parameters, in the order of `networkLayout`. */
  write(parameters: Float32Array): void;
}

/** Input `observations` [rows, observation]; output `outputs` [rows, outputSize]: logits or means. */
export const policyModel = (shape: NetworkShape): ConstantModel => constantModel(shape, 'policy');

/** Input `observations` [rows, observation]; output `outputs` [rows, 1]: values. */
export const valueModel = (shape: NetworkShape): ConstantModel => constantModel(shape, 'value');

function constantModel(shape: NetworkShape, network: 'policy' | 'value'): ConstantModel {
  const graph = new Graph(network);
  const observations = graph.input('observations', 'float32', ['rows', shape.observation]);
  const blank = new Float32Array(networkLayout(shape).size);
  const layers = layersOf(shape, network).map((layer) => constantLayer(graph, layer, blank));
  const hidden = addHidden(graph, observations, layers.slice(0, -1), shape.activation);
  const output = addLinear(graph, hidden.output, layers.at(-1)!);
  graph.output('outputs', output, 'float32', ['rows', network === 'policy' ? outputSize(shape.head) : 1]);
  const { bytes, offsets } = graph.encode();
  return {
    bytes,
    write(parameters) {
      for (const { layer, weights, biases } of layers) {
        const bias = biasOffset(layer);
        bytes.set(bytesOf(parameters, layer.offset, bias), offsets.get(weights.name)!);
        bytes.set(bytesOf(parameters, bias, bias + layer.outputs), offsets.get(biases.name)!);
      }
    },
  };
}

/** The layers of one network, its head last; those of a shared trunk belong to both. */
function layersOf(shape: NetworkShape, network: 'policy' | 'value'): readonly Layer[] {
  const { policy, value } = networkLayout(shape);
  if (network === 'policy') return policy;
  return shape.shared ? [...policy.slice(0, -1), ...value] : value;
}

const bytesOf = (numbers: Float32Array, from: number, to: number): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset + 4 * from, 4 * (to - from));
