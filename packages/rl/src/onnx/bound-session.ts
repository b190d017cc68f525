import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { sessionOptions, type OnnxRuntime } from './runtime.ts';

/** A model that runs, and its tensors for a number of rows: they are allocated anew only when that number changes. */
export class BoundSession {
  readonly #runtime: OnnxRuntime;
  readonly #session: InferenceSession;
  #bound: BoundTensors | undefined;

  private constructor(runtime: OnnxRuntime, session: InferenceSession) {
    this.#runtime = runtime;
    this.#session = session;
  }

  static async open(runtime: OnnxRuntime, model: Uint8Array): Promise<BoundSession> {
    return new BoundSession(runtime, await runtime.InferenceSession.create(model, sessionOptions));
  }

  /** The tensors for so many rows; those of the call before unless `rows` has changed. */
  bind(rows: number): BoundTensors {
    if (this.#bound?.rows !== rows) {
      const { inputMetadata, outputMetadata } = this.#session;
      const inputs = new Tensors(this.#runtime, inputMetadata, rows);
      this.#bound = { rows, inputs, outputs: new Tensors(this.#runtime, outputMetadata, rows) };
    }
    return this.#bound;
  }

  /** Computes the outputs from the inputs that are bound. */
  async run({ inputs, outputs }: BoundTensors): Promise<void> {
    const copies = await this.#session.run(inputs.tensors, outputs.tensors);
    for (const [name, { data }] of Object.entries(copies)) if (data !== outputs.tensors[name]!.data) free(data);
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

/**
 * Gives memory back at once. onnxruntime-node (1.30) writes into the tensors that it is given and returns copies of them
 * besides: as garbage, copies of a gradient would start a collection of the whole heap at every rollout.
 */
function free(data: Tensor['data']): void {
  if (ArrayBuffer.isView(data) && data.buffer instanceof ArrayBuffer) data.buffer.transfer(0);
}

export interface BoundTensors {
  readonly rows: number;
  readonly inputs: Tensors;
  readonly outputs: Tensors;
}

/** What a session reads or writes, by name; the arrays of the tensors are filled and read in place. */
export class Tensors {
  readonly tensors: Record<string, Tensor> = {};
  readonly #runtime: OnnxRuntime;

  /** Tensors for all inputs or all outputs of a session, with `rows` for the size that may differ from run to run. */
  constructor(runtime: OnnxRuntime, metadata: readonly InferenceSession.ValueMetadata[], rows: number) {
    this.#runtime = runtime;
    for (const value of metadata) {
      if (!value.isTensor) continue; // never: our graphs have nothing else
      const dimensions = value.shape.map((size) => (typeof size === 'string' ? rows : size));
      const length = dimensions.reduce((product, size) => product * size, 1);
      this.tensors[value.name] = new runtime.Tensor('float32', new Float32Array(length), dimensions);
    }
  }

  floats(name: string): Float32Array {
    return this.tensors[name]!.data as Float32Array;
  }

  /** Lays a tensor over an array of the caller, in place of its own. The array must not be in shared memory. */
  replace(name: string, array: Float32Array): void {
    const { data, dims } = this.tensors[name]!;
    if (data !== array) this.tensors[name] = new this.#runtime.Tensor('float32', array, dims);
  }
}
