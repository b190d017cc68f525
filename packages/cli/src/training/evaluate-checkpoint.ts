import type { Algorithm, Episodes, EvaluationRequest } from './algorithm.ts';

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
  return { ...statistics(await algorithm.evaluate(request)), checkpoint: request.checkpoint };
}

/** What episodes come to. */
export function statistics({ rewards, lengths }: Episodes): Omit<Evaluation, 'checkpoint'> {
  const meanReward = mean(rewards);
  const stdReward = Math.sqrt(mean(rewards.map((reward) => (reward - meanReward) ** 2)));
  return { episodes: rewards.length, meanReward, stdReward, meanLength: mean(lengths), rewards: [...rewards] };
}

function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
