import { banditOptions, evaluateBandit, thompsonSampling } from '@longplay/rl/bandit';
import { detectCores, workerCount, workerRules } from '@longplay/runtime';
import { z } from 'zod';
import type { Algorithm } from './algorithm.ts';
import { trainingKeys } from './training-keys.ts';

const schema = z.strictObject({ ...trainingKeys, bandit: banditOptions.describe('the bandit and how it is pulled') });

/** Thompson sampling on a bandit, as a job. */
export const thompsonSamplingAlgorithm: Algorithm<z.output<typeof schema>> = {
  schema,
  async plan({ totalTimesteps, numWorkers, workerRule, bandit: { arms, pulls } }) {
    const countsBytes = 2 * Float64Array.BYTES_PER_ELEMENT * arms.length; // wins and pulls
    const sizes = { arms: arms.length, updates: Math.ceil(totalTimesteps / pulls), countsBytes };
    const workers = workerCount(numWorkers, detectCores(), { rule: workerRules[workerRule] });
    return { backend: 'none', workers, sizes };
  },
  train: thompsonSampling,
  evaluate: evaluateBandit,
};
