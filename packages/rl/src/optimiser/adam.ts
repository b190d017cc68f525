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

/**
 * Adds up the gradients of several shards, in shard order, into that of the first one; writes the sum of squares of each
 * block.
 *
 * @param gradients [shards, size]
 * @param squares [blockCount(size)], of which those in `blocks` are written.
 */
export function sumShards(
  gradients: Float32Array,
  shards: number,
  size: number,
  blocks: BlockRange,
  squares: Float64Array,
): void {
  for (let block = blocks.first; block < blocks.end; block++) {
    const end = Math.min(size, (block + 1) * blockSize);
    let sumOfSquares = 0;
    for (let i = block * blockSize; i < end; i++) {
      let g = gradients[i]!;
      for (let shard = 1; shard < shards; shard++) g += gradients[shard * size + i]!;
      gradients[i] = g;
      sumOfSquares += g * g;
    }
    squares[block] = sumOfSquares;
  }
}

/** The factors by which one step corrects the bias of both moments. */
export interface AdamScales {
  /** Multiplies the first moment: learning rate / (1 - beta1^t). */
  readonly stepSize: number;
  /** Multiplies the root of the second moment: 1 / sqrt(1 - beta2^t). */
  readonly rootScale: number;
}

/**
 * The factors of step `t`, counted from 1: `parameter -= stepSize · m / (rootScale · sqrt(v) + epsilon)`.
 * @throws RangeError when the learning rate is negative or not finite.
 */
export function adamScales(learningRate: number, t: number): AdamScales {
  if (!(learningRate >= 0 && learningRate < Infinity)) {
    throw new RangeError(`the learning rate must be a finite number of 0 or more, not ${learningRate}`);
  }
  return { stepSize: learningRate / (1 - adam.beta1 ** t), rootScale: 1 / Math.sqrt(1 - adam.beta2 ** t) };
}

/**
 * One step on a range of blocks: the parameters and both moments change in place. The gradient is multiplied by
 * `gradientScale` first, which clips its norm.
 */
export function adamSlice(
  parameters: Float32Array,
  firstMoment: Float32Array,
  secondMoment: Float32Array,
  gradient: Float32Array,
  blocks: BlockRange,
  { stepSize, rootScale, gradientScale }: AdamScales & { readonly gradientScale: number },
): void {
  const { beta1, beta2, epsilon } = adam;
  const end = Math.min(parameters.length, blocks.end * blockSize);
  for (let i = blocks.first * blockSize; i < end; i++) {
    const g = gradient[i]! * gradientScale;
    const m = beta1 * firstMoment[i]! + (1 - beta1) * g;
    const v = beta2 * secondMoment[i]! + (1 - beta2) * g * g;
    firstMoment[i] = m;
    secondMoment[i] = v;
    parameters[i] = parameters[i]! - (stepSize * m) / (rootScale * Math.sqrt(v) + epsilon);
  }
}

/** Adam in one thread, on a gradient whose norm is clipped. */
export class Adam {
  readonly #parameters: Float32Array;
  readonly #firstMoment: Float32Array;
  readonly #secondMoment: Float32Array;
  readonly #squares: Float64Array;
  #steps = 0;

  /** @param parameters changed in place by every step. */
  constructor(parameters: Float32Array) {
    this.#parameters = parameters;
    this.#firstMoment = new Float32Array(parameters.length);
    this.#secondMoment = new Float32Array(parameters.length);
    this.#squares = new Float64Array(blockCount(parameters.length));
  }

  /** One step; gives the Euclidean norm of the gradient before it was scaled down to `maxGradientNorm`. */
  step(gradient: Float32Array, learningRate: number, maxGradientNorm: number): number {
    const size = this.#parameters.length;
    const blocks = blockRange(size, 0, 1);
    sumShards(gradient, 1, size, blocks, this.#squares);
    const norm = Math.sqrt(this.#squares.reduce((sum, square) => sum + square, 0));
    const gradientScale = norm > maxGradientNorm ? maxGradientNorm / norm : 1;
    this.#steps += 1;
    const scales = { ...adamScales(learningRate, this.#steps), gradientScale };
    adamSlice(this.#parameters, this.#firstMoment, this.#secondMoment, gradient, blocks, scales);
    return norm;
  }
}
