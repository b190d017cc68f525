import type { Random } from '@longplay/runtime';
import { Categorical } from './categorical.ts';
import { Gaussian } from './gaussian.ts';
import { networkLayout } from './layout.ts';
import type { NetworkShape } from './shape.ts';

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

/**
 * The distribution of a policy's actions. Standard deviations are read from `parameters`, which may change between calls.
 *
 * The actions of a squashed Gaussian are those before the tanh, and so is their density: the tanh's derivative would be
 * the same factor in old and new probabilities, and drops out of their ratio.
 */
export function actionDistribution(shape: NetworkShape, parameters: Float32Array): ActionDistribution {
  const { head } = shape;
  if (head.kind === 'categorical') return new Categorical(head.sizes);
  const { logStd } = networkLayout(shape);
  return new Gaussian(parameters.subarray(logStd, logStd! + head.size));
}
