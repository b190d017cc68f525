import type { Algorithm } from './algorithm.ts';
import { findCheckpoint } from './find-checkpoint.ts';

/** What to evaluate and how. */
export interface EvaluationOptions {
  readonly episodes: number;
  readonly seed: number;
  readonly stochastic: boolean;
  /** best, final, latest or a file; default: best where there is one, else final, else the newest. */
  readonly checkpoint?: string | undefined;
}

/** What an evaluation gave. Rewards are raw sums of an episode. */
export interface Evaluation {
  readonly episodes: number;
  readonly meanReward: number;
  readonly stdReward: number;
  readonly meanLength: number;
  readonly rewards: readonly number[];
  /** The file that was evaluated. */
  readonly checkpoint: string;
}

/**
 * Evaluates a checkpoint, each episode on a random stream of its own.
 *
 * @param checkpoints - the folder of the run's checkpoints.
 */
export async function evaluateRun(
  algorithm: Algorithm,
  checkpoints: string,
  options: EvaluationOptions,
): Promise<Evaluation> {
  const checkpoint = await findCheckpoint(checkpoints, options.checkpoint);
  const { rewards, lengths } = await algorithm.evaluate({ ...options, checkpoint });
  const meanReward = mean(rewards);
  const stdReward = Math.sqrt(mean(rewards.map((reward) => (reward - meanReward) ** 2)));
  const meanLength = mean(lengths);
  return { episodes: rewards.length, meanReward, stdReward, meanLength, rewards: [...rewards], checkpoint };
}

function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
