import { remoteError, type RemoteError } from './remote-error.ts';
import { selfTestAnswer } from './self-test-answer.ts';
import { expectSendable } from './sendable.ts';

/** What a worker is asked to do; plain data, so that it travels to threads and processes alike. */
export type WorkerTask =
  | {
      readonly kind: 'start';
      readonly module: string | undefined;
      readonly index: number;
      readonly workers: number;
      readonly seed: number;
      readonly data: unknown;
    }
  | { readonly kind: 'call'; readonly method: string; readonly args: readonly unknown[] }
  | { readonly kind: 'self-test' }
  | { readonly kind: 'close' };

export type WorkerReply =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: RemoteError };

type StartTask = Extract<WorkerTask, { kind: 'start' }>;
type Method = (...args: unknown[]) => unknown;

/**
 * The side of a worker that runs the user's module: one state, made by the module's `create`, and its methods.
 * The same code serves a thread, a process and the main thread.
 */
export class WorkerHost {
  readonly #stopping = new AbortController();
  #started: StartTask | undefined;
  #api: Readonly<Record<string, unknown>> = {};

  /** Does one task; never rejects: a failure is a reply. */
  async handle(task: WorkerTask): Promise<WorkerReply> {
    try {
      return { ok: true, value: await this.#do(task) };
    } catch (error) {
      return { ok: false, error: remoteError(error) };
    }
  }

  #do(task: WorkerTask): unknown {
    switch (task.kind) {
      case 'start':
        return this.#start(task);
      case 'call':
        return this.#call(task.method, task.args);
      case 'self-test':
        return selfTestAnswer(this.#started?.seed ?? 0, this.#started?.index ?? 0);
      case 'close':
        return this.#stopping.abort();
    }
  }

  async #start(task: StartTask): Promise<void> {
    this.#started = task;
    if (task.module === undefined) return;
    const module: { create?: unknown } = await import(task.module);
    if (typeof module.create !== 'function') {
      throw new TypeError(`worker module ${task.module} exports no function "create"`);
    }
    const { index, workers, seed, data } = task;
    this.#api = await module.create({ index, workers, seed, data, signal: this.#stopping.signal });
  }

  async #call(name: string, args: readonly unknown[]): Promise<unknown> {
    const method = this.#api[name];
    if (typeof method !== 'function') {
      throw new TypeError(`the worker has no method "${name}"; it has: ${methodNames(this.#api).join(', ') || 'none'}`);
    }
    const result = await (method as Method).apply(this.#api, [...args]);
    expectSendable(result, `the result of ${name}`);
    return result;
  }
}

/** The methods of a plain object or of a class's instance. */
function methodNames(api: object): string[] {
  const prototype: object = Object.getPrototypeOf(api) ?? {};
  const inherited = prototype === Object.prototype ? [] : Object.getOwnPropertyNames(prototype);
  return [...Object.keys(api), ...inherited.filter((name) => name !== 'constructor')];
}
