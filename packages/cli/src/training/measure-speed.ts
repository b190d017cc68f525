import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunDirectory, silentLogger } from '@longplay/runtime';
import { noMetrics } from './no-metrics.ts';
import type { ResolvedJob } from './resolve-config.ts';

/** Seconds of training that a measurement takes, or one update where that is longer. */
const measuredSeconds = 2;

/**
 * Trains for a moment in a temporary run directory, and gives the timesteps a second. The first update, in which code
 * is compiled, does not count where there are more.
 *
 * @returns undefined where the signal stopped it.
 */
export async function measureSpeed({ algorithm, config }: ResolvedJob, signal: AbortSignal) {
  const folder = await mkdtemp(join(tmpdir(), 'longplay-dry-run-'));
  const enough = new AbortController();
  const marks: { timesteps: number; seconds: number }[] = [];
  const mark = (timesteps: number) => marks.push({ timesteps, seconds: performance.now() / 1000 });
  try {
    const run = { configText: '', job: 'dry run', seed: config.seed, versions: {} };
    await using directory = await RunDirectory.create(join(folder, 'run'), run);
    const training = algorithm.train(config, {
      run: directory,
      log: noMetrics,
      logger: silentLogger,
      signal: AbortSignal.any([signal, enough.signal]),
      onStart: mark,
    });
    for await (const { timesteps } of training) {
      mark(timesteps);
      if (marks.at(-1)!.seconds - marks[0]!.seconds > measuredSeconds) enough.abort();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  if (signal.aborted) return undefined;
  const [first, last] = [marks[Math.min(1, marks.length - 2)]!, marks.at(-1)!];
  return (last.timesteps - first.timesteps) / (last.seconds - first.seconds);
}
