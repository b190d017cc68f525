/** What a policy chooses, and so what its network gives. */
export type ActionHead =
  /** Whole numbers, the i-th in [0, sizes[i]): one softmax each, over logits that lie one after the other. */
  | { readonly kind: 'categorical'; readonly sizes: readonly number[] }
  /**
   * `size` real numbers from a diagonal Gaussian, whose standard deviations are parameters and depend on no
   * observation. Squashed, the environment gets their tanh.
   */
  | { readonly kind: 'gaussian'; readonly size: number; readonly squashed: boolean };

export type Activation = 'tanh' | 'relu' | 'silu';

/** A policy and a value network: two multilayer perceptrons, or one trunk with two heads. */
export interface NetworkShape {
  /** Numbers in an observation. */
  readonly observation: number;
  /** Units of each hidden layer of the policy; with `shared`, of the trunk. */
  readonly hidden: readonly number[];
  /** Units of each hidden layer of the value network; with `shared` there are none. */
  readonly valueHidden: readonly number[];
  readonly activation: Activation;
  /** One trunk under both heads in place of two networks. */
  readonly shared: boolean;
  readonly head: ActionHead;
}

/** Numbers that the policy's network gives for a row: the logits of all parts, or the means. */
export function outputSize(head: ActionHead): number {
  return head.kind === 'gaussian' ? head.size : head.sizes.reduce((total, size) => total + size, 0);
}

/** Numbers in an action: one for each part. */
export function actionSize(head: ActionHead): number {
  return head.kind === 'gaussian' ? head.size : head.sizes.length;
}
