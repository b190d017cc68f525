import { readJob } from '../config/jobs.ts';
import { formatBytes, formatCount, formatDuration } from '../console/units.ts';
import type { Plan } from './algorithm.ts';
import { measureSpeed } from './measure-speed.ts';
import type { TrainingTask } from './training-task.ts';

/** What a training would be, by its configuration and a short measurement. */
export interface DryRun {
  readonly job: string;
  /** Timesteps that are to be done; of a resumed run those that are left. */
  readonly timesteps: number;
  readonly backend: string;
  readonly workers: number;
  readonly workerKind: string;
  readonly sizes: Readonly<Record<string, number>>;
  /** The most memory that this process has had in the measurement. */
  readonly memoryBytes: number;
  /** Measured. */
  readonly stepsPerSecond: number;
  /** Duration of the whole at the measured speeds: training and evaluations. */
  readonly seconds: number;
  /** The part of it that evaluations take, during the training and at its end. */
  readonly evaluationSeconds: number;
  /** What the job's author says of two cores; not of a training that is longer or shorter than the job. */
  readonly expectedMinutes?: number | undefined;
}

/**
 * Sizes, memory and duration of a training, without doing it; no run directory is made.
 *
 * @returns undefined where the signal stopped it.
 */
export async function dryRun(task: TrainingTask, plan: Plan, signal: AbortSignal): Promise<DryRun | undefined> {
  const { job, resolved, done } = task;
  const { config } = resolved;
  const { workerKind, totalTimesteps, expected, evaluation } = config;
  const { backend, workers, sizes, evaluationEpisodes = 0 } = plan;
  const speed = await measureSpeed(resolved, signal);
  if (speed === undefined) return undefined;
  const { stepsPerSecond, secondsPerEpisode } = speed;
  const timesteps = Math.max(0, totalTimesteps - done);
  // Those during the training are shared by the workers.
  const during = (evaluationEpisodes * (timesteps / totalTimesteps)) / workers;
  const evaluationSeconds = (during + evaluation.episodes) * secondsPerEpisode;
  return {
    job: job.name,
    timesteps,
    backend,
    workers,
    workerKind,
    sizes,
    memoryBytes: process.resourceUsage().maxRSS * 1024,
    stepsPerSecond,
    seconds: timesteps / stepsPerSecond + evaluationSeconds,
    evaluationSeconds,
    expectedMinutes: totalTimesteps === readJob(job)['totalTimesteps'] ? expected?.minutes : undefined,
  };
}

/** A dry run for a person. */
export function describeDryRun(plan: DryRun): string {
  const { job, timesteps, backend, workers, workerKind, sizes, memoryBytes } = plan;
  const { stepsPerSecond, seconds, evaluationSeconds } = plan;
  const expected = plan.expectedMinutes === undefined ? '' : `; ${plan.expectedMinutes} minutes on two cores expected`;
  const rows = [
    ['timesteps', formatCount(timesteps)],
    ['backend', backend],
    ['parallel', workers === 1 ? 'none (one worker: the main thread)' : `${workers} ${workerKind}`],
    ...Object.entries(sizes).map(([name, value]) => [
      words(name.replace(/Bytes$/, 'Memory')),
      name.endsWith('Bytes') ? formatBytes(value) : formatCount(value),
    ]),
    ['memory', `${formatBytes(memoryBytes)}, this process as measured`],
    [
      'duration',
      `${formatDuration(seconds)}, ${formatDuration(evaluationSeconds)} of it evaluation; ${formatCount(stepsPerSecond)} timesteps a second, measured${expected}`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name!.length));
  return [job, ...rows.map(([name, value]) => `  ${name!.padEnd(width)}  ${value}`)].join('\n');
}

/** `gradientSteps` → `gradient steps` */
const words = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
