import type { ScalarLogger } from '@longplay/tensorboard-logger';
import type { workerRules } from './cores.ts';
import type { Logger } from './logger.ts';
import type { RunDirectory } from './run-directory.ts';
import type { DeadlineOptions } from './workers/deadline.ts';
import type { WorkerKind } from './workers/transport.ts';

/** What a trainer reports after each update; its state is saved when it says so. */
export interface TrainingUpdate {
  /** Timesteps done since the beginning of the run, those before a resume included. */
  readonly timesteps: number;
  /** Episodes ended since the beginning of the run. */
  readonly episodes: number;
  /** Mean reward of the last episodes; NaN before the first has ended. */
  readonly reward: number;
  /** Reward of the episode that ended last, where the trainer tells it apart from the mean. */
  readonly lastReward?: number | undefined;
  /** Every scalar of this update, by its TensorBoard tag. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Seconds of this update by phase, such as rollout, update and evaluation, where the trainer tells them apart. */
  readonly phases?: Readonly<Record<string, number>>;
}

/** What a trainer needs from outside: it prints nothing, opens no file elsewhere and reads no clock of its own. */
export interface TrainingDependencies {
  /** Where checkpoints go; resumed, where the newest good one is. */
  readonly run: RunDirectory;
  /** Where metrics go. */
  readonly log: ScalarLogger;
  readonly logger: Logger;
  /** Aborting it finishes the batch under way, saves, and ends the training in order. */
  readonly signal: AbortSignal;
  /** Called once, when the workers are up and the state is loaded: training starts after so many timesteps. */
  readonly onStart?: ((timesteps: number) => void) | undefined;
}

/** How a trainer runs in parallel: the same keys for every trainer. */
export interface ParallelOptions {
  /** Workers; 0: the cores that this process may use; 1: the main thread itself. */
  readonly numWorkers: number;
  /** What 0 comes to. Default allCores. */
  readonly workerRule?: keyof typeof workerRules | undefined;
  readonly workerKind: WorkerKind;
  readonly deadline?: DeadlineOptions | undefined;
}
