/**
 * Adam [0], the optimiser of every backend: its constants, and the two numbers of a step that depend on the step count.
 * They are computed in double precision because 1 - 0.999 loses five digits in single precision.
 *
 * [0] Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1. Epsilon is 1e-5, not the
 *     paper's 1e-8, as in the original PPO implementation (Huang et al., "The 37 implementation details of PPO", 2022).
 */
export const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-5 } as const;

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
