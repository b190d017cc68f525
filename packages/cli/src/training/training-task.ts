import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, RunDirectory } from '@longplay/runtime';
import { findJob, type Job } from '../config/jobs.ts';
import { configText } from '../config/print.ts';
import { packageVersion } from '../version.ts';
import { findRun } from './find-run.ts';
import type { JobFlags } from './job-flags.ts';
import { expectSameTask, overridesOf, resolveJob, type ResolvedJob } from './resolve-config.ts';

/** The flags that say what to train. */
export interface TaskFlags extends JobFlags {
  readonly config?: string;
  readonly logdir?: string;
  readonly seed?: string;
  readonly totalTimesteps?: string;
  readonly numWorkers?: string;
  readonly workerKind?: string;
  readonly backend?: string;
  readonly resume: boolean;
  readonly tensorboard: boolean;
  readonly set: readonly string[];
}

/** What is to be trained, where. */
export interface TrainingTask {
  readonly job: Job;
  readonly resolved: ResolvedJob;
  /** The run directory; nothing is there yet, or a run that goes on. */
  readonly directory: string;
  readonly resume: boolean;
  /** Timesteps that a resumed run has done; 0 of a new one. */
  readonly done: number;
}

/** Checks flags and configuration of a run, new or resumed; touches nothing. */
export function planTask(name: string | undefined, flags: TaskFlags): Promise<TrainingTask> {
  return flags.resume ? resumedTask(name, flags) : newTask(name, flags);
}

async function newTask(name: string | undefined, flags: TaskFlags): Promise<TrainingTask> {
  const job = chooseJob(name, flags.config);
  const resolved = await resolveJob(job, overrides(flags), flags);
  const directory = flags.logdir ?? join('runs', job.name, timeName(new Date()));
  return { job, resolved, directory, resume: false, done: 0 };
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
async function resumedTask(name: string | undefined, flags: TaskFlags): Promise<TrainingTask> {
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
  const resolved = await resolveJob(job, overrides(flags), flags);
  expectSameTask((await resolveJob(job, new Map())).config, resolved.config);
  return { job, resolved, directory: run.path, resume: true, done: run.step };
}

function overrides({ seed, totalTimesteps, numWorkers, workerKind, backend, tensorboard, set }: TaskFlags) {
  const aliases = { seed, totalTimesteps, numWorkers, workerKind, backend };
  return overridesOf({ ...aliases, tensorboard: tensorboard ? undefined : 'false' }, set);
}

/** Opens the run directory of a task: makes a new one, or goes on in the one that is there. */
export function openRun({ job, resolved: { config }, directory, resume }: TrainingTask): Promise<RunDirectory> {
  const versions = { longplay: packageVersion(), node: process.version };
  // What was extended stays so: resumed once more, without flags, the run goes on to the same end.
  const run = { configText: configText(config), versions };
  if (resume) return RunDirectory.resume(directory, run);
  return RunDirectory.create(directory, { ...run, job: job.name, seed: config.seed });
}

/** `2026-11-21T00-32-44-123`: sorts by time and is a file name everywhere. */
function timeName(now: Date): string {
  return now.toISOString().slice(0, 23).replaceAll(/[:.]/g, '-');
}
