import type { Random } from '@longplay/runtime';

/**
 * Actions of a policy, given what its network said of a row. Rows of `outputs` have `outputSize` numbers, those of
 * `actions` have `actionSize`; nothing is allocated.
 */
export interface ActionDistribution {
  /**
   * Draws an action into its row of `actions`; gives its log-probability.
   * @param masks [rows, outputSize], 0 where an action is illegal; such an action is never drawn. Categorical only.
   * @throws RangeError when a mask leaves no action.
   */
  sample(
    outputs: Float32Array,
    row: number,
    masks: Uint8Array | undefined,
    random: Random,
    actions: Float32Array,
  ): number;
  /** The most probable action, the first of equals; of a Gaussian the mean. @throws RangeError as `sample`. */
  mode(outputs: Float32Array, row: number, masks: Uint8Array | undefined, actions: Float32Array): void;
}
