/** Looks at the barrier before a thread goes to sleep, up to half a millisecond: the others mostly arrive sooner. */
const spins = 20_000;
/** Milliseconds between two looks at whether the barrier was given up. */
const watch = 100;

/** The words of a barrier's shared memory. */
const arrived = 0;
const generation = 1;
const givenUp = 2;
export const barrierWords = 3;

/**
 * Threads wait here for each other, over shared memory. The last to arrive lets all go on; what each has written before
 * is then seen by all. A thread that is lost would make the others wait for ever: `giveUp` sends them off with an error.
 */
export class Barrier {
  readonly #words: Int32Array;
  readonly #parties: number;

  /** @param words - `barrierWords` of shared memory, zeros at first. */
  constructor(words: Int32Array, parties: number) {
    this.#words = words;
    this.#parties = parties;
  }

  /** @throws Error when the barrier has been given up. */
  wait(): void {
    if (this.#parties === 1) return;
    const words = this.#words;
    const present = Atomics.load(words, generation);
    if (Atomics.add(words, arrived, 1) === this.#parties - 1) {
      Atomics.store(words, arrived, 0);
      Atomics.add(words, generation, 1);
      Atomics.notify(words, generation);
      return;
    }
    for (let spin = 0; spin < spins; spin++) if (Atomics.load(words, generation) !== present) return;
    while (Atomics.load(words, generation) === present) {
      if (Atomics.load(words, givenUp) !== 0) throw new Error('another worker of this update was lost');
      Atomics.wait(words, generation, present, watch);
    }
  }

  /** Makes every thread that waits, now or later, fail. */
  giveUp(): void {
    Atomics.store(this.#words, givenUp, 1);
  }
}
