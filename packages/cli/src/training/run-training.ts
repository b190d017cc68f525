import { EventFileWriter, type ScalarLogger } from '@longplay/tensorboard-logger';
import {
  formatProgress,
  progressMeter,
  workerCount,
  detectCores,
  type Logger,
  type RunDirectory,
} from '@longplay/runtime';
import type { Terminal } from '../console/status-line.ts';
import { cpuSeconds } from './cpu-use.ts';
import type { ResolvedJob } from './resolve-config.ts';

/** What a training needs of the command. */
export interface TrainingSetting {
  readonly resolved: ResolvedJob;
  readonly run: RunDirectory;
  readonly terminal: Terminal;
  readonly logger: Logger;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly showProgress: boolean;
}

/** What a training came to. */
export interface TrainingOutcome {
  readonly timesteps: number;
  /** Wall time from the first update's begin to the last's end, without evaluation. */
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly workers: number;
  /** Fraction of the cores used that was kept busy, from the start of the workers to their end. */
  readonly cpuUse: number;
}

/** Milliseconds between two writes of the status file. */
const statusInterval = 1000;

const clock = () => performance.now();

/** Where the metrics go that nobody asked for. */
const nowhere: ScalarLogger = { scalar() {}, histogram() {}, text() {}, image() {}, async flush() {} };

/** Runs a job's training loop: event files, progress, status. The run directory stays open. */
export async function runTraining(setting: TrainingSetting): Promise<TrainingOutcome> {
  const { resolved, run, terminal, logger, signal, showProgress } = setting;
  const { algorithm, config } = resolved;
  await using events = config.tensorboard ? await EventFileWriter.open(run.path) : undefined;
  events?.text('run/config', `    ${run.configText.replaceAll('\n', '\n    ')}`, 0);

  let timesteps = 0;
  const begun = { clock: clock(), cpu: cpuSeconds() };
  let started = { timesteps: 0, clock: clock() };
  let meter = progressMeter({ total: config.totalTimesteps, now: clock });
  const onStart = (resumed: number) => {
    started = { timesteps: resumed, clock: clock() };
    meter = progressMeter({ total: config.totalTimesteps, start: resumed, now: clock });
    // Events after the checkpoint that a killed run has logged are logged again: the old ones are orphans.
    if (resumed > 0) events?.purge(resumed + 1);
    timesteps = resumed;
  };
  const dependencies = { run, log: events ?? nowhere, logger, signal, onStart };
  let statusWritten = 0;
  for await (const update of algorithm.train(config, dependencies)) {
    timesteps = update.timesteps;
    if (showProgress) terminal.status(formatProgress(meter.update(timesteps, update), { width: terminal.barWidth }));
    if (clock() - statusWritten < statusInterval) continue;
    statusWritten = clock();
    await run.setStatus({ step: timesteps, reward: update.reward });
  }
  terminal.settle();
  await run.setStatus({ step: timesteps });

  const seconds = (clock() - started.clock) / 1000;
  const workers = workerCount(config.numWorkers, detectCores());
  return {
    timesteps,
    seconds,
    stepsPerSecond: (timesteps - started.timesteps) / seconds,
    workers,
    cpuUse: (cpuSeconds() - begun.cpu) / ((clock() - begun.clock) / 1000) / workers,
  };
}
