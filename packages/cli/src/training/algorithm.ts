import type { TrainingDependencies, TrainingUpdate } from '@longplay/runtime';
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
