import { EventFileWriter } from '@longplay/tensorboard-logger';
import {
  progressMeter,
  type Logger,
  type ProgressExtras,
  type RunDirectory,
  type TrainingUpdate,
} from '@longplay/runtime';
import { progressLine } from '../console/progress-line.ts';
import type { Terminal } from '../console/status-line.ts';
import { cpuSeconds } from './cpu-use.ts';
import { noMetrics } from './no-metrics.ts';
import type { ResolvedJob } from './resolve-config.ts';
import { PhaseClock, type Shares } from './shares.ts';

/** What a training needs of the command. */
export interface TrainingSetting {
  readonly resolved: ResolvedJob;
  /** What computes. */
  readonly backend: string;
  readonly workers: number;
  readonly run: RunDirectory;
  /** The run goes on; false: it is new. */
  readonly resumes: boolean;
  readonly terminal: Terminal;
  readonly logger: Logger;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly showProgress: boolean;
}

/** What a training came to. */
export interface TrainingOutcome {
  /** Those before a resume included. */
  readonly timesteps: number;
  /** Wall time from the first update's begin to the last's end, without evaluation. */
  readonly seconds: number;
  readonly stepsPerSecond: number;
  /** What `seconds` went to. */
  readonly shares: Shares;
  /** Fraction of the cores used that was kept busy, from the start of the workers to their end. */
  readonly cpuUse: number;
  /** At the last evaluation of a training by self-play: points above its first version, and their standard error. */
  readonly skill?: { readonly rating: number; readonly error: number };
}

/** Milliseconds between two writes of the status file. */
const statusInterval = 1000;

const clock = () => performance.now();

/** Runs a job's training loop: event files, progress, status. The run directory stays open. */
export async function runTraining(setting: TrainingSetting): Promise<TrainingOutcome> {
  const { resolved, backend, workers, run, resumes, terminal, logger, signal, showProgress } = setting;
  const { algorithm, config } = resolved;
  await using events = config.tensorboard ? await EventFileWriter.open(run.path) : undefined;
  if (algorithm.dashboard !== undefined) events?.layout(algorithm.dashboard);
  events?.text('run/backend', backend, 0);
  events?.text('run/config', `    ${run.configText.replaceAll('\n', '\n    ')}`, 0);

  const begun = { clock: clock(), cpu: cpuSeconds() };
  let started = { timesteps: 0, clock: clock() };
  let last = started;
  let meter = progressMeter({ total: config.totalTimesteps, now: clock });
  const phases = new PhaseClock();
  const onStart = (resumed: number) => {
    last = started = { timesteps: resumed, clock: clock() };
    meter = progressMeter({ total: config.totalTimesteps, start: resumed, now: clock });
    // Events after the checkpoint that a killed run has logged are logged again: the old ones are orphans.
    if (resumes) events?.purge(resumed + 1);
  };
  const speed = () => {
    const seconds = (last.clock - started.clock) / 1000 - phases.seconds('evaluation');
    return { seconds, stepsPerSecond: seconds > 0 ? (last.timesteps - started.timesteps) / seconds : 0 };
  };

  const dependencies = { run, log: events ?? noMetrics, logger, signal, onStart };
  let statusWritten = 0;
  let skill: TrainingOutcome['skill'];
  for await (const update of algorithm.train(config, dependencies)) {
    const { timesteps, episodes, metrics } = update;
    const [rating, error] = [metrics['skill/rating'], metrics['skill/rating_error']];
    if (rating !== undefined && error !== undefined) skill = { rating, error };
    const reward = Number.isNaN(update.reward) ? {} : { reward: update.reward }; // NaN: no episode has ended yet
    last = { timesteps, clock: clock() };
    phases.add(update.phases);
    if (showProgress) {
      const event = meter.update(timesteps, { episodes, ...progressRewards(update) });
      terminal.status(progressLine(event, terminal.width));
    }
    if (clock() - statusWritten < statusInterval) continue;
    statusWritten = clock();
    // The score of a run that was finished before is not that of the longer one.
    await run.setStatus({ step: timesteps, ...reward, stepsPerSecond: speed().stepsPerSecond, score: undefined });
  }
  terminal.settle();

  const { seconds, stepsPerSecond } = speed();
  const { timesteps } = last;
  await run.setStatus({ step: timesteps, ...(seconds > 0 ? { stepsPerSecond, score: undefined } : {}) });
  const cpuUse = (cpuSeconds() - begun.cpu) / ((clock() - begun.clock) / 1000) / workers;
  const rated = skill === undefined ? {} : { skill };
  return { timesteps, seconds, stepsPerSecond, shares: phases.shares(seconds), cpuUse, ...rated };
}

/** The rewards of a progress line: that of the last episode and the mean, or the mean alone; none before the first. */
function progressRewards({ reward, lastReward }: TrainingUpdate): ProgressExtras {
  if (Number.isNaN(reward)) return {};
  return lastReward === undefined ? { reward } : { reward: lastReward, average: reward };
}
