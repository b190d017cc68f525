import { ConfigurationError, unknownName, type TrainingDependencies, type TrainingUpdate } from '@longplay/runtime';
import type { z } from 'zod';
import type { TrainingConfig } from './training-keys.ts';

/** Rewards and lengths of evaluation episodes. */
export interface Episodes {
  readonly rewards: Float64Array;
  readonly lengths: Float64Array;
}

/** How a policy is evaluated. */
export interface EvaluationRequest {
  /** The file of the checkpoint. */
  readonly checkpoint: string;
  readonly episodes: number;
  /** One random stream an episode, under this seed. */
  readonly seed: number;
  readonly stochastic: boolean;
}

/** What the command needs of a learner: the schema of its jobs, its training loop, its evaluation. */
export interface Algorithm<Config extends TrainingConfig = TrainingConfig> {
  readonly schema: z.ZodObject;
  /** What computes, for the banner: `onnx (cpu)`; `none` where a learner has no network. */
  backend(config: Config): string;
  train(config: Config, dependencies: TrainingDependencies): AsyncIterable<TrainingUpdate>;
  evaluate(request: EvaluationRequest): Promise<Episodes>;
}

/** Every learner, loaded when a job asks for it. */
const algorithms: Readonly<Record<string, () => Promise<Algorithm>>> = {
  'thompson-sampling': async () => (await import('./thompson-sampling.ts')).thompsonSamplingAlgorithm,
};

/** The learner that a job names under `algorithm`. */
export async function loadAlgorithm(name: unknown, file: string): Promise<Algorithm> {
  const load = typeof name === 'string' && Object.hasOwn(algorithms, name) ? algorithms[name] : undefined;
  if (load !== undefined) return load();
  const what =
    name === undefined ? 'algorithm is missing' : unknownName('algorithm', String(name), Object.keys(algorithms));
  throw new ConfigurationError(`${file}: ${what}`, {
    cure: `write algorithm: ${Object.keys(algorithms).join(' or ')}`,
  });
}
