import type { InferenceSession } from 'onnxruntime-node';
import { rowsOf } from '../backends/batch.ts';
import type { Policy } from '../backends/policy.ts';
import { checkParameterCount, networkLayout } from '../model/layout.ts';
import type { NetworkShape } from '../model/shape.ts';
import { policyModel, valueModel, type ConstantModel } from './policy-models.ts';
import { sessionOptions, Tensors, type OnnxRuntime } from './runtime.ts';

/** Both networks, each in a session whose constants are the parameters. */
export class OnnxPolicy implements Policy {
  readonly #shape: NetworkShape;
  readonly #policy: ConstantNetwork;
  readonly #value: ConstantNetwork;

  private constructor(runtime: OnnxRuntime, shape: NetworkShape) {
    this.#shape = shape;
    this.#policy = new ConstantNetwork(runtime, policyModel(shape));
    this.#value = new ConstantNetwork(runtime, valueModel(shape));
  }

  static async open(runtime: OnnxRuntime, shape: NetworkShape, parameters: Float32Array): Promise<OnnxPolicy> {
    const policy = new OnnxPolicy(runtime, shape);
    await policy.load(parameters);
    return policy;
  }

  async outputs(observations: Float32Array): Promise<Float32Array> {
    return this.#policy.run(observations, rowsOf(this.#shape, observations));
  }

  async values(observations: Float32Array): Promise<Float32Array> {
    return this.#value.run(observations, rowsOf(this.#shape, observations));
  }

  async load(parameters: Float32Array): Promise<void> {
    checkParameterCount(networkLayout(this.#shape).size, parameters);
    await this.#policy.load(parameters);
    await this.#value.load(parameters);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#policy.release();
    await this.#value.release();
  }
}

/** A network in a session that is made anew for other parameters. */
class ConstantNetwork {
  readonly #runtime: OnnxRuntime;
  readonly #model: ConstantModel;
  #session: InferenceSession | undefined;
  /** Tensors of the last batch size. */
  #bound: { rows: number; inputs: Tensors; outputs: Tensors } | undefined;

  constructor(runtime: OnnxRuntime, model: ConstantModel) {
    this.#runtime = runtime;
    this.#model = model;
  }

  async load(parameters: Float32Array): Promise<void> {
    this.#model.write(parameters);
    await this.release();
    this.#session = await this.#runtime.InferenceSession.create(this.#model.bytes, sessionOptions);
  }

  async run(observations: Float32Array, rows: number): Promise<Float32Array> {
    const session = this.#session!;
    if (this.#bound?.rows !== rows) {
      const inputs = new Tensors(this.#runtime, session.inputMetadata, rows);
      const outputs = new Tensors(this.#runtime, session.outputMetadata, rows);
      this.#bound = { rows, inputs, outputs };
    }
    const { inputs, outputs } = this.#bound;
    inputs.floats('observations').set(observations);
    await session.run(inputs.tensors, outputs.tensors);
    return outputs.floats('outputs');
  }

  async release(): Promise<void> {
    await this.#session?.release();
  }
}
