import { join } from 'node:path';
import { findCheckpoint, onStopSignals, type RunDirectory } from '@longplay/runtime';
import { documentedConfig } from '../config/print.ts';
import { shortPath } from '../config/short-path.ts';
import { confirm } from '../console/confirm.ts';
import { createLogger } from '../console/logger.ts';
import { describeError } from '../console/report-error.ts';
import { openTerminal } from '../console/status-line.ts';
import { failureExitCode } from '../exit-codes.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import type { Plan } from '../training/algorithm.ts';
import { banner } from '../training/banner.ts';
import { describeDryRun, dryRun } from '../training/dry-run.ts';
import { evaluateCheckpoint, type Evaluation } from '../training/evaluate-checkpoint.ts';
import { evaluationProgress } from '../training/evaluation-progress.ts';
import { runTraining } from '../training/run-training.ts';
import { summary } from '../training/summary.ts';
import { openRun, planTask, type TaskFlags, type TrainingTask } from '../training/training-task.ts';
import { printJobs } from './list-jobs.ts';

/** Episodes on the page that ends a training, where its environment has one. */
const replayEpisodes = 5;

/** Flags of `longplay train`. */
export interface TrainFlags extends TaskFlags {
  readonly printConfig: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/** `longplay train JOB`: trains, evaluates, and says where the run is. Without a job it lists the jobs. */
export async function train(name: string | undefined, flags: TrainFlags): Promise<number> {
  const { json = false, printConfig, yes } = flags;
  if (name === undefined && flags.config === undefined && !flags.resume) return printJobs(json);
  const task = await planTask(name, flags);
  const { algorithm, config } = task.resolved;
  if (printConfig) {
    process.stdout.write(json ? `${JSON.stringify(config)}\n` : documentedConfig(algorithm.schema, config));
    return 0;
  }
  const plan = await algorithm.plan(config);
  const asks = config.confirm && !yes && process.stdin.isTTY && process.stderr.isTTY;
  if (flags.dryRun || asks) {
    using stop = onStopSignals();
    const estimate = await dryRun(task, plan, stop.signal);
    if (estimate === undefined) return stop.exitCode ?? failureExitCode;
    if (flags.dryRun && json) console.log(JSON.stringify(estimate));
    else (flags.dryRun ? console.log : console.error)(describeDryRun(estimate));
    if (flags.dryRun) return 0;
  }
  if (asks && !(await confirm('Train?'))) return failureExitCode;
  await using run = await openRun(task);
  return await trainIn(run, task, plan, flags);
}

/** Trains and evaluates in an open run directory, and closes it. */
async function trainIn(
  run: RunDirectory,
  { job, resolved }: TrainingTask,
  plan: Plan,
  { json, logLevel, resume }: TrainFlags,
): Promise<number> {
  const { algorithm, config } = resolved;
  const talks = isTalkative(logLevel);
  const terminal = openTerminal(process.stderr);
  const logger = createLogger(logLevel, terminal, process.stderr.isTTY && !process.env['NO_COLOR']);
  const say = (text: string) => (talks ? terminal.print(text) : undefined);
  const continueHint = `continue with: npx longplay train --resume --logdir ${shortPath(run.path)}`;
  using stop = onStopSignals();
  stop.signal.addEventListener('abort', () => say('stopping after this batch; once more stops at once'));
  const stopped = async () => {
    await run.close('interrupted');
    say(`stopped in order after ${run.status.step} timesteps; ${continueHint}`);
    return stop.exitCode ?? failureExitCode;
  };
  try {
    say(banner(job.name, config, plan, shortPath(run.path)));
    const { backend, workers } = plan;
    const shown = { terminal, logger, showProgress: talks };
    const setting = { resolved, backend, workers, run, resumes: resume, signal: stop.signal, ...shown };
    const outcome = await runTraining(setting);
    if (stop.signal.aborted) return await stopped();
    const { seed, workerKind, evaluation } = config;
    const { episodes } = evaluation;
    const showProgress = talks ? evaluationProgress(terminal, episodes) : undefined;
    const onProgress = (ended: number) => {
      stop.signal.throwIfAborted();
      showProgress?.(ended);
    };
    const checkpoint = await findCheckpoint(run.checkpoints);
    const request = { checkpoint, episodes, seed, stochastic: false, onProgress };
    const result = await evaluateCheckpoint(algorithm, request);
    terminal.settle();
    const page = { html: join(run.path, 'replay.html'), title: job.name, episodes: replayEpisodes };
    const replay = await algorithm.replay?.({ checkpoint, seed, stochastic: false, ...page });
    await run.setStatus({ score: result.meanReward });
    await run.close('finished');
    const means = { backend, workers, workerKind, logdir: shortPath(run.path) };
    const watch = replay === undefined ? {} : { replay: shortPath(replay.html) };
    const report = { job: job.name, ...outcome, ...means, ...watch, evaluation: brief(result) };
    if (json) console.log(JSON.stringify(report));
    say(summary(report, shortPath(checkpoint)));
    return 0;
  } catch (error) {
    terminal.settle();
    if (error === stop.signal.reason) return await stopped();
    const { text, exitCode } = describeError(error, logLevel === 'debug');
    await run.close('failed', text).catch(() => {}); // the disk may be full: the first error is the one to tell
    terminal.print(`${text}\n  ${continueHint}`);
    return exitCode;
  }
}

function brief({ meanReward, stdReward, episodes }: Evaluation) {
  return { meanReward, stdReward, episodes };
}
