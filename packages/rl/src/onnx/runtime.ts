import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { importLibrary } from '../backends/backend.ts';

export type OnnxRuntime = typeof import('onnxruntime-node');

export const loadOnnxRuntime = (): Promise<OnnxRuntime> =>
  importLibrary<OnnxRuntime>(
    'onnxruntime-node',
    'install it with "npm install onnxruntime-node" (Linux, macOS or Windows on x64 or arm64)',
  );

/**
 * One thread a session: parallelism comes from workers, and a result must not depend on the number of threads. Graphs
 * run as they are built: there is nothing to gain in so small ones, and a session starts sooner.
 */
export const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'disabled',
  logSeverityLevel: 3, // errors only
};

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
