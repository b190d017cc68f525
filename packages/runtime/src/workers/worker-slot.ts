import type { Logger } from '../logger.ts';
import type { AdaptiveDeadline } from './deadline.ts';
import type { WorkerTask } from './host.ts';
import type { Loss, Transport } from './transport.ts';
import { explainError, type WorkerFailure } from './worker-error.ts';

/** An answer, or the failure that there is in its place. */
export type Answer = { readonly value: unknown } | { readonly failure: WorkerFailure };

/** What every slot of a group shares. */
export interface SlotContext {
  readonly workers: number;
  readonly deadline: AdaptiveDeadline;
  readonly logger: Logger;
  connect(): Transport;
  openTask(index: number): WorkerTask;
}

/** The place of one worker in its group: the worker may be replaced, its index stays. */
export class WorkerSlot {
  readonly index: number;
  readonly #context: SlotContext;
  #transport: Transport;
  /** Tasks are sent one at a time, so that a deadline measures the worker and not its queue. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(index: number, context: SlotContext) {
    this.index = index;
    this.#context = context;
    this.#transport = context.connect();
  }

  get place(): string {
    return this.#transport.place;
  }

  /** Makes the worker load its module. */
  async open(): Promise<Answer> {
    const start = performance.now();
    const answer = await this.#exchange('start', this.#context.openTask(this.index));
    if ('value' in answer) this.#log(`started in ${(performance.now() - start).toFixed(0)} ms`);
    return answer;
  }

  /** A fresh worker in the place of this one. */
  async replace(): Promise<Answer> {
    await this.terminate();
    this.#transport = this.#context.connect();
    return this.open();
  }

  call(method: string, args: readonly unknown[], label = method): Promise<Answer> {
    return this.#inTurn(() => this.#exchange(method, { kind: 'call', method, args }, label));
  }

  selfTest(): Promise<Answer> {
    return this.#inTurn(() => this.#exchange('self-test', { kind: 'self-test' }));
  }

  /** Lets the worker release what it holds, when it is idle, and ends it. */
  async close(): Promise<void> {
    await this.#inTurn(() => this.#exchange('close', { kind: 'close' }));
    await this.terminate();
    this.#log('closed');
  }

  /** Ends the worker at once. */
  terminate(): Promise<void> {
    return this.#transport.terminate();
  }

  #inTurn(run: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#last.then(run);
    this.#last = turn;
    return turn;
  }

  async #exchange(method: string, task: WorkerTask, label = method): Promise<Answer> {
    const { deadline } = this.#context;
    const transport = this.#transport;
    const seconds = deadline.seconds(method);
    const slowest = deadline.slowest(method);
    const start = performance.now();
    const outcome = await within(seconds, transport.send(task));
    if (outcome === undefined) {
      // Terminated before it is told: a stuck worker must not wake up and write into shared memory.
      await transport.terminate();
      return this.#fail(label, transport.place, timedOut(seconds, slowest));
    }
    if ('lost' in outcome) return this.#fail(label, transport.place, outcome.lost);
    if (!outcome.ok) return this.#fail(label, transport.place, explainError(outcome.error));
    deadline.record(method, (performance.now() - start) / 1000);
    return { value: outcome.value };
  }

  #fail(task: string, place: string, loss: Loss): Answer {
    return { failure: { worker: this.index, place, task, ...loss } };
  }

  #log(what: string): void {
    this.#context.logger.debug(`worker ${this.index} of ${this.#context.workers} (${this.place}) ${what}`);
  }
}

function timedOut(seconds: number, slowest: number | undefined): Loss {
  const seen = slowest === undefined ? 'none seen yet' : `slowest seen ${slowest.toPrecision(2)} s`;
  return { reason: 'timed out', detail: `no answer within ${seconds.toPrecision(3)} s (${seen}), terminated` };
}

/** The promise's value, or undefined when it is not there within `seconds`. */
async function within<T>(seconds: number, promise: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, seconds * 1000, undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
