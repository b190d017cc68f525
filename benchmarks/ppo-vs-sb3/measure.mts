import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readEvents } from '@longplay/tensorboard-logger';
import type { Workload } from './workloads.mts';

/** The mean return of 100 episodes of training at which CartPole-v1 counts as learnt. */
const solvedReturn = 475;

/** A training, by either. */
export interface Measurement {
  readonly timesteps: number;
  /** Wall time of the training alone: rollouts and updates, the first ones included. */
  readonly seconds: number;
  /** Wall time of the whole process: start, training, evaluation. */
  readonly processSeconds: number;
  /** Mean return of the last 100 episodes of training. */
  readonly trainingReturn?: number;
  /** Mean return of 100 episodes of evaluation. */
  readonly evaluationReturn?: number;
  /** Timesteps until the mean return of 100 episodes of training reached 475; null: it never did. */
  readonly solvedAfter?: number | null;
}

/** How the peer is run. */
export interface Configuration {
  readonly vectorisation: string;
  /** Threads of torch. */
  readonly threads: number;
}

/** What `longplay train --json` prints, as far as it is shown here. */
interface Summary {
  readonly timesteps: number;
  readonly seconds: number;
  readonly backend: string;
  readonly workers: number;
  readonly workerKind: string;
  readonly cpuUse: number;
  readonly shares: Readonly<Record<string, number>>;
  readonly evaluation: { readonly meanReward: number };
}

/** A training by this project's command, and what it says of itself. */
export interface OwnMeasurement extends Measurement {
  readonly summary: Summary;
}

const command = fileURLToPath(new URL('../../packages/cli/bin/longplay.js', import.meta.url));

/** Runs `longplay train` to its end, as a user does. */
export async function measureOurs({ job }: Workload, steps: number, seed: number): Promise<OwnMeasurement> {
  const folder = await mkdtemp(join(tmpdir(), 'ppo-vs-sb3-'));
  try {
    const logdir = join(folder, 'run');
    const flags = ['--json', '--yes', '--seed', `${seed}`, '--total-timesteps', `${steps}`, '--logdir', logdir];
    const { result, seconds } = await runJson(process.execPath, [command, 'train', job, ...flags]);
    const summary = result as Summary;
    return {
      timesteps: summary.timesteps,
      seconds: summary.seconds,
      processSeconds: seconds,
      evaluationReturn: summary.evaluation.meanReward,
      ...(await trainingReturns(logdir)),
      summary,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs the peer's script to its end. */
export async function measurePeer(
  { script }: Workload,
  python: string,
  { vectorisation, threads }: Configuration,
  steps: number,
  seed: number,
): Promise<Measurement> {
  // -B: no __pycache__ beside the script
  const { result, seconds } = await runJson(python, ['-B', script, `${steps}`, `${seed}`, vectorisation, `${threads}`]);
  return { ...(result as Measurement), processSeconds: seconds };
}

async function trainingReturns(logdir: string): Promise<Pick<Measurement, 'trainingReturn' | 'solvedAfter'>> {
  let trainingReturn = Number.NaN;
  let solvedAfter: number | null = null;
  for await (const event of readEvents(logdir)) {
    if (event.kind !== 'scalar' || event.tag !== 'rollout/ep_rew_mean') continue;
    trainingReturn = event.value;
    if (trainingReturn >= solvedReturn) solvedAfter ??= event.step;
  }
  return { trainingReturn, solvedAfter };
}

/** Runs a program, outside the repository since PufferLib litters, and parses the JSON that it prints. */
async function runJson(program: string, args: readonly string[]): Promise<{ result: unknown; seconds: number }> {
  const start = performance.now();
  const { stdout } = await promisify(execFile)(program, args, { cwd: tmpdir(), maxBuffer: 2 ** 26 });
  return { result: JSON.parse(stdout), seconds: (performance.now() - start) / 1000 };
}
