import { detectCores, workerCount, type WorkerRule } from '../cores.ts';
import { silentLogger, type Logger } from '../logger.ts';
import { limitNativeThreads } from '../native-threads.ts';
import { AdaptiveDeadline, type DeadlineOptions } from './deadline.ts';
import { selfTestAnswer } from './self-test-answer.ts';
import { inlineTransport, pooledTransport, type WorkerKind } from './transport.ts';
import { WorkerError } from './worker-error.ts';
import type { ApiOf, ArgumentsOf, DataOf, MethodOf, ResultOf, WorkerModule } from './worker-module.ts';
import { WorkerSlot, type Answer, type SlotHandle } from './worker-slot.ts';

/** What to do when a worker fails. */
export type FailurePolicy =
  /** The call fails with a `WorkerError`. */
  | 'stop'
  /** A fresh worker takes the place, `init` runs on it, and the lost call is repeated, once. */
  | 'restart';

/** One worker of a group, as `init` sees it. */
export interface WorkerHandle<Api> {
  readonly index: number;
  call<K extends MethodOf<Api>>(method: K, args: [...ArgumentsOf<Api, K>]): Promise<ResultOf<Api, K>>;
}

/** Options of `openWorkers`. */
export interface WorkerOptions<M extends WorkerModule> {
  /** URL of the worker module, `import.meta.resolve('my-app/worker')`. Without one, workers only do the self-test. */
  readonly module?: string | undefined;
  /** How many; 0 or 'auto': the cores this process may use; 1: the main thread itself. Default 'auto'. */
  readonly workers?: number | 'auto' | undefined;
  /** How 'auto' chooses. Default: every available core. */
  readonly rule?: WorkerRule | undefined;
  /** Threads share memory with the caller; processes get copies. Default 'threads'. */
  readonly kind?: WorkerKind | undefined;
  /** Handed to every worker. Default 0. */
  readonly seed?: number | undefined;
  /** Handed to every worker as `context.data`. */
  readonly data?: DataOf<M> | undefined;
  /** Runs on every fresh worker, after a restart too: give it the state that it needs for the calls to come. */
  readonly init?: ((worker: WorkerHandle<ApiOf<M>>) => Promise<void>) | undefined;
  /** Default 'stop'. */
  readonly onFailure?: FailurePolicy | undefined;
  /** When a worker counts as stuck. With one worker, the main thread, it cannot interrupt a computation. */
  readonly deadline?: DeadlineOptions | undefined;
  /** Bound of each worker's JavaScript heap, whole MiB, 16 and more. Default: Node's own. */
  readonly memoryLimit?: number | undefined;
  /** Aborting it ends the workers at once and rejects what is under way with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** One line per worker event at debug, restarts at warn. Default: silent. */
  readonly logger?: Logger | undefined;
}

/** Options of a call. */
export interface CallOptions {
  /** What the call does, for the report of a failure: `rollout 12`. Default: the method's name. */
  readonly label?: string | undefined;
}

/** How the self-test of a group went. */
export interface SelfTestReport {
  readonly workers: number;
  readonly kind: WorkerKind | 'main thread';
  readonly milliseconds: number;
  /** All of it in one line for a person. */
  readonly line: string;
}

/**
 * N persistent workers, each holding the state that its module's `create` made. Made by `openWorkers`.
 *
 * Calls to one worker are done in the order in which they were made; results come in worker order. Every call throws
 * a `WorkerError` when a worker fails, a `TypeError` for arguments that cannot be cloned, the reason of the signal
 * once that is aborted, and an `Error` when the group is closed.
 */
export class WorkerGroup<M extends WorkerModule> implements AsyncDisposable {
  /** How many workers there are. */
  readonly size: number;
  readonly kind: WorkerKind | 'main thread';
  readonly #options: WorkerOptions<M>;
  readonly #slots: readonly WorkerSlot[];
  /** Rejects each of the calls under way. */
  readonly #underWay = new Set<(reason: unknown) => void>();
  #closing: Promise<void> | undefined;
  readonly #abort = (): void => {
    for (const reject of this.#underWay) reject(this.#options.signal?.reason);
    void this.#terminate();
  };

  private constructor(size: number, options: WorkerOptions<M>) {
    const { module, kind = 'threads', seed = 0, data, deadline, init, memoryLimit, onFailure, signal } = options;
    this.size = size;
    this.kind = size === 1 ? 'main thread' : kind;
    this.#options = options;
    const context = {
      workers: size,
      deadline: new AdaptiveDeadline(deadline),
      logger: options.logger ?? silentLogger,
      restart: onFailure === 'restart',
      init: init && ((worker: SlotHandle) => init(worker as WorkerHandle<ApiOf<M>>)),
      connect: () => (size === 1 ? inlineTransport() : pooledTransport(kind, memoryLimit)),
      startTask: (index: number) => ({ kind: 'start' as const, module, index, workers: size, seed, data }),
    };
    this.#slots = Array.from({ length: size }, (_, index) => new WorkerSlot(index, context));
    signal?.addEventListener('abort', this.#abort, { once: true });
  }

  /** See `openWorkers`. */
  static async open<M extends WorkerModule>(options: WorkerOptions<M>): Promise<WorkerGroup<M>> {
    const { workers = 'auto', rule, memoryLimit, signal } = options;
    // With less than about 4 MiB Node cannot start a thread, and aborts the whole process in trying.
    if (memoryLimit !== undefined && !(Number.isSafeInteger(memoryLimit) && memoryLimit >= 16)) {
      throw new RangeError(`memoryLimit must be a whole number of MiB from 16, and is ${memoryLimit}`);
    }
    const cores = detectCores();
    const size = workerCount(workers, cores, rule === undefined ? {} : { rule });
    signal?.throwIfAborted();
    // Before any worker loads a native library: N workers with a thread per core each would fight for the cores.
    limitNativeThreads(process.env);
    const group = new WorkerGroup(size, options);
    try {
      await group.#start(2 * cores.available);
      return group;
    } catch (error) {
      await group.#terminate();
      throw error;
    }
  }

  /**
   * Calls a method of one worker.
   *
   * @example
   * await workers.call(0, 'sum', [Float32Array.of(1, 2)]); // => 3
   */
  async call<K extends MethodOf<ApiOf<M>>>(
    index: number,
    method: K,
    args: [...ArgumentsOf<ApiOf<M>, K>],
    options: CallOptions = {},
  ): Promise<ResultOf<ApiOf<M>, K>> {
    const slot = this.#slots[index];
    if (slot === undefined) throw new RangeError(`worker ${index} does not exist: there are ${this.size}, from 0`);
    const [result] = await this.#results([this.#ask(slot, method, args, options)]);
    return result as ResultOf<ApiOf<M>, K>;
  }

  /** Calls a method of every worker with the same arguments. */
  broadcast<K extends MethodOf<ApiOf<M>>>(
    method: K,
    args: [...ArgumentsOf<ApiOf<M>, K>],
    options?: CallOptions,
  ): Promise<ResultOf<ApiOf<M>, K>[]> {
    return this.gather(method, () => args, options);
  }

  /** Calls a method of every worker, each with arguments of its own; results in worker order. */
  async gather<K extends MethodOf<ApiOf<M>>>(
    method: K,
    args: (index: number) => [...ArgumentsOf<ApiOf<M>, K>],
    options: CallOptions = {},
  ): Promise<ResultOf<ApiOf<M>, K>[]> {
    const results = this.#results(this.#slots.map((slot) => this.#ask(slot, method, args(slot.index), options)));
    return results as Promise<ResultOf<ApiOf<M>, K>[]>;
  }

  /**
   * Calls a method once for each item, on whichever worker is free; results in the order of the items. What the
   * workers keep from call to call must not change the results, or they depend on who was free.
   */
  async map<K extends MethodOf<ApiOf<M>>>(
    method: K,
    items: readonly [...ArgumentsOf<ApiOf<M>, K>][],
    options: CallOptions = {},
  ): Promise<ResultOf<ApiOf<M>, K>[]> {
    const results: unknown[] = items.map(() => undefined);
    const pending = items.entries();
    let failed = false;
    const work = this.#slots.map(async (slot): Promise<Answer> => {
      for (const [item, args] of pending) {
        const answer = await this.#ask(slot, method, args, options);
        if ('failure' in answer) failed = true;
        else results[item] = answer.value;
        if (failed) return answer;
      }
      return { value: undefined };
    });
    await this.#results(work);
    return results as ResultOf<ApiOf<M>, K>[];
  }

  /**
   * Makes every worker compute a checksum and compares it with the main thread's, bit for bit. Throws a
   * `WorkerError` naming the workers that gave none or a wrong one.
   */
  async selfTest(): Promise<SelfTestReport> {
    const start = performance.now();
    const { seed = 0 } = this.#options;
    await this.#results(
      this.#slots.map(async (slot): Promise<Answer> => {
        const answer = await slot.selfTest();
        const expected = selfTestAnswer(seed, slot.index);
        if ('failure' in answer || answer.value === expected) return answer;
        const detail = `computed ${answer.value} in place of ${expected}`;
        return { failure: { worker: slot.index, place: this.kind, task: 'self-test', reason: 'wrong answer', detail } };
      }),
    );
    const milliseconds = performance.now() - start;
    const line = `self-test: ${this.size} of ${this.size} workers (${this.kind}) computed the right answer in ${milliseconds.toFixed(0)} ms`;
    return { workers: this.size, kind: this.kind, milliseconds, line };
  }

  /**
   * Waits for the calls under way, lets the workers release what they hold, and ends them. Calling it again is harmless;
   * an abort does not wait.
   */
  close(): Promise<void> {
    return this.#end((slot) => slot.close());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Starts the workers, `atOnce` at a time: hundreds at once would wait for each other until their deadlines. */
  async #start(atOnce: number): Promise<void> {
    const answers: Answer[] = [];
    for (let first = 0; first < this.size; first += atOnce) {
      const starts = this.#slots.slice(first, first + atOnce).map((slot) => slot.start());
      answers.push(...(await this.#unlessAborted(Promise.all(starts))));
      if (answers.some((answer) => 'failure' in answer)) break;
    }
    this.#check(answers, this.size);
  }

  #terminate(): Promise<void> {
    const terminated = Promise.all(this.#slots.map((slot) => slot.terminate()));
    return this.#end(() => terminated.then(() => {}));
  }

  #end(end: (slot: WorkerSlot) => Promise<void>): Promise<void> {
    this.#closing ??= Promise.all(this.#slots.map(end)).then(() => {
      this.#options.signal?.removeEventListener('abort', this.#abort);
    });
    return this.#closing;
  }

  #ask(slot: WorkerSlot, method: string, args: readonly unknown[], { label }: CallOptions): Promise<Answer> {
    this.#options.signal?.throwIfAborted();
    if (this.#closing !== undefined) throw new Error(`the worker group is closed: ${method} cannot be called`);
    return slot.call(method, args, label);
  }

  /** The value of every answer; one error for all failures. */
  async #results(asked: readonly Promise<Answer>[]): Promise<unknown[]> {
    const answers = await this.#unlessAborted(Promise.all(asked));
    this.#check(answers, answers.length);
    return answers.map((answer) => ('value' in answer ? answer.value : undefined));
  }

  #check(answers: readonly Answer[], expected: number): void {
    const failures = answers.flatMap((answer) => ('failure' in answer ? [answer.failure] : []));
    if (failures.length === 0) return;
    throw new WorkerError(failures, { workers: this.size, received: answers.length - failures.length, expected });
  }

  /** Rejects with the signal's reason as soon as it is aborted. (A race with one promise for all would hold them all.) */
  async #unlessAborted<T>(promise: Promise<T>): Promise<T> {
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    this.#underWay.add(reject);
    try {
      return await Promise.race([promise, aborted]);
    } finally {
      this.#underWay.delete(reject);
    }
  }
}

/**
 * Starts persistent workers: threads that share memory, child processes, or with one worker the main thread itself.
 * Every worker loads `module` and makes its state with the module's `create`. Native libraries' own threads are limited
 * to one for each worker, in whichever process they load from now on.
 *
 * @throws ConfigurationError for an impossible number of workers; WorkerError when one does not start (then none is
 * left running); the signal's reason when it is aborted.
 * @example
 * // sum.worker.ts:
 * // export const create = ({ index }: WorkerContext) => ({
 * //   sum: (xs: Float32Array) => xs.reduce((a, b) => a + b, index),
 * // });
 * await using workers = await openWorkers<typeof import('./sum.worker.ts')>({
 *   module: import.meta.resolve('./sum.worker.ts'),
 *   workers: 2,
 * });
 * const shards = [Float32Array.of(1, 2), Float32Array.of(3, 4)];
 * await workers.gather('sum', (index) => [shards[index]!]); // => [3, 8]
 */
export function openWorkers<M extends WorkerModule>(options: WorkerOptions<M>): Promise<WorkerGroup<M>> {
  return WorkerGroup.open(options);
}
