import { biasOffset, networkLayout, type Layer } from './layout.ts';
import type { Activation, NetworkShape } from './shape.ts';

/**
 * Both networks on one observation at a time, in double precision over parameters in single precision. It needs no
 * library, answers at once, and allocates nothing; results hold until the next call.
 *
 * @example
 * const forward = new Forward(shape, parameters);
 * forward.outputs(observation); // logits or means
 */
export class Forward {
  readonly #parameters: Float32Array;
  readonly #observation: number;
  readonly #policy: readonly Layer[];
  readonly #value: readonly Layer[];
  readonly #activate: (numbers: Float64Array) => void;
  readonly #policyResults: readonly Float64Array[];
  readonly #valueResults: readonly Float64Array[];

  /** @param parameters flat, in the order of `networkLayout`; they are read at every call. */
  constructor(shape: NetworkShape, parameters: Float32Array) {
    const { policy, value } = networkLayout(shape);
    this.#parameters = parameters;
    this.#observation = shape.observation;
    this.#policy = policy;
    this.#value = shape.shared ? [...policy.slice(0, -1), ...value] : value;
    this.#activate = activations[shape.activation];
    this.#policyResults = this.#policy.map(({ outputs }) => new Float64Array(outputs));
    this.#valueResults = this.#value.map(({ outputs }) => new Float64Array(outputs));
  }

  /** Logits or means, [outputSize]. @throws RangeError when the observation has another size. */
  outputs(observation: ArrayLike<number>): Float64Array {
    return this.#run(observation, this.#policy, this.#policyResults);
  }

  /** The value of an observation. @throws RangeError as `outputs`. */
  value(observation: ArrayLike<number>): number {
    return this.#run(observation, this.#value, this.#valueResults)[0]!;
  }

  #run(observation: ArrayLike<number>, layers: readonly Layer[], results: readonly Float64Array[]): Float64Array {
    if (observation.length !== this.#observation) {
      throw new RangeError(`an observation has ${this.#observation} numbers, not ${observation.length}`);
    }
    const last = layers.length - 1;
    let input = observation;
    for (let depth = 0; depth <= last; depth++) {
      const output = results[depth]!;
      dense(output, input, this.#parameters, layers[depth]!);
      if (depth < last) this.#activate(output);
      input = output;
    }
    return results[last]!;
  }
}

/** out = input · weights + biases */
function dense(out: Float64Array, input: ArrayLike<number>, parameters: Float32Array, layer: Layer): void {
  const { inputs, outputs, offset } = layer;
  const bias = biasOffset(layer);
  for (let j = 0; j < outputs; j++) out[j] = parameters[bias + j]!;
  for (let i = 0, weight = offset; i < inputs; i++) {
    const x = input[i]!;
    for (let j = 0; j < outputs; j++) out[j]! += x * parameters[weight++]!;
  }
}

const each = (f: (x: number) => number) => (numbers: Float64Array) => {
  for (let i = 0; i < numbers.length; i++) numbers[i] = f(numbers[i]!);
};

const activations: Readonly<Record<Activation, (numbers: Float64Array) => void>> = {
  tanh: each(Math.tanh),
  relu: each((x) => Math.max(0, x)),
  silu: each((x) => x / (1 + Math.exp(-x))),
};
