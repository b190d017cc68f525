import type { LossBatch, LossTerms, LossWeights } from './loss-gradient.ts';

/**
 * The terms of the loss, summed in double precision from what a backend computed for each row at the new parameters.
 *
 * @param rowResults for each row the logarithm of new probability / old probability, the value and, unless `entropy` is
 *   given, the negative entropy.
 * @param entropy of a row, where it is the same in every one.
 */
export function lossTerms(
  batch: LossBatch,
  weights: LossWeights,
  rowResults: Float32Array,
  entropy: number | undefined,
): LossTerms {
  const { advantages, returns, values: oldValues } = batch;
  const { clip, valueClip, rowWeight } = weights;
  const rows = advantages.length;
  const width = rowResults.length / rows;
  let entropies = 0;
  let surrogate = 0;
  let squares = 0;
  let kl = 0;
  let clipped = 0;
  for (let i = 0; i < rows; i++) {
    const logRatio = rowResults[i * width]!;
    const ratio = Math.exp(logRatio);
    const advantage = advantages[i]!;
    surrogate += Math.min(ratio * advantage, clamp(ratio, 1 - clip, 1 + clip) * advantage);
    kl += ratio - 1 - logRatio;
    if (Math.abs(ratio - 1) > clip) clipped += 1;

    const value = rowResults[i * width + 1]!;
    const near = clamp(value, oldValues[i]! - valueClip, oldValues[i]! + valueClip);
    squares += Math.max((value - returns[i]!) ** 2, (near - returns[i]!) ** 2);
    entropies += entropy ?? -rowResults[i * width + 2]!;
  }
  return {
    policyLoss: -surrogate * rowWeight,
    valueLoss: squares * rowWeight,
    entropy: entropies * rowWeight,
    approximateKl: kl * rowWeight,
    clipFraction: clipped * rowWeight,
  };
}

const clamp = (x: number, least: number, greatest: number): number => Math.min(greatest, Math.max(least, x));
