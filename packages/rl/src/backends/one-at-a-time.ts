import type { Backend } from './backend.ts';

/** The policies and losses of a backend, each made to do one thing at a time and nothing once it is closed. */
export const oneAtATime = (backend: Backend): Backend => ({
  name: backend.name,

  async openPolicy(shape, parameters) {
    const policy = await backend.openPolicy(shape, parameters);
    const gate = new Gate('policy', policy);
    return {
      outputs: (observations) => gate.pass('outputs', () => policy.outputs(observations)),
      values: (observations) => gate.pass('values', () => policy.values(observations)),
      load: (other) => gate.pass('load', () => policy.load(other)),
      [Symbol.asyncDispose]: () => gate.close(),
    };
  },

  async openGradient(options) {
    const loss = await backend.openGradient(options);
    const gate = new Gate('gradient', loss);
    return {
      compute: (parameters, batch, weights, gradient) =>
        gate.pass('compute', () => loss.compute(parameters, batch, weights, gradient)),
      [Symbol.asyncDispose]: () => gate.close(),
    };
  },
});

/** Lets one call at a time through to a resource, and none once it is closed. */
class Gate {
  readonly #name: string;
  readonly #resource: AsyncDisposable;
  /** The call that is going on. */
  #call: Promise<unknown> | undefined;
  #closed: Promise<void> | undefined;

  constructor(name: string, resource: AsyncDisposable) {
    this.#name = name;
    this.#resource = resource;
  }

  async pass<T>(method: string, call: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) throw new Error(`${method}: the ${this.#name} is closed`);
    if (this.#call !== undefined) {
      throw new Error(`${method}: the ${this.#name} is at work on another call, which must be awaited first`);
    }
    const going = call();
    this.#call = going;
    try {
      return await going;
    } finally {
      this.#call = undefined;
    }
  }

  /** Refuses further calls, and releases the resource once the call that is going on has ended. */
  close(): Promise<void> {
    this.#closed ??= this.#release();
    return this.#closed;
  }

  async #release(): Promise<void> {
    await this.#call?.catch(() => {}); // whoever made the call hears of it
    await this.#resource[Symbol.asyncDispose]();
  }
}
