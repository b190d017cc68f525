/** An array of the numbers that a recording has. */
export type Numbers = Float32Array | Int16Array | Uint16Array | Uint8Array;

/** A typed array that numbers are appended to; its memory doubles when it is full. */
export class GrowingArray {
  readonly #make: (length: number) => Numbers;
  #values: Numbers;
  #length = 0;

  /** @param make - makes an empty array of a length, such as `(length) => new Int16Array(length)`. */
  constructor(make: (length: number) => Numbers) {
    this.#make = make;
    this.#values = make(1024);
  }

  push(...values: readonly number[]): void {
    if (this.#length + values.length > this.#values.length) {
      const larger = this.#make(2 * this.#values.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(values, this.#length);
    this.#length += values.length;
  }

  /** A copy of what has been appended. */
  toArray(): Numbers {
    return this.#values.slice(0, this.#length);
  }
}
