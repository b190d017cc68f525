import { Random } from '@longplay/runtime';
import { sampleBeta } from './beta.ts';
import { loadBandit, bestArm } from './thompson-sampling.ts';

/** Options of `evaluateBandit`. */
export interface BanditEvaluation {
  /** The checkpoint to evaluate. */
  readonly checkpoint: string;
  readonly episodes: number;
  readonly seed: number;
  /** Samples the arm from the posterior, as in training; default: the arm of the highest posterior mean. */
  readonly stochastic?: boolean;
}

/** Plays episodes of one pull, each on a random stream of its own, and gives their rewards. */
export async function evaluateBandit({ checkpoint, episodes, seed, stochastic = false }: BanditEvaluation) {
  const { arrays, header } = await loadBandit(checkpoint);
  const { wins, pulls } = arrays;
  const means = wins.map((won, k) => (1 + won) / (2 + pulls[k]!));
  const rewards = Float64Array.from({ length: episodes }, (_, episode) => {
    const random = Random.from(seed, episode);
    const arm = bestArm(stochastic ? wins.map((won, k) => sampleBeta(random, 1 + won, 1 + pulls[k]! - won)) : means);
    return random.float() < header.arms[arm]! ? 1 : 0;
  });
  return { rewards, lengths: rewards.map(() => 1) };
}
