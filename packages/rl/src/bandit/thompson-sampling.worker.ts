import { Random, type WorkerContext } from '@longplay/runtime';
import { sampleBeta } from './beta.ts';

/** What the arms have paid so far: the posterior of arm k is Beta(1 + wins[k], 1 + pulls[k] - wins[k]). */
export interface Counts {
  readonly wins: Float64Array;
  readonly pulls: Float64Array;
}

/** Pulls arms of a Bernoulli bandit for the trainer, shard by shard. */
export const create = ({ seed, data: { arms } }: WorkerContext<{ readonly arms: readonly number[] }>) => ({
  /** `count` pulls by Thompson sampling on a fixed posterior; the stream is the shard's, whichever worker has it. */
  pull({ wins, pulls }: Counts, count: number, update: number, shard: number): Counts {
    const random = Random.from(seed, update, shard);
    const won = new Float64Array(arms.length);
    const pulled = new Float64Array(arms.length);
    for (let i = 0; i < count; i++) {
      let choice = 0;
      let highest = -1;
      for (let k = 0; k < arms.length; k++) {
        const belief = sampleBeta(random, 1 + wins[k]!, 1 + pulls[k]! - wins[k]!);
        if (belief > highest) {
          highest = belief;
          choice = k;
        }
      }
      pulled[choice]! += 1;
      if (random.float() < arms[choice]!) won[choice]! += 1;
    }
    return { wins: won, pulls: pulled };
  },
});
