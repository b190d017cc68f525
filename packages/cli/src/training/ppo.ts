import { loadEnvironment } from '@longplay/envs';
import {
  chooseBackend,
  describeLineup,
  evaluatePpo,
  exportPpo,
  headToHead,
  loadCheckpoint,
  networkLayout,
  planPpo,
  ppoDashboard,
  ppoOptions,
  rolloutBytes,
  trainPpo,
  watchEpisode,
} from '@longplay/rl';
import { ConfigurationError } from '@longplay/runtime';
import { z } from 'zod';
import { shortPath } from '../config/short-path.ts';
import type { Algorithm } from './algorithm.ts';
import { trainingKeys } from './training-keys.ts';

const schema = z.strictObject({ ...trainingKeys, ...ppoOptions });

/** PPO in an environment, as a job. */
export const ppoAlgorithm: Algorithm<z.output<typeof schema>> = {
  schema,
  async plan(config) {
    const { totalTimesteps, environments, ppo, evaluation, selfPlay } = config;
    const { layout, shape, batch, lineup, agents, workers } = await planPpo(config);
    const { name: backend } = await chooseBackend(config.backend);
    const parameters = networkLayout(shape).size;
    const updates = Math.ceil(totalTimesteps / batch);
    const rollout = { ...layout, agents, steps: ppo.steps, rewardParts: layout.rewardParts.length };
    const matches = describeLineup(lineup);
    const evaluations = evaluation.every > 0 ? Math.ceil(totalTimesteps / evaluation.every) : 0;
    return {
      backend,
      workers,
      evaluationEpisodes: evaluations * (evaluation.trainingEpisodes + (selfPlay?.ratingGames ?? 0)),
      about: {
        ...(environments === 'auto' ? { environments: `${agents} (auto)` } : {}),
        ...(matches === undefined ? {} : { matches }),
      },
      sizes: {
        environments: agents,
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
  async expectCheckpoint({ environment, environmentOptions }, checkpoint) {
    const { name } = await loadEnvironment(environment, environmentOptions);
    const { header } = await loadCheckpoint(checkpoint);
    if (header.environment === name) return;
    throw new ConfigurationError(`${shortPath(checkpoint)} was trained in ${header.environment}, this run in ${name}`, {
      cure: 'choose a checkpoint of this run, or name the run that it is of',
    });
  },
  evaluate: evaluatePpo,
  watch: watchEpisode,
  headToHead,
  async replay(request) {
    return (await import('../soccer/write-replay.ts')).writeReplay(request);
  },
  export: exportPpo,
};
