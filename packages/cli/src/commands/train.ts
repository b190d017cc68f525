import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, onStopSignals, RunDirectory } from '@longplay/runtime';
import { findJob, type Job } from '../config/jobs.ts';
import { configText, documentedConfig } from '../config/print.ts';
import { shortPath } from '../config/short-path.ts';
import { createLogger } from '../console/logger.ts';
import { describeError } from '../console/report-error.ts';
import { openTerminal } from '../console/status-line.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import { banner } from '../training/banner.ts';
import { evaluateRun, type Evaluation } from '../training/evaluate-run.ts';
import { expectSameTask, overridesOf, resolveJob, type ResolvedJob } from '../training/resolve-config.ts';
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

/** What is to be trained, where. */
interface Plan {
  readonly job: Job;
  readonly resolved: ResolvedJob;
  readonly directory: string;
}

/** `longplay train JOB`: trains, evaluates, and says where the run is. Without a job it lists the jobs. */
export async function train(name: string | undefined, flags: TrainFlags): Promise<number> {
  const { json = false, printConfig, resume } = flags;
  if (name === undefined && flags.config === undefined && !resume) return printJobs(json);
  const plan = resume ? await planResume(name, flags) : await planNew(name, flags);
  if (printConfig) {
    const { algorithm, config } = plan.resolved;
    process.stdout.write(json ? `${JSON.stringify(config)}\n` : documentedConfig(algorithm.schema, config));
    return 0;
  }
  await using run = resume ? await resumeRun(plan) : await createRun(plan);
  return await trainIn(run, plan, flags);
}

/** Trains and evaluates in an open run directory, and closes it. */
async function trainIn(run: RunDirectory, { job, resolved }: Plan, { json, logLevel }: TrainFlags): Promise<number> {
  const { algorithm, config } = resolved;
  const talks = isTalkative(logLevel);
  const terminal = openTerminal(process.stderr);
  const logger = createLogger(logLevel, terminal, process.stderr.isTTY && !process.env['NO_COLOR']);
  const say = (text: string) => (talks ? terminal.print(text) : undefined);
  const continueHint = `continue with: npx longplay train --resume --logdir ${shortPath(run.path)}`;
  using stop = onStopSignals();
  stop.signal.addEventListener('abort', () => say('stopping after this batch; once more stops at once'));
  try {
    say(banner(job.name, resolved, shortPath(run.path)));
    const setting = { resolved, run, terminal, logger, signal: stop.signal, showProgress: talks };
    const outcome = await runTraining(setting);
    if (stop.exitCode !== undefined) {
      await run.close('interrupted');
      say(`stopped in order after ${outcome.timesteps} timesteps; ${continueHint}`);
      return stop.exitCode;
    }
    const { seed, workerKind, evaluation } = config;
    const { episodes } = evaluation;
    const result = await evaluateRun(algorithm, run.checkpoints, { episodes, seed, stochastic: false });
    await run.setStatus({ score: result.meanReward });
    await run.close('finished');
    const place = { logdir: shortPath(run.path), backend: algorithm.backend(config), workerKind };
    const report = { job: job.name, ...outcome, ...place, evaluation: brief(result) };
    if (json) console.log(JSON.stringify(report));
    say(summary(report));
    return 0;
  } catch (error) {
    terminal.settle();
    const { text, exitCode } = describeError(error, logLevel === 'debug');
    await run.close('failed', text).catch(() => {}); // the disk may be full: the first error is the one to tell
    terminal.print(`${text}\n  ${continueHint}`);
    return exitCode;
  }
}

/** Checks flags and configuration of a new run; touches nothing. */
async function planNew(name: string | undefined, flags: TrainFlags): Promise<Plan> {
  const job = chooseJob(name, flags.config);
  const resolved = await resolveJob(job, overrides(flags));
  return { job, resolved, directory: flags.logdir ?? join('runs', job.name, timeName(new Date())) };
}

/** `--config FILE` takes the place of the job's file; the job keeps its name. */
function chooseJob(name: string | undefined, config: string | undefined): Job {
  if (config === undefined) return findJob(name ?? '');
  if (!existsSync(config)) throw new ConfigurationError(`--config ${config}: no such file`, { cure: 'check the path' });
  const { file, name: own } = findJob(config);
  return { file, name: name === undefined ? own : findJob(name).name };
}

/**
 * A resumed run goes on with the configuration that it has; flags may change how long and by what means it runs, not
 * what it computes.
 */
async function planResume(name: string | undefined, flags: TrainFlags): Promise<Plan> {
  if (flags.config !== undefined) {
    throw new ConfigurationError('--config and --resume exclude each other', {
      cure: 'a resumed run has its own configuration; change keys with --set',
    });
  }
  const wanted = name === undefined ? undefined : findJob(name).name;
  const where = flags.logdir ?? (wanted === undefined ? undefined : join('runs', wanted));
  if (where === undefined) {
    throw new ConfigurationError('--resume of what?', {
      cure: 'give --logdir RUN, or the job whose newest run to resume',
    });
  }
  const run = await findRun(where);
  if (wanted !== undefined && run.job !== wanted) {
    throw new ConfigurationError(`${where} is a run of the job ${run.job}, not of ${wanted}`, {
      cure: 'leave the job out, or give the --logdir of one of its runs',
    });
  }
  const job = { name: run.job, file: run.configFile };
  const resolved = await resolveJob(job, overrides(flags));
  expectSameTask((await resolveJob(job, new Map())).config, resolved.config);
  return { job, resolved, directory: run.path };
}

function overrides({ seed, totalTimesteps, numWorkers, workerKind, tensorboard, set }: TrainFlags) {
  const aliases = { seed, totalTimesteps, numWorkers, workerKind, tensorboard: tensorboard ? undefined : 'false' };
  return overridesOf(aliases, set);
}

const versions = () => ({ longplay: packageVersion(), node: process.version });

function createRun({ job, resolved, directory }: Plan): Promise<RunDirectory> {
  const { config } = resolved;
  const run = { configText: configText(config), job: job.name, seed: config.seed, versions: versions() };
  return RunDirectory.create(directory, run);
}

/** What was extended stays so: resumed once more, without flags, the run goes on to the same end. */
function resumeRun({ resolved, directory }: Plan): Promise<RunDirectory> {
  return RunDirectory.resume(directory, { versions: versions(), configText: configText(resolved.config) });
}

/** `2026-11-21T00-32-44-123`: sorts by time and is a file name everywhere. */
function timeName(now: Date): string {
  return now.toISOString().slice(0, 23).replaceAll(/[:.]/g, '-');
}

function brief({ meanReward, stdReward, episodes }: Evaluation) {
  return { meanReward, stdReward, episodes };
}
