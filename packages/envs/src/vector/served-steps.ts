import type { WorkerGroup } from '@longplay/runtime';
import { StepSignal } from './step-signal.ts';

/** Milliseconds that the main thread may block in a step; what takes longer is waited for as any other call. */
const patience = 2;
/** Milliseconds and steps after which the workers, and the main thread, return to their event loops. */
const longest = { milliseconds: 20, steps: 256 };

/**
 * Steps of worker threads that are started over shared memory. The threads serve them in bursts, each of which is one
 * call of the runtime. When a step takes long the burst ends, and it is the runtime that waits: it sees a worker that
 * has failed, died or got stuck, and reports it.
 */
export class ServedSteps {
  readonly #workers: WorkerGroup<typeof import('./vec-env.worker.ts')>;
  readonly #signal: StepSignal;
  #burst: Burst | undefined;

  /** @param memory - of the signals of the workers too */
  constructor(workers: WorkerGroup<typeof import('./vec-env.worker.ts')>, memory: Int32Array) {
    this.#workers = workers;
    this.#signal = new StepSignal(memory);
  }

  /** One step of every worker. @throws WorkerError as every call of the group does. */
  async step(): Promise<void> {
    if (this.#burst?.over) await this.end();
    const before = this.#signal.last;
    this.#signal.request(this.#workers.size);
    this.#burst ??= new Burst(this.#signal, this.#workers.broadcast('serve', [before], { label: 'step' }));
    this.#burst.steps += 1;
    if (!this.#signal.waitUntilDone(patience)) await this.end();
  }

  /** Lets the workers go, so that they hear other calls. */
  async end(): Promise<void> {
    const burst = this.#burst;
    this.#burst = undefined;
    await burst?.end();
  }
}

/** Workers that serve steps, until they are dismissed. */
class Burst {
  steps = 0;
  readonly #signal: StepSignal;
  readonly #served: Promise<unknown>;
  /** Ends the burst when no other step comes. */
  readonly #timer: NodeJS.Timeout;
  #dismissed = false;

  constructor(signal: StepSignal, served: Promise<unknown>) {
    this.#signal = signal;
    this.#served = served;
    this.#timer = setTimeout(() => this.#dismiss(), longest.milliseconds);
    // Whoever ends the burst hears of its failure; until then nobody waits for it.
    served.catch(() => {});
  }

  get over(): boolean {
    return this.#dismissed || this.steps >= longest.steps;
  }

  async end(): Promise<void> {
    this.#dismiss();
    await this.#served;
  }

  #dismiss(): void {
    if (this.#dismissed) return;
    this.#dismissed = true;
    clearTimeout(this.#timer);
    this.#signal.dismiss();
  }
}
