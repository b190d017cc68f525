/** How long a worker may take before it counts as stuck. Seconds. */
export interface DeadlineOptions {
  /** For the first call of a method, when no time is known yet, and for the start of a worker. Default 120. */
  readonly first?: number;
  /** Never less than this, so that a pause of the machine kills nobody. Default 10. */
  readonly minimum?: number;
  /** Times the slowest of the last 32 answers of the same method. Default 10. */
  readonly factor?: number;
}

const remembered = 32;

/**
 * Deadlines that follow the times seen so far, for each method apart: a batch that takes 50 ms is not waited for as
 * long as one that takes a minute.
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

  /** Takes note of an answer to `method` after `seconds`. */
  record(method: string, seconds: number): void {
    let seen = this.#seen.get(method);
    if (seen === undefined) this.#seen.set(method, (seen = { seconds: new Float64Array(remembered), count: 0 }));
    seen.seconds[seen.count++ % remembered] = seconds;
  }

  /** The slowest of the last answers to `method` in seconds, or undefined before the first. */
  slowest(method: string): number | undefined {
    return this.#seen.get(method)?.seconds.reduce((a, b) => Math.max(a, b));
  }

  /** Seconds that the next call of `method` may take. */
  seconds(method: string): number {
    const slowest = this.slowest(method);
    return slowest === undefined ? this.#first : Math.max(this.#minimum, this.#factor * slowest);
  }
}
