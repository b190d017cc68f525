import { banditOptions, evaluateBandit, thompsonSampling } from '@longplay/rl/bandit';
import { z } from 'zod';
import type { Algorithm } from './algorithm.ts';
import { trainingKeys } from './training-keys.ts';

const schema = z.strictObject({ ...trainingKeys, bandit: banditOptions.describe('the bandit and how it is pulled') });

/** Thompson sampling on a bandit, as a job. */
export const thompsonSamplingAlgorithm: Algorithm<z.output<typeof schema>> = {
  schema,
  backend: () => 'none (counts)',
  train: thompsonSampling,
  evaluate: evaluateBandit,
};
