import type { Algorithm, EvaluationRequest } from './algorithm.ts';

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

/** Evaluates a checkpoint, each episode on a random stream of its own. */
export async function evaluateCheckpoint(algorithm: Algorithm, request: EvaluationRequest): Promise<Evaluation> {
  const { checkpoint } = request;
  const { rewards, lengths } = await algorithm.evaluate(request);
  const meanReward = mean(rewards);
  const stdReward = Math.sqrt(mean(rewards.map((reward) => (reward - meanReward) ** 2)));
  const meanLength = mean(lengths);
  return { episodes: rewards.length, meanReward, stdReward, meanLength, rewards: [...rewards], checkpoint };
}

export function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
