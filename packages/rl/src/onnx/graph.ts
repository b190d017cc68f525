import {
  encodeModel,
  type Attributes,
  type Dimension,
  type ElementType,
  type EncodedModel,
  type NodeMessage,
  type TensorMessage,
  type ValueInfoMessage,
} from './messages.ts';

/** A tensor inside a graph: an input, a constant, or what a node computes. */
export interface Value {
  readonly name: string;
}

/**
 * Builds an ONNX model, node by node. Operators and attributes have the names of the ONNX operator set 18; names of
 * values are unique by construction.
 *
 * @example
 * const graph = new Graph('double');
 * const x = graph.input('x', 'float32', ['rows', 2]);
 * graph.output('y', graph.node('Add', [x, x]), 'float32', ['rows', 2]);
 * const { bytes } = graph.encode(); // an .onnx file
 */
export class Graph {
  readonly #name: string;
  readonly #inputs: ValueInfoMessage[] = [];
  readonly #initializers: TensorMessage[] = [];
  readonly #nodes: NodeMessage[] = [];
  readonly #outputs: ValueInfoMessage[] = [];
  readonly #names = new Set<string>();
  /** From the generated names of the values that became outputs to the names that the caller gave them. */
  readonly #outputNames = new Map<string, string>();

  constructor(name: string) {
    this.#name = name;
  }

  /** A tensor that the caller feeds. */
  input(name: string, type: ElementType, dimensions: readonly Dimension[]): Value {
    this.#inputs.push({ name: this.#claim(name), type, dimensions });
    return { name };
  }

  /** A tensor stored in the model, of the type that fits the array. */
  constant(data: Float32Array | Float64Array | BigInt64Array, dimensions: readonly number[]): Value {
    const name = `constant/${this.#initializers.length}`;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.#initializers.push({ name, type: elementTypeOf(data), dimensions, bytes });
    return { name };
  }

  /** A constant number for matrices: with dimensions [1, 1] ONNX Runtime is several times faster on columns than with []. */
  number(value: number): Value {
    return this.constant(Float32Array.of(value), [1, 1]);
  }

  /** A constant list of integers: sizes, axes. */
  integers(...values: number[]): Value {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Adds an operator with one output, which it returns. */
  node(opType: string, inputs: Value[], attributes: Attributes = {}): Value {
    return this.nodeWithOutputs(1, opType, inputs, attributes)[0]!;
  }

  /** Adds an operator with several outputs. */
  nodeWithOutputs(count: number, opType: string, inputs: Value[], attributes: Attributes = {}): Value[] {
    const outputs = Array.from({ length: count }, (_, i) => `${opType}/${this.#nodes.length}/${i}`);
    this.#nodes.push({ opType, inputs: inputs.map(({ name }) => name), outputs, attributes });
    return outputs.map((name) => ({ name }));
  }

  /**
   * Makes a value that a node computed an output of the model.
   * @throws RangeError when it is no such value, or is an output already.
   */
  output(name: string, value: Value, type: ElementType, dimensions: readonly Dimension[]): void {
    const computed = this.#nodes.some((node) => node.outputs.includes(value.name));
    if (!computed || this.#outputNames.has(value.name)) {
      throw new RangeError(`${value.name} cannot become the output ${name}`);
    }
    this.#outputNames.set(value.name, this.#claim(name));
    this.#outputs.push({ name, type, dimensions });
  }

  encode(): EncodedModel {
    const renamed = (names: readonly string[]) => names.map((name) => this.#outputNames.get(name) ?? name);
    return encodeModel({
      name: this.#name,
      inputs: this.#inputs,
      initializers: this.#initializers,
      nodes: this.#nodes.map((node) => ({ ...node, inputs: renamed(node.inputs), outputs: renamed(node.outputs) })),
      outputs: this.#outputs,
    });
  }

  /** Given names have no slash and generated ones do, so that they never meet. */
  #claim(name: string): string {
    if (name === '' || name.includes('/')) throw new RangeError(`"${name}" is no name: it is empty or has a slash`);
    if (this.#names.has(name)) throw new RangeError(`the graph has two values named ${name}`);
    this.#names.add(name);
    return name;
  }
}

function elementTypeOf(data: Float32Array | Float64Array | BigInt64Array): ElementType {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Float64Array ? 'float64' : 'int64';
}
