/**
 * Skips actions of the traverser that have done badly so far, in most traversals (Brown and Sandholm, "Superhuman AI for
 * Multiplayer Poker", 2019, supplement; after their "Regret-Based Pruning in Extensive-Form Games", 2015). Theirs has two
 * rules more, which depend on their game: regrets have a floor, and actions of the last round or right before an end are
 * not skipped. Here an action far below the threshold comes back only by traversals that do not skip.
 */
export interface Pruning {
  /** An action is skipped while its regret is below this, a number below zero. */
  readonly below: number;
  /** The share of traversals that skip; the others let an action come back. */
  readonly share: number;
  /** Iterations before the first that skips. */
  readonly after: number;
}

/** Skips nothing. */
export const NO_PRUNING: Pruning = { below: -Infinity, share: 0, after: Infinity };

/** @throws RangeError when a number is out of its range */
export function checkPruning({ below, share, after }: Pruning): void {
  if (!(below < 0)) throw new RangeError(`pruning.below must be below 0; got ${below}`);
  if (!(share >= 0 && share <= 1)) throw new RangeError(`pruning.share must be from 0 to 1; got ${share}`);
  if (Number.isNaN(after)) throw new RangeError(`pruning.after must be a number of iterations; got ${after}`);
}
