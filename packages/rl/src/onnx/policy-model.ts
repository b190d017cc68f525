import { biasOffset, networkLayout } from '../model/layout.ts';
import { outputSize, type NetworkShape } from '../model/shape.ts';
import { Graph } from './graph.ts';
import { addHidden, addLinear, constantLayer } from './network.ts';

/**
 * The policy's network at fixed parameters. They are constants of the model: ONNX Runtime packs those once, which doubles
 * the speed of small batches and makes a row's result independent of the batch it is in. New parameters are written over
 * the old ones in the bytes, which saves encoding them again.
 */
export interface PolicyModel {
  /** Input `observations` [rows, observation]; output `outputs` [rows, outputSize]: logits or means. */
  readonly bytes: Uint8Array;
  /** Overwrites the constants with flat parameters, in the order of `networkLayout`. */
  write(parameters: Float32Array): void;
}

export function policyModel(shape: NetworkShape): PolicyModel {
  const graph = new Graph('policy');
  const { policy, size } = networkLayout(shape);
  const observations = graph.input('observations', 'float32', ['rows', shape.observation]);
  const blank = new Float32Array(size);
  const layers = policy.map((layer) => constantLayer(graph, layer, blank));
  const hidden = addHidden(graph, observations, layers.slice(0, -1), shape.activation);
  const outputs = addLinear(graph, hidden.output, layers.at(-1)!);
  graph.output('outputs', outputs, 'float32', ['rows', outputSize(shape.head)]);
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

const bytesOf = (numbers: Float32Array, from: number, to: number): Uint8Array =>
  new Uint8Array(numbers.buffer, numbers.byteOffset + 4 * from, 4 * (to - from));
