/**
 * Adam [0] on flat arrays, which several threads may share: each takes a range of the blocks. A block's work is the same
 * whoever does it, and its sum of squares is summed alone, so that the result does not depend on how blocks are shared.
 *
 * [0] Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1. Epsilon is 1e-5, not the
 *     paper's 1e-8, as in the original PPO implementation (Huang et al., "The 37 implementation details of PPO", 2022).
 */
export const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-5 } as const;

/** Parameters in a block; the last block may have fewer. */
const blockSize = 4096;

/** Blocks of a parameter vector, from `first` up to and without `end`. */
export interface BlockRange {
  readonly first: number;
  readonly end: number;
}

/** The number of blocks of `size` parameters. */
export const blockCount = (size: number): number => Math.ceil(size / blockSize);

/** The blocks of one of several parties, which share all blocks as evenly as they can. */
export function blockRange(size: number, party: number, parties: number): BlockRange {
  const blocks = blockCount(size);
  return { first: Math.floor((blocks * party) / parties), end: Math.floor((blocks * (party + 1)) / parties) };
}

/** The parameters in blocks: from the first up to and without the second number. */
export function blockBounds(size: number, { first, end }: BlockRange): [from: number, to: number] {
  return [first * blockSize, Math.min(size, end * blockSize)];
}

/** The factors by which one step corrects the bias of both moments. */
export interface BiasScales {
  /** Multiplies the first moment: learning rate / (1 - beta1^t). */
  readonly stepSize: number;
  /** Multiplies the root of the second moment: 1 / sqrt(1 - beta2^t). */
  readonly rootScale: number;
}

/**
 * The factors of step `t`, counted from 1: `parameter -= stepSize · m / (rootScale · sqrt(v) + epsilon)`.
 * @throws RangeError when the learning rate is negative or not finite.
 */
export function adamScales(learningRate: number, t: number): BiasScales {
  if (!(learningRate >= 0 && learningRate < Infinity)) {
    throw new RangeError(`the learning rate must be a finite number of 0 or more, not ${learningRate}`);
  }
  return { stepSize: learningRate / (1 - adam.beta1 ** t), rootScale: 1 / Math.sqrt(1 - adam.beta2 ** t) };
}
