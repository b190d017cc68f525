import type { z } from 'zod';
import type { BatchEnv } from './batch-env.ts';
import type { Env } from './env.ts';

/** An environment that can be made by its id. */
export interface EnvironmentSpec<Options = unknown> {
  /** Name and version, such as `CartPole-v1`: another version for every change of what it does. */
  readonly id: string;
  /** What the task is, one sentence. */
  readonly description: string;
  /** The options with their defaults and documentation. Default: none. */
  readonly options?: z.ZodType<Options>;
  /** The mean return from which the task counts as solved, where there is such a number. */
  readonly rewardThreshold?: number;
  /** Makes one of one agent; an environment of several agents has the batch form alone. */
  make?(options: Options): Env;
  /**
   * The fast form, by the number of environments. Each does what that of `make` does with the same seed. Default:
   * `batchOf` plain environments.
   */
  makeBatch?(environments: number, options: Options): BatchEnv;
}
