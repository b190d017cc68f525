import type { Random } from '@longplay/runtime';
import type { ActionDistribution } from './action-distribution.ts';

const halfLogTwoPi = Math.log(2 * Math.PI) / 2;

/** Real numbers, independent and normal about the outputs of the network. */
export class Gaussian implements ActionDistribution {
  readonly #logStd: Float32Array;

  /** @param logStd logarithms of the standard deviations, read at every call. */
  constructor(logStd: Float32Array) {
    this.#logStd = logStd;
  }

  sample(
    outputs: Float32Array,
    row: number,
    _masks: Uint8Array | undefined,
    random: Random,
    actions: Float32Array,
  ): number {
    const size = this.#logStd.length;
    let logProbability = 0;
    for (let j = 0; j < size; j++) {
      const logStd = this.#logStd[j]!;
      const z = random.normal();
      actions[row * size + j] = outputs[row * size + j]! + z * Math.exp(logStd);
      logProbability -= (z * z) / 2 + logStd + halfLogTwoPi;
    }
    return logProbability;
  }

  mode(outputs: Float32Array, row: number, _masks: Uint8Array | undefined, actions: Float32Array): void {
    const size = this.#logStd.length;
    for (let j = 0; j < size; j++) actions[row * size + j] = outputs[row * size + j]!;
  }
}
