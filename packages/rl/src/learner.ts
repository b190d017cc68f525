import type { ActorCriticShape } from './actor-critic.ts';

/** Observations, what was done in them, and how well it went. Row by row, `rows` of each. */
export interface Minibatch {
  /** [rows, observation] */
  readonly observations: Float32Array;
  /** [rows], each in [0, actions) */
  readonly actions: Int32Array;
  /** [rows], how much better than expected the action was; of any sign. */
  readonly advantages: Float32Array;
  /** [rows], the target of the value network. */
  readonly returns: Float32Array;
}

/** What a learner trains, and how. */
export interface LearnerOptions {
  readonly shape: ActorCriticShape;
  /** Weight of the value network's squared error in the loss, finite and 0 or more. Default 0.5. */
  readonly valueCoefficient?: number;
  /** A gradient with a larger Euclidean norm is scaled down to this norm, more than 0; `Infinity`: none is. Default 0.5. */
  readonly maxGradientNorm?: number;
}

/**
 * {@link LearnerOptions} with every default filled in, rounded to single precision as the backends compute: 1e39 is
 * `Infinity` there. @throws RangeError when a number is out of its range.
 */
export function withDefaults(options: LearnerOptions): Required<LearnerOptions> {
  const { shape, valueCoefficient = 0.5, maxGradientNorm = 0.5 } = options;
  const rounded = {
    shape,
    valueCoefficient: Math.fround(valueCoefficient),
    maxGradientNorm: Math.fround(maxGradientNorm),
  };
  if (!(rounded.valueCoefficient >= 0 && rounded.valueCoefficient < Infinity)) {
    throw new RangeError(`valueCoefficient must be a finite number of 0 or more, not ${valueCoefficient}`);
  }
  if (!(rounded.maxGradientNorm > 0)) {
    throw new RangeError(`maxGradientNorm must be more than 0, not ${maxGradientNorm}`);
  }
  return rounded;
}

/** What one training step measured, before it changed the parameters. */
export interface StepMetrics {
  readonly loss: number;
  /** Euclidean norm of the whole gradient before clipping. */
  readonly gradientNorm: number;
}

/**
 * Trains an actor-critic model, one minibatch a step, on the loss of advantage actor-critic,
 * `-mean(advantage · log policy(action)) + valueCoefficient · mean((value - return)²)`
 * (Mnih et al., "Asynchronous methods for deep reinforcement learning", 2016, section 4), by Adam on the clipped gradient.
 *
 * It does one thing at a time: a call rejects while another is going on, and once the learner is disposed of. Disposing
 * waits for the call that is going on, and may be repeated.
 */
export interface Learner extends AsyncDisposable {
  /**
   * One optimiser step.
   * @throws RangeError when the minibatch does not fit the shape, or the learning rate is negative or not finite.
   */
  step(minibatch: Minibatch, learningRate: number): Promise<StepMetrics>;
  /** A copy of the parameters, flat. */
  parameters(): Promise<Float32Array>;
}

/** The two networks at fixed parameters, for acting; one call at a time, as with a {@link Learner}. */
export interface Policy extends AsyncDisposable {
  /** Both networks on a batch [rows, observation]. @throws RangeError when the batch is empty or not whole rows. */
  forward(observations: Float32Array): Promise<PolicyOutput>;
}

export interface PolicyOutput {
  /** [rows, actions] */
  readonly logits: Float32Array;
  /** [rows] */
  readonly values: Float32Array;
}

/** The number of rows in a batch of observations. @throws RangeError when it holds none or a part of one. */
export function rowsOf(shape: ActorCriticShape, observations: Float32Array): number {
  const rows = observations.length / shape.observation;
  if (Number.isInteger(rows) && rows > 0) return rows;
  throw new RangeError(`a batch of ${observations.length} numbers is not whole rows of ${shape.observation}`);
}

/** The number of rows in a minibatch. @throws RangeError when its parts disagree or an action does not exist. */
export function minibatchRows(shape: ActorCriticShape, minibatch: Minibatch): number {
  const rows = rowsOf(shape, minibatch.observations);
  for (const part of ['actions', 'advantages', 'returns'] as const) {
    const { length } = minibatch[part];
    if (length !== rows) throw new RangeError(`a minibatch of ${rows} observations has ${length} ${part}`);
  }
  const unknown = minibatch.actions.find((action) => action < 0 || action >= shape.actions);
  if (unknown === undefined) return rows;
  throw new RangeError(`action ${unknown} is not in [0, ${shape.actions})`);
}

/** @throws RangeError when the flat parameters have the wrong length. */
export function checkParameterCount(size: number, parameters: Float32Array): void {
  if (parameters.length !== size) throw new RangeError(`the model has ${size} parameters, not ${parameters.length}`);
}
