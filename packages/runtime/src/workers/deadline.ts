/** How long a worker may take before it counts as stuck. Seconds; `Infinity` waits for ever. */
export interface DeadlineOptions {
  /** For the first call of a method, when no time is known yet, and for the start of a worker. Default 120. */
  readonly first?: number | undefined;
  /** Never less than this, so that a pause of the machine kills nobody. Default 10. */
  readonly minimum?: number | undefined;
  /** Times the slowest of the last 32 answers of the same method. Default 10. */
  readonly factor?: number | undefined;
}

const remembered = 32;

/**
 * Deadlines that follow the times seen so far, for each kind of task apart: a batch that takes 50 ms is not waited for
 * as long as one that takes a minute.
 */
export class AdaptiveDeadline {
  readonly #first: number;
  readonly #minimum: number;
  readonly #factor: number;
  readonly #seen = new Map<string, { readonly seconds: Float64Array; count: number }>();

  constructor({ first = 120, minimum = 10, factor = 10 }: DeadlineOptions = {}) {
    for (const [name, value] of Object.entries({ first, minimum, factor })) {
      if (!(value > 0)) throw new RangeError(`deadline.${name} must be positive, and is ${value}`);
    }
    this.#first = first;
    this.#minimum = minimum;
    this.#factor = factor;
  }

  /** Takes note of an answer to `task` after `seconds`. */
  record(task: string, seconds: number): void {
    let seen = this.#seen.get(task);
    if (seen === undefined) this.#seen.set(task, (seen = { seconds: new Float64Array(remembered), count: 0 }));
    seen.seconds[seen.count++ % remembered] = seconds;
  }

  /** The slowest of the last answers to `task` in seconds, or undefined before the first. */
  slowest(task: string): number | undefined {
    return this.#seen.get(task)?.seconds.reduce((a, b) => Math.max(a, b));
  }

  /** Seconds that the next `task` may take. */
  seconds(task: string): number {
    const slowest = this.slowest(task);
    return slowest === undefined ? this.#first : Math.max(this.#minimum, this.#factor * slowest);
  }
}

/** Seconds of the clock between two looks at it. */
const tick = 0.5;

/**
 * The promise's value, or undefined when it is not there within `seconds` in which this thread was awake: an answer that
 * waits because the main thread computes, or the machine sleeps, is not late.
 */
export async function within<T>(seconds: number, promise: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  let timer: NodeJS.Timeout;
  const wait = (left: number) => {
    const next = Math.min(tick, left);
    timer = setTimeout(() => (left > next ? wait(left - next) : resolve(undefined)), next * 1000);
  };
  wait(seconds);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer!);
  }
}
