import type { Random } from '@longplay/runtime';
import type { ActionDistribution } from './action-distribution.ts';

/** Whole numbers, one from each part, by the softmax of its logits. */
export class Categorical implements ActionDistribution {
  readonly #sizes: readonly number[];
  /** Logits of a row. */
  readonly #width: number;
  /** Of the part at hand: exp(logit - largest), 0 where illegal. */
  readonly #weights: Float64Array;
  /** The largest legal logit of the part at hand. */
  #largest = 0;
  /** The sum of its weights. */
  #total = 0;

  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
    this.#width = sizes.reduce((sum, size) => sum + size, 0);
    this.#weights = new Float64Array(Math.max(...sizes));
  }

  sample(
    outputs: Float32Array,
    row: number,
    masks: Uint8Array | undefined,
    random: Random,
    actions: Float32Array,
  ): number {
    let first = row * this.#width;
    let place = row * this.#sizes.length;
    let logProbability = 0;
    for (const size of this.#sizes) {
      this.#weigh(outputs, first, size, masks);
      const action = this.#draw(size, random.float());
      logProbability += outputs[first + action]! - this.#largest - Math.log(this.#total);
      actions[place] = action;
      first += size;
      place += 1;
    }
    return logProbability;
  }

  mode(outputs: Float32Array, row: number, masks: Uint8Array | undefined, actions: Float32Array): void {
    let first = row * this.#width;
    let place = row * this.#sizes.length;
    for (const size of this.#sizes) {
      actions[place] = largestLegal(outputs, first, size, masks);
      first += size;
      place += 1;
    }
  }

  #weigh(outputs: Float32Array, first: number, size: number, masks: Uint8Array | undefined): void {
    const largest = outputs[first + largestLegal(outputs, first, size, masks)]!;
    let total = 0;
    for (let j = 0; j < size; j++) {
      const legal = masks === undefined || masks[first + j] !== 0;
      const weight = legal ? Math.exp(outputs[first + j]! - largest) : 0;
      this.#weights[j] = weight;
      total += weight;
    }
    this.#largest = largest;
    this.#total = total;
  }

  /** The action under which a uniform number in [0, 1) falls; never one of weight 0. */
  #draw(size: number, uniform: number): number {
    let left = uniform * this.#total;
    let action = -1;
    for (let j = 0; j < size; j++) {
      const weight = this.#weights[j]!;
      if (weight === 0) continue;
      action = j; // the last one takes what rounding leaves over
      left -= weight;
      if (left < 0) break;
    }
    return action;
  }
}

/** The index of the largest legal logit in a part. @throws RangeError when none is legal. */
function largestLegal(outputs: Float32Array, first: number, size: number, masks: Uint8Array | undefined): number {
  let best = -1;
  for (let j = 0; j < size; j++) {
    if (masks !== undefined && masks[first + j] === 0) continue;
    if (best < 0 || outputs[first + j]! > outputs[first + best]!) best = j;
  }
  if (best < 0) throw new RangeError('a mask leaves no legal action');
  return best;
}
