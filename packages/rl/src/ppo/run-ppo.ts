import { EventFileWriter } from '@longplay/tensorboard-logger';
import { RunDirectory, silentLogger, type Logger, type TrainingUpdate } from '@longplay/runtime';
import { z } from 'zod';
import { ppoDashboard } from './dashboard.ts';
import { ppoOptions } from './options.ts';
import { trainPpo } from './ppo.ts';

/** The options of {@link ppo}: those of a job, by the same names. */
const runOptions = z.strictObject({
  ...ppoOptions,
  seed: z.int().nonnegative().default(0),
  totalTimesteps: z.int().positive(),
  checkpointEvery: z.int().positive().default(100_000),
  numWorkers: z.int().nonnegative().default(0),
  workerKind: z.enum(['threads', 'processes']).default('threads'),
  /** The run directory. */
  logdir: z.string(),
});

export type PpoRun = z.input<typeof runOptions>;

/** How {@link ppo} is watched and stopped. */
export interface PpoRunControl {
  /** Default: silent. */
  readonly logger?: Logger;
  /** Aborting it finishes the update under way, saves, and ends the training. */
  readonly signal?: AbortSignal;
  /** Goes on with the run that `logdir` holds. Default false. */
  readonly resume?: boolean;
}

/**
 * Trains by PPO in a run directory of its own, with event files and checkpoints: what `longplay train` does, as a
 * function. Each update is reported when it is done.
 *
 * @throws z.ZodError when an option is wrong; RunDirectoryError when `logdir` holds a run already and `resume` is not
 *   set; and as `trainPpo`.
 *
 * @example
 * const run = ppo({ environment: 'CartPole-v1', totalTimesteps: 4096, seed: 1, logdir: 'runs/cartpole' });
 * for await (const update of run) console.log(update.timesteps, update.metrics['rollout/ep_rew_mean']);
 */
export async function* ppo(options: PpoRun, control: PpoRunControl = {}): AsyncGenerator<TrainingUpdate, void> {
  const { logger = silentLogger, signal = new AbortController().signal, resume = false } = control;
  const { logdir, ...training } = runOptions.parse(options);
  const configText = `${JSON.stringify({ algorithm: 'ppo', ...training }, undefined, 2)}\n`; // JSON is YAML
  const versions = { node: process.version };
  await using run = resume
    ? await RunDirectory.resume(logdir, { versions, configText })
    : await RunDirectory.create(logdir, { job: training.environment, seed: training.seed, configText, versions });
  await using log = await EventFileWriter.open(run.path);
  log.layout(ppoDashboard);
  let timesteps = 0;
  const onStart = (resumed: number) => {
    timesteps = resumed;
    // Events after the checkpoint that a killed run has logged are logged again: the old ones are orphans.
    if (resume) log.purge(resumed + 1);
  };
  for await (const update of trainPpo(training, { run, log, logger, signal, onStart })) {
    timesteps = update.timesteps;
    yield update;
  }
  await run.setStatus({ step: timesteps });
  await run.close(timesteps < training.totalTimesteps ? 'interrupted' : 'finished');
}
