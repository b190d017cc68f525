import type { ActionDistribution } from './action-distribution.ts';
import { Categorical } from './categorical.ts';
import { Gaussian } from './gaussian.ts';
import { networkLayout } from './layout.ts';
import type { NetworkShape } from './shape.ts';

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
