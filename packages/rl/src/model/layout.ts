import { outputSize, type NetworkShape } from './shape.ts';

/** One dense layer: `output = input · weights + biases`, weights stored row by row as [inputs, outputs]. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Where the layer's weights start in the flat parameters; its biases follow them. */
  readonly offset: number;
}

/** Where everything lies in one flat parameter vector: the policy's layers, the standard deviations, the value's layers. */
export interface NetworkLayout {
  /** The hidden layers of the policy, then its head. */
  readonly policy: readonly Layer[];
  /** Where the logarithms of the standard deviations start, one for each number of an action; Gaussian only. */
  readonly logStd: number | undefined;
  /** The hidden layers of the value network, then its head; with a shared trunk, the head alone. */
  readonly value: readonly Layer[];
  /** Number of parameters. */
  readonly size: number;
}

/**
 * Lays the parameters of both networks out in one flat vector.
 *
 * @throws RangeError when a size is not a positive integer, an action has no part, or a shared network has hidden layers
 *   of its own for the value.
 *
 * @example
 * const head = { kind: 'categorical', sizes: [2] } as const;
 * const shape = { observation: 4, hidden: [8], valueHidden: [8], activation: 'tanh', shared: false, head } as const;
 * networkLayout(shape).size; // => 107
 */
export function networkLayout(shape: NetworkShape): NetworkLayout {
  checkShape(shape);
  const { observation, hidden, valueHidden, shared, head } = shape;
  const policy = denseLayers([observation, ...hidden, outputSize(head)], 0);
  const logStd = head.kind === 'gaussian' ? endOf(policy) : undefined;
  const valueStart = endOf(policy) + (head.kind === 'gaussian' ? head.size : 0);
  const value = denseLayers(shared ? [hidden.at(-1) ?? observation, 1] : [observation, ...valueHidden, 1], valueStart);
  return { policy, logStd, value, size: endOf(value) };
}

function checkShape({ observation, hidden, valueHidden, shared, head }: NetworkShape): void {
  const parts = head.kind === 'gaussian' ? [head.size] : head.sizes;
  if (parts.length === 0) throw new RangeError('an action needs 1 part or more');
  for (const size of [observation, ...hidden, ...valueHidden, ...parts]) {
    if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`a layer needs 1 unit or more, not ${size}`);
  }
  if (shared && valueHidden.length > 0) {
    throw new RangeError(`a shared network has no hidden layers for the value alone, not ${valueHidden.join(', ')}`);
  }
}

function denseLayers(sizes: readonly number[], start: number): Layer[] {
  const layers: Layer[] = [];
  for (let i = 1, offset = start; i < sizes.length; i++) {
    const layer = { inputs: sizes[i - 1]!, outputs: sizes[i]!, offset };
    layers.push(layer);
    offset = endOf([layer]);
  }
  return layers;
}

/** Where the biases of a layer start. */
export const biasOffset = ({ offset, inputs, outputs }: Layer): number => offset + inputs * outputs;

const endOf = (layers: readonly Layer[]): number => {
  const last = layers.at(-1)!;
  return biasOffset(last) + last.outputs;
};

/** @throws RangeError when the flat parameters have the wrong length. */
export function checkParameterCount(size: number, parameters: Float32Array): void {
  if (parameters.length !== size) throw new RangeError(`the model has ${size} parameters, not ${parameters.length}`);
}
