import type { Logger } from '../logger.ts';
import { within, type AdaptiveDeadline } from './deadline.ts';
import type { WorkerTask } from './host.ts';
import { remoteError } from './remote-error.ts';
import type { Loss, Transport } from './transport.ts';
import { describeFailure, explainError, type WorkerFailure } from './worker-error.ts';

/** An answer, or the failure that there is in its place. */
export type Answer = { readonly value: unknown } | { readonly failure: WorkerFailure };

/** The worker as `init` sees it. */
export interface SlotHandle {
  readonly index: number;
  call(method: string, args: readonly unknown[]): Promise<unknown>;
}

/** What every slot of a group shares. */
export interface SlotContext {
  readonly workers: number;
  readonly deadline: AdaptiveDeadline;
  readonly logger: Logger;
  /** A failed worker is replaced and its work repeated, once. */
  readonly restart: boolean;
  readonly init: ((worker: SlotHandle) => Promise<void>) | undefined;
  connect(): Transport;
  startTask(index: number): WorkerTask;
}

/** The place of one worker in its group: the worker may be replaced, its index stays. */
export class WorkerSlot {
  readonly index: number;
  readonly #context: SlotContext;
  #transport: Transport | undefined;
  /** Work is done one piece at a time, a restart included: a deadline measures the worker and not its queue. */
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /** Settled when the slot has been terminated, and takes no worker any more. */
  readonly #terminated = Promise.withResolvers<void>();
  #ended = false;

  constructor(index: number, context: SlotContext) {
    this.index = index;
    this.#context = context;
  }

  /** Starts the worker: it loads its module, and `init` gives it its state. */
  start(): Promise<Answer> {
    return this.#inTurn(() => this.#start());
  }

  call(method: string, args: readonly unknown[], label = method): Promise<Answer> {
    return this.#inTurn(() => this.#attempt({ kind: 'call', method, args }, label));
  }

  selfTest(): Promise<Answer> {
    return this.#inTurn(() => this.#exchange({ kind: 'self-test' }));
  }

  /** Waits for the work under way, lets the worker release what it holds, and ends it. */
  async close(): Promise<void> {
    await this.#inTurn(() => this.#exchange({ kind: 'close' }));
    await this.terminate();
  }

  /** Ends the worker at once, whatever is under way. */
  async terminate(): Promise<void> {
    this.#ended = true;
    this.#terminated.resolve();
    await this.#transport?.terminate();
  }

  /** Runs at once when nothing else does: the message leaves before the caller goes on. */
  #inTurn(run: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#waiting === 0 ? run() : this.#last.then(run);
    const done = () => void this.#waiting--;
    this.#waiting++;
    this.#last = turn.then(done, done);
    return turn;
  }

  /** One call, repeated on a fresh worker where the policy says so. */
  async #attempt(task: WorkerTask, label: string): Promise<Answer> {
    const answer = await this.#exchange(task, label);
    const { restart, logger, workers } = this.#context;
    if ('value' in answer || !restart || this.#ended) return answer;
    logger.warn(`${describeFailure(answer.failure, workers)}; starting a fresh one to repeat the work`);
    const fresh = await this.#start();
    return 'failure' in fresh ? fresh : this.#exchange(task, label);
  }

  async #start(): Promise<Answer> {
    await this.#transport?.terminate();
    if (this.#ended) return this.#fail('start', { reason: 'killed', detail: 'terminated' });
    const begun = performance.now();
    this.#transport = this.#context.connect();
    const started = await this.#exchange(this.#context.startTask(this.index));
    if ('failure' in started) return started;
    const initialised = await this.#initialise();
    if ('value' in initialised) this.#log(`started in ${(performance.now() - begun).toFixed(0)} ms`);
    else await this.#transport.terminate(); // without its state it must do no work
    return initialised;
  }

  async #initialise(): Promise<Answer> {
    const { init } = this.#context;
    if (init === undefined) return { value: undefined };
    let failed: Answer | undefined;
    const call = async (method: string, args: readonly unknown[]) => {
      const answer = await this.#exchange({ kind: 'call', method, args });
      if ('value' in answer) return answer.value;
      failed = answer;
      throw new Error(answer.failure.detail);
    };
    try {
      await Promise.race([init({ index: this.index, call }), this.#terminated.promise]);
    } catch (error) {
      return failed ?? this.#fail('init', explainError(remoteError(error)));
    }
    return this.#ended ? this.#fail('init', { reason: 'killed', detail: 'terminated' }) : { value: undefined };
  }

  async #exchange(task: WorkerTask, label: string = task.kind === 'call' ? task.method : task.kind): Promise<Answer> {
    const transport = this.#transport;
    if (transport === undefined) return this.#fail(label, { reason: 'killed', detail: 'never started' });
    const { deadline } = this.#context;
    const key = task.kind === 'call' ? `call ${task.method}` : task.kind;
    const seconds = deadline.seconds(key);
    const slowest = deadline.slowest(key);
    const begun = performance.now();
    const outcome = await within(seconds, transport.send(task));
    if (outcome === undefined) {
      // Terminated before it is told: a stuck worker must not wake up and write into shared memory.
      await transport.terminate();
      return this.#fail(label, timedOut(seconds, slowest));
    }
    if ('lost' in outcome) return this.#fail(label, outcome.lost);
    if (!outcome.ok) return this.#fail(label, explainError(outcome.error));
    deadline.record(key, (performance.now() - begun) / 1000);
    return { value: outcome.value };
  }

  #fail(task: string, loss: Loss): Answer {
    const failure = { worker: this.index, place: this.#transport?.place ?? 'no place', task, ...loss };
    this.#log(`failed in ${task}: ${loss.detail}${loss.stack === undefined ? '' : `\n${loss.stack}`}`);
    return { failure };
  }

  #log(what: string): void {
    const { logger, workers } = this.#context;
    logger.debug(`worker ${this.index} of ${workers} (${this.#transport?.place}) ${what}`);
  }
}

function timedOut(seconds: number, slowest: number | undefined): Loss {
  const seen = slowest === undefined ? 'none seen yet' : `slowest seen ${slowest.toPrecision(2)} s`;
  return { reason: 'timed out', detail: `no answer within ${seconds.toPrecision(3)} s (${seen}), terminated` };
}
