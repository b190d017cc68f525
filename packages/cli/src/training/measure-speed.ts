import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCheckpoint, RunDirectory, silentLogger } from '@longplay/runtime';
import { noMetrics } from './no-metrics.ts';
import type { ResolvedJob } from './resolve-config.ts';

/** Seconds of training that a measurement takes, or one update where that is longer. */
const measuredSeconds = 2;

/** Seconds of evaluation that it takes, where there are so many episodes. */
const judgedSeconds = 0.5;

/** How fast a training and its evaluations are. */
export interface Speed {
  readonly stepsPerSecond: number;
  /** Of an evaluation in one thread, by the policy that the measurement came to. */
  readonly secondsPerEpisode: number;
}

/**
 * Trains for a moment in a temporary run directory, and plays some episodes of its evaluation.
 *
 * @returns undefined where the signal stopped it.
 */
export async function measureSpeed(resolved: ResolvedJob, signal: AbortSignal): Promise<Speed | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'longplay-dry-run-'));
  try {
    const run = { configText: '', job: 'dry run', seed: resolved.config.seed, versions: {} };
    await using directory = await RunDirectory.create(join(folder, 'run'), run);
    const stepsPerSecond = await measureTraining(resolved, directory, signal);
    if (stepsPerSecond === undefined) return undefined;
    const secondsPerEpisode = await measureEvaluation(resolved, await findCheckpoint(directory.checkpoints), signal);
    return signal.aborted ? undefined : { stepsPerSecond, secondsPerEpisode };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Timesteps a second. The first update, in which code is compiled, does not count where there are more. */
async function measureTraining({ algorithm, config }: ResolvedJob, run: RunDirectory, signal: AbortSignal) {
  const enough = new AbortController();
  const marks: { timesteps: number; seconds: number }[] = [];
  const mark = (timesteps: number) => marks.push({ timesteps, seconds: performance.now() / 1000 });
  const training = algorithm.train(config, {
    run,
    log: noMetrics,
    logger: silentLogger,
    signal: AbortSignal.any([signal, enough.signal]),
    onStart: mark,
  });
  for await (const { timesteps } of training) {
    mark(timesteps);
    if (marks.at(-1)!.seconds - marks[0]!.seconds > measuredSeconds) enough.abort();
  }
  if (signal.aborted) return undefined;
  const [first, last] = [marks[Math.min(1, marks.length - 2)]!, marks.at(-1)!];
  return (last.timesteps - first.timesteps) / (last.seconds - first.seconds);
}

/** Seconds an episode: of twice as many episodes again and again, until they take long enough to tell. */
async function measureEvaluation({ algorithm, config }: ResolvedJob, checkpoint: string, signal: AbortSignal) {
  const { evaluation, seed } = config;
  for (let episodes = 1; ; episodes = Math.min(2 * episodes, evaluation.episodes)) {
    const begun = performance.now();
    await algorithm.evaluate({ checkpoint, episodes, seed, stochastic: false });
    const seconds = (performance.now() - begun) / 1000;
    if (seconds > judgedSeconds || episodes === evaluation.episodes || signal.aborted) return seconds / episodes;
  }
}
