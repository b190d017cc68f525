import type { Tables } from './solver.ts';
import type { Weighting } from './weighting.ts';

/** The options of all solvers that sample. */
export interface SamplingOptions {
  /** Names the random stream: a seed, or a seed with a path under it such as the number of a worker. Default 0. */
  readonly seed?: number | readonly [seed: number, ...path: number[]];
  /** How past iterations count: `simple()` by default. */
  readonly weighting?: Weighting;
  /** The weights change after each such number of iterations. Default 1000. */
  readonly discountEvery?: number;
  /**
   * `simple` adds to the average at the nodes that a traversal happens to pass; with more than two players it is biased,
   * since the others' strategies decide how often it passes. `full` adds the whole strategy in every iteration: exact
   * for any number of players, at a cost that grows with the game. Default `simple`; a single player, whom nobody else's
   * traversal passes, always takes `full`.
   */
  readonly averaging?: 'simple' | 'full';
  /** Where regrets and strategy sums are kept; new memory by default. */
  readonly tables?: Tables;
}
