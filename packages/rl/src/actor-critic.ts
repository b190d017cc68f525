/**
 * The model that every compute backend trains: two separate multilayer perceptrons with tanh between layers, a policy
 * that gives one logit per discrete action and a value network that gives one number.
 */

/** Sizes of an actor-critic model. */
export interface ActorCriticShape {
  /** Numbers in one observation. */
  readonly observation: number;
  /** Units of each hidden tanh layer, in both networks. */
  readonly hidden: readonly number[];
  /** Discrete actions, one policy logit each. */
  readonly actions: number;
}

/** One dense layer: `output = input · weights + biases`, weights stored row by row as [inputs, outputs]. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Where the layer's weights start in the flat parameters; its biases follow them. */
  readonly offset: number;
}

/** Where each layer lies in one flat parameter vector: the policy's layers first, then the value network's. */
export interface ActorCriticLayout {
  readonly policy: readonly Layer[];
  readonly value: readonly Layer[];
  /** Number of parameters. */
  readonly size: number;
}

/**
 * Lays the parameters of both networks out in one flat vector.
 *
 * @throws RangeError when a size is not a positive integer.
 *
 * @example
 * actorCriticLayout({ observation: 4, hidden: [8], actions: 2 }).size; // => 107
 */
export function actorCriticLayout({ observation, hidden, actions }: ActorCriticShape): ActorCriticLayout {
  for (const size of [observation, ...hidden, actions]) {
    if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`a layer needs 1 unit or more, not ${size}`);
  }
  const policy = denseLayers([observation, ...hidden, actions], 0);
  const value = denseLayers([observation, ...hidden, 1], endOf(policy));
  return { policy, value, size: endOf(value) };
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

/** The lengths of the blocks that make up the flat vector: weights and biases of each layer in turn. */
export const blockSizes = ({ policy, value }: ActorCriticLayout): number[] =>
  [...policy, ...value].flatMap(({ inputs, outputs }) => [inputs * outputs, outputs]);
