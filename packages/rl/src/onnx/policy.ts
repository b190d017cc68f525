import { rowsOf } from '../backends/batch.ts';
import type { Policy } from '../backends/policy.ts';
import { checkParameterCount, networkLayout } from '../model/layout.ts';
import type { NetworkShape } from '../model/shape.ts';
import { BoundSession } from './bound-session.ts';
import { policyModel, type PolicyModel } from './policy-model.ts';
import type { OnnxRuntime } from './runtime.ts';
import { valueModel, valueRows } from './value-model.ts';

/** The policy's network in a session of its own for each set of parameters, the value network in one for all. */
export class OnnxPolicy implements Policy {
  readonly #runtime: OnnxRuntime;
  readonly #shape: NetworkShape;
  readonly #model: PolicyModel;
  readonly #value: BoundSession;
  readonly #parameters: Float32Array;
  #policy: BoundSession | undefined;

  private constructor(runtime: OnnxRuntime, shape: NetworkShape, value: BoundSession) {
    this.#runtime = runtime;
    this.#shape = shape;
    this.#model = policyModel(shape);
    this.#value = value;
    this.#parameters = new Float32Array(networkLayout(shape).size);
  }

  static async open(runtime: OnnxRuntime, shape: NetworkShape, parameters: Float32Array): Promise<OnnxPolicy> {
    checkParameterCount(networkLayout(shape).size, parameters);
    const policy = new OnnxPolicy(runtime, shape, await BoundSession.open(runtime, valueModel(shape)));
    await policy.load(parameters);
    return policy;
  }

  async outputs(observations: Float32Array): Promise<Float32Array> {
    const session = this.#policy!;
    const bound = session.bind(rowsOf(this.#shape, observations));
    bound.inputs.floats('observations').set(observations);
    await session.run(bound);
    return bound.outputs.floats('outputs');
  }

  async values(observations: Float32Array): Promise<Float32Array> {
    const rows = rowsOf(this.#shape, observations);
    const bound = this.#value.bind(Math.ceil(rows / valueRows) * valueRows);
    bound.inputs.replace('parameters', this.#parameters);
    bound.inputs.floats('observations').set(observations);
    await this.#value.run(bound);
    return bound.outputs.floats('values').subarray(0, rows);
  }

  async load(parameters: Float32Array): Promise<void> {
    checkParameterCount(this.#parameters.length, parameters);
    this.#parameters.set(parameters);
    this.#model.write(parameters);
    await this.#policy?.release();
    this.#policy = await BoundSession.open(this.#runtime, this.#model.bytes);
  }

  /** Both at once, before it returns: a thread that is ended while native code runs ends the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#policy?.release(), this.#value.release()]);
  }
}
