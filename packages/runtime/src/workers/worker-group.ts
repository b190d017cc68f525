import { silentLogger, type Logger } from '../logger.ts';
import { limitNativeThreads } from '../native-threads.ts';
import { detectCores, workerCount, type WorkerRule } from '../cores.ts';
import { AdaptiveDeadline, type DeadlineOptions } from './deadline.ts';
import { selfTestAnswer } from './self-test-answer.ts';
import { inlineTransport, pooledTransport, type WorkerKind } from './transport.ts';
import { describeFailure, WorkerError, type WorkerFailure } from './worker-error.ts';
import type { ApiOf, ArgumentsOf, DataOf, MethodOf, ResultOf, WorkerModule } from './worker-module.ts';
import { WorkerSlot, type Answer } from './worker-slot.ts';

/** What to do when a worker fails. */
export type FailurePolicy =
  /** The call fails with a `WorkerError`. */
  | 'stop'
  /** A fresh worker takes the place, `init` runs on it, and the lost call is repeated, once. */
  | 'restart';

/** One worker of a group, as `init` sees it. */
export interface WorkerHandle<Api> {
  readonly index: number;
  call<K extends MethodOf<Api>>(method: K, ...args: ArgumentsOf<Api, K>): Promise<ResultOf<Api, K>>;
}

/** Options of `openWorkers`. */
export interface WorkerOptions<M extends WorkerModule> {
  /** URL of the worker module, `import.meta.resolve('my-app/worker')`. Without one, workers only do the self-test. */
  readonly module?: string;
  /** How many; 0 or 'auto': the cores this process may use; 1: the main thread itself. Default 'auto'. */
  readonly workers?: number | 'auto';
  /** How 'auto' chooses. Default: every available core. */
  readonly rule?: WorkerRule;
  /** Threads share memory with the caller; processes get copies. Default 'threads'. */
  readonly kind?: WorkerKind;
  /** Handed to every worker. Default 0. */
  readonly seed?: number;
  /** Handed to every worker as `context.data`. */
  readonly data?: DataOf<M>;
  /** Runs on every fresh worker, after a restart too: give it the state it needs for the calls to come. */
  readonly init?: (worker: WorkerHandle<ApiOf<M>>) => Promise<void>;
  /** Default 'stop'. */
  readonly onFailure?: FailurePolicy;
  /** When a worker counts as stuck. With one worker, the main thread, it cannot interrupt a computation. */
  readonly deadline?: DeadlineOptions;
  /** Bound of each worker's JavaScript heap, MiB, 16 and more. Default: Node's own. */
  readonly memoryLimit?: number;
  /** Aborting it ends the workers and rejects what is under way with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** One line per worker event at debug, restarts at warn. */
  readonly logger?: Logger;
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
 * N persistent workers, each holding the state that its module's `create` made. Calls to one worker are done in the
 * order in which they were made; results come in worker order. Made by `openWorkers`.
 */
export class WorkerGroup<M extends WorkerModule> implements AsyncDisposable {
  /** How many workers there are. */
  readonly size: number;
  readonly kind: WorkerKind | 'main thread';
  readonly #options: WorkerOptions<M>;
  readonly #logger: Logger;
  readonly #slots: readonly WorkerSlot[];
  #closing: Promise<void> | undefined;
  readonly #abort = () => void this.#end((slot) => slot.terminate());

  private constructor(size: number, options: WorkerOptions<M>) {
    const { module, kind = 'threads', seed = 0, data, deadline, memoryLimit, signal } = options;
    this.size = size;
    this.kind = size === 1 ? 'main thread' : kind;
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    // Before any worker loads a native library: N workers with a thread per core each would fight for the cores.
    limitNativeThreads(process.env);
    const context = {
      workers: size,
      deadline: new AdaptiveDeadline(deadline),
      logger: this.#logger,
      connect: () => (size === 1 ? inlineTransport() : pooledTransport(kind, memoryLimit)),
      openTask: (index: number) => ({ kind: 'open' as const, module, index, workers: size, seed, data }),
    };
    this.#slots = Array.from({ length: size }, (_, index) => new WorkerSlot(index, context));
    signal?.addEventListener('abort', this.#abort, { once: true });
  }

  static async open<M extends WorkerModule>(options: WorkerOptions<M>): Promise<WorkerGroup<M>> {
    const { workers = 'auto', rule, memoryLimit, signal } = options;
    // With less than about 4 MiB Node cannot start a thread, and aborts the whole process in trying.
    if (memoryLimit !== undefined && !(memoryLimit >= 16)) {
      throw new RangeError(`memoryLimit must be at least 16 MiB, and is ${memoryLimit}`);
    }
    const size = workerCount(workers, detectCores(), rule === undefined ? {} : { rule });
    signal?.throwIfAborted();
    const group = new WorkerGroup(size, options);
    try {
      await group.#collect(group.#slots.map((slot) => slot.open().then((answer) => group.#initialised(slot, answer))));
      return group;
    } catch (error) {
      await group.#end((slot) => slot.terminate());
      throw error;
    }
  }

  /** Calls a method of one worker. Throws a `WorkerError` when the worker fails. */
  async call<K extends MethodOf<ApiOf<M>>>(
    index: number,
    method: K,
    args: [...ArgumentsOf<ApiOf<M>, K>],
    options: CallOptions = {},
  ): Promise<ResultOf<ApiOf<M>, K>> {
    const [result] = await this.#collect([this.#ask(this.#slot(index), method, args, options)]);
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
    const results = this.#collect(this.#slots.map((slot) => this.#ask(slot, method, args(slot.index), options)));
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
    await this.#collect(work);
    return results as ResultOf<ApiOf<M>, K>[];
  }

  /**
   * Makes every worker compute a checksum and compares it with the main thread's, bit for bit. Throws a
   * `WorkerError` naming the workers that gave none or a wrong one.
   */
  async selfTest(): Promise<SelfTestReport> {
    const start = performance.now();
    const { seed = 0 } = this.#options;
    await this.#collect(
      this.#slots.map(async (slot): Promise<Answer> => {
        const answer = await slot.selfTest();
        const expected = selfTestAnswer(seed, slot.index);
        if ('failure' in answer || answer.value === expected) return answer;
        const detail = `computed ${answer.value} in place of ${expected}`;
        return {
          failure: { worker: slot.index, place: slot.place, task: 'self-test', reason: 'wrong answer', detail },
        };
      }),
    );
    const milliseconds = performance.now() - start;
    const line = `self-test: ${this.size} of ${this.size} workers (${this.kind}) computed the right answer in ${milliseconds.toFixed(0)} ms`;
    return { workers: this.size, kind: this.kind, milliseconds, line };
  }

  /** Lets idle workers release what they hold, waits for calls under way, and ends all. Calling it again is harmless. */
  close(): Promise<void> {
    return this.#end((slot) => slot.close());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #end(end: (slot: WorkerSlot) => Promise<void>): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#abort);
    return (this.#closing ??= Promise.all(this.#slots.map(end)).then(() => {}));
  }

  #slot(index: number): WorkerSlot {
    const slot = this.#slots[index];
    if (slot === undefined) throw new RangeError(`worker ${index} does not exist: there are ${this.size}, from 0`);
    return slot;
  }

  /** One call, repeated once on a fresh worker where the policy says so. */
  async #ask(slot: WorkerSlot, method: string, args: readonly unknown[], { label }: CallOptions): Promise<Answer> {
    if (this.#closing !== undefined) throw new Error(`the worker group is closed: ${method} cannot be called`);
    const answer = await slot.call(method, args, label);
    if ('value' in answer || this.#options.onFailure !== 'restart' || this.#closing !== undefined) return answer;
    this.#logger.warn(`${describeFailure(answer.failure, this.size)}; starting a fresh one to repeat the work`);
    if (answer.failure.stack !== undefined) this.#logger.debug(answer.failure.stack);
    const fresh = await this.#initialised(slot, await slot.replace());
    return 'failure' in fresh ? fresh : slot.call(method, args, label);
  }

  /** The answer to a start, after `init` has run on the fresh worker. */
  async #initialised(slot: WorkerSlot, started: Answer): Promise<Answer> {
    const { init } = this.#options;
    if ('failure' in started || init === undefined) return started;
    let failed: Answer | undefined;
    const call = async (method: string, ...args: unknown[]) => {
      const answer = await slot.call(method, args);
      if ('value' in answer) return answer.value;
      failed = answer;
      throw this.#error([answer.failure], 0, 1);
    };
    try {
      await init({ index: slot.index, call } as WorkerHandle<ApiOf<M>>);
    } catch (error) {
      if (failed !== undefined) return failed;
      throw error;
    }
    return started;
  }

  /** Waits for every answer; throws one error for all failures. Aborted, every worker ends, and the reason is thrown. */
  async #collect(asked: readonly Promise<Answer>[]): Promise<unknown[]> {
    const answers = await Promise.all(asked);
    this.#options.signal?.throwIfAborted();
    const failures = answers.flatMap((answer) => ('failure' in answer ? [answer.failure] : []));
    if (failures.length > 0) throw this.#error(failures, answers.length - failures.length, answers.length);
    return answers.map((answer) => ('value' in answer ? answer.value : undefined));
  }

  #error(failures: readonly WorkerFailure[], received: number, expected: number): WorkerError {
    for (const { stack } of failures) if (stack !== undefined) this.#logger.debug(stack);
    return new WorkerError(failures, { workers: this.size, received, expected });
  }
}

/** Options of a call. */
export interface CallOptions {
  /** What the call does, for the report of a failure: `rollout 12`. Default: the method's name. */
  readonly label?: string;
}

/**
 * Starts persistent workers: threads that share memory, child processes, or with one worker the main thread itself.
 * Every worker loads `module` and makes its state with the module's `create`.
 *
 * @throws ConfigurationError for an impossible number of workers; WorkerError when one does not start (then none is
 * left running).
 * @example
 * // sum.worker.ts: export const create = ({ index }: WorkerContext) => ({ sum: (xs: Float32Array) => … });
 * await using workers = await openWorkers<typeof import('./sum.worker.ts')>({
 *   module: import.meta.resolve('./sum.worker.ts'),
 *   workers: 2,
 * });
 * const shards = [Float32Array.of(1, 2), Float32Array.of(3, 4)];
 * await workers.gather('sum', (index) => [shards[index]!]); // => [3, 7]
 */
export function openWorkers<M extends WorkerModule>(options: WorkerOptions<M>): Promise<WorkerGroup<M>> {
  return WorkerGroup.open(options);
}
