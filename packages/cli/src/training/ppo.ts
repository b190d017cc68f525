import {
  chooseBackend,
  evaluatePpo,
  exportPpo,
  networkLayout,
  planPpo,
  ppoDashboard,
  ppoOptions,
  rolloutBytes,
  trainPpo,
  watchEpisode,
} from '@longplay/rl';
import { detectCores, workerCount } from '@longplay/runtime';
import { z } from 'zod';
import type { Algorithm } from './algorithm.ts';
import { trainingKeys } from './training-keys.ts';

const schema = z.strictObject({ ...trainingKeys, ...ppoOptions });

/** PPO in an environment, as a job. */
export const ppoAlgorithm: Algorithm<z.output<typeof schema>> = {
  schema,
  async plan(config) {
    const { totalTimesteps, environments, ppo } = config;
    const { layout, shape, batch } = await planPpo(config);
    const { name: backend } = await chooseBackend(config.backend);
    const parameters = networkLayout(shape).size;
    const updates = Math.ceil(totalTimesteps / batch);
    const rollout = { ...layout, environments, steps: ppo.steps, rewardParts: layout.rewardParts.length };
    return {
      backend,
      workers: Math.min(environments, workerCount(config.numWorkers, detectCores())),
      sizes: {
        observation: layout.observationSize,
        parameters,
        rollout: batch,
        updates,
        gradientSteps: (updates * ppo.epochs * batch) / ppo.minibatch,
        parametersBytes: parameters * Float32Array.BYTES_PER_ELEMENT,
        rolloutBytes: rolloutBytes(rollout),
      },
    };
  },
  train: trainPpo,
  dashboard: ppoDashboard,
  evaluate: evaluatePpo,
  watch: watchEpisode,
  export: exportPpo,
};
