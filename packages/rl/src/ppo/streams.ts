/** The names of the random streams under a training's seed: `Random.from(seed, streams.x, index)`. */
export const streams = {
  /** The initial parameters. */
  parameters: 1,
  /** Actions, one stream for each environment. */
  actions: 2,
  /** The order of rows in an update, one stream for each. */
  minibatches: 3,
  /** Seeds of episodes that start anew after a resume, one stream for each update. */
  resume: 4,
  /** Episodes of evaluations, one stream for each; the evaluations during training have a seed of their own from it. */
  evaluation: 5,
  /** Which older version a rollout is played against, one stream for each. */
  opponents: 6,
  /** Actions of older versions, one stream for each agent of each match. */
  opponentActions: 7,
  /** Games that a rating is fitted to, one stream for each update and opponent. */
  rating: 8,
} as const;
