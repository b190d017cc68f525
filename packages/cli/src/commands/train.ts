import { join } from 'node:path';
import { RunDirectory } from '@longplay/runtime';
import { findJob, type Job } from '../config/jobs.ts';
import { configText, documentedConfig } from '../config/print.ts';
import { shortPath } from '../config/short-path.ts';
import { createLogger, type LogLevel } from '../console/logger.ts';
import { describeError } from '../console/report-error.ts';
import { openTerminal } from '../console/status-line.ts';
import { banner } from '../training/banner.ts';
import { evaluateRun, type Evaluation } from '../training/evaluate-run.ts';
import { overridesOf, resolveJob, type ResolvedJob } from '../training/resolve-config.ts';
import { runTraining } from '../training/run-training.ts';
import { findRun } from '../training/find-run.ts';
import { summary } from '../training/summary.ts';
import { packageVersion } from '../version.ts';
import { printJobs } from './list-jobs.ts';

/** Flags of `longplay train`. */
export interface TrainFlags {
  readonly config?: string;
  readonly logdir?: string;
  readonly seed?: string;
  readonly totalTimesteps?: string;
  readonly numWorkers?: string;
  readonly workerKind?: string;
  readonly resume: boolean;
  readonly tensorboard: boolean;
  readonly set: readonly string[];
  readonly printConfig: boolean;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/** `longplay train JOB`: trains, evaluates, and says where the run is. Without a job it lists the jobs. */
export async function train(name: string | undefined, flags: TrainFlags): Promise<number> {
  const { json = false, logLevel } = flags;
  if (name === undefined && flags.config === undefined && !flags.resume) return printJobs(json);
  const plan = await makePlan(name, flags);
  if (flags.printConfig) {
    process.stdout.write(documentedConfig(plan.resolved.algorithm.schema, plan.resolved.config));
    return 0;
  }
  const terminal = openTerminal(process.stderr);
  const logger = createLogger(logLevel, terminal, process.stderr.isTTY && !process.env['NO_COLOR']);
  await using run = await openRun(plan, flags.resume);
  const talks = logLevel === 'info' || logLevel === 'debug';
  if (talks) terminal.print(banner(plan.job.name, plan.resolved, shortPath(run.path)));
  try {
    const outcome = await runTraining({ ...plan, run, terminal, logger });
    if (outcome.exitCode !== undefined) {
      await run.close('interrupted');
      terminal.print(`stopped in order after ${outcome.timesteps} timesteps; ${continueHint(run)}`);
      return outcome.exitCode;
    }
    const { algorithm, config } = plan.resolved;
    const { seed, evaluation, workerKind } = config;
    const result = await evaluateRun(algorithm, run.checkpoints, {
      episodes: evaluation.episodes,
      seed,
      stochastic: false,
    });
    await run.setStatus({ score: result.meanReward });
    await run.close('finished');
    const report = {
      job: plan.job.name,
      ...outcome,
      backend: algorithm.backend(config),
      workerKind,
      logdir: shortPath(run.path),
      evaluation: brief(result),
    };
    if (json) console.log(JSON.stringify(report));
    if (talks) terminal.print(summary(report));
    return 0;
  } catch (error) {
    terminal.settle();
    const { text, exitCode } = describeError(error, logLevel === 'debug');
    await run.close('failed', text).catch(() => {}); // the disk may be full: the first error is the one to tell
    terminal.print(`${text}\n  ${continueHint(run)}`);
    return exitCode;
  }
}

/** What is to be trained, where. */
interface Plan {
  readonly job: Job;
  readonly resolved: ResolvedJob;
  readonly directory: string;
}

/** Checks flags and configuration; touches nothing. A resumed run goes on with the configuration that it has. */
async function makePlan(name: string | undefined, flags: TrainFlags): Promise<Plan> {
  const resumed = flags.resume ? await findRun(flags.logdir ?? name ?? '.') : undefined;
  const job = resumed === undefined ? chooseJob(name, flags.config) : { name: resumed.job, file: resumed.configFile };
  const { seed, totalTimesteps, numWorkers, workerKind } = flags;
  const aliases = {
    seed,
    totalTimesteps,
    numWorkers,
    workerKind,
    ...(flags.tensorboard ? {} : { tensorboard: 'false' }),
  };
  const resolved = await resolveJob(job, overridesOf(aliases, flags.set));
  return { job, resolved, directory: resumed?.path ?? flags.logdir ?? join('runs', job.name, timeName(new Date())) };
}

/** `--config FILE` takes the place of the job's file; the job keeps its name. */
function chooseJob(name: string | undefined, config: string | undefined): Job {
  const job = findJob(config ?? name ?? '');
  return config === undefined || name === undefined ? job : { name, file: job.file };
}

function openRun({ job, resolved, directory }: Plan, resume: boolean): Promise<RunDirectory> {
  const versions = { longplay: packageVersion(), node: process.version };
  if (resume) return RunDirectory.resume(directory, { versions });
  const { config } = resolved;
  return RunDirectory.create(directory, { configText: configText(config), job: job.name, seed: config.seed, versions });
}

/** `2026-11-21T00-32-44`: sorts by time and is a file name everywhere. */
function timeName(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(':', '-');
}

function brief({ meanReward, stdReward, episodes }: Evaluation) {
  return { meanReward, stdReward, episodes };
}

function continueHint(run: RunDirectory): string {
  return `continue with: longplay train --resume --logdir ${shortPath(run.path)}`;
}
