import type { NetworkShape } from '../model/shape.ts';

/** What is fixed of a loss. */
export interface LossOptions {
  readonly shape: NetworkShape;
  /** Weight of the value network's error in the loss, finite and 0 or more. */
  readonly valueCoefficient: number;
  /** Whether the batches have masks of legal actions; categorical only. */
  readonly masked: boolean;
}

/** What of a loss may change from step to step. */
export interface LossWeights {
  /** The clip range of the probability ratio, more than 0. */
  readonly clip: number;
  /** How far a value may move from the old one before the loss ignores it, more than 0; Infinity: any distance. */
  readonly valueClip: number;
  readonly entropyCoefficient: number;
  /** The share of one row in the loss: 1 / rows of the whole minibatch, of which a batch may be a part. */
  readonly rowWeight: number;
}

/** Rows of experience, each array row by row. `rows` is the number of log-probabilities. */
export interface LossBatch {
  /** [rows, observation] */
  readonly observations: Float32Array;
  /** [rows, actionSize]: whole numbers, or real ones before they are squashed or clipped. */
  readonly actions: Float32Array;
  /** [rows], of the actions under the policy that took them. */
  readonly logProbabilities: Float32Array;
  /** [rows] */
  readonly advantages: Float32Array;
  /** [rows], the targets of the value network. */
  readonly returns: Float32Array;
  /** [rows], what the value network said when the actions were taken. */
  readonly values: Float32Array;
  /** [rows, outputSize], 1 where an action is legal, else 0; only where the loss is masked. */
  readonly masks?: Float32Array | undefined;
}

/** Sums over the rows of a batch, each times `rowWeight`: over all batches of a minibatch they add up to means. */
export interface LossTerms {
  /** The clipped surrogate, negative (Schulman et al., "Proximal policy optimization algorithms", 2017, eq. 7). */
  readonly policyLoss: number;
  /** Squared error of the values; with a finite `valueClip` the larger of the clipped and the plain one. */
  readonly valueLoss: number;
  /** Entropy of the policy, nats; of a squashed Gaussian, that of the Gaussian. */
  readonly entropy: number;
  /** (ratio - 1) - log ratio: an unbiased estimate of KL(old, new) that is never negative (Schulman, "Approximating KL divergence", 2020). */
  readonly approximateKl: number;
  /** Fraction of the rows whose ratio lies outside the clip range. */
  readonly clipFraction: number;
}

/**
 * The loss of PPO and its gradient:
 * `policyLoss + valueCoefficient · valueLoss - entropyCoefficient · entropy`. One call at a time.
 */
export interface LossGradient extends AsyncDisposable {
  /**
   * Computes the gradient of a batch's part of the loss at `parameters`, into `gradient`.
   * @throws RangeError when the parts of the batch do not fit each other or the shape.
   */
  compute(parameters: Float32Array, batch: LossBatch, weights: LossWeights, gradient: Float32Array): Promise<LossTerms>;
}
