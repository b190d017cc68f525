import type { Work } from './run-solver.ts';

/** How fast a solver was between two moments, and who did the work. */
export interface Speed {
  readonly iterationsPerSecond: number;
  /** Fraction of the work that each worker did; none of a solver that does not sample. */
  readonly workerShares: readonly number[];
  /** Seconds in which the work of workers was merged, and the fraction of the time that they are. */
  readonly mergeSeconds: number;
  readonly mergeShare: number;
}

/** What was done from one moment to another. */
export function speedBetween(from: Work, to: Work): Speed {
  const seconds = to.seconds - from.seconds;
  const mergeSeconds = to.mergeSeconds - from.mergeSeconds;
  const batches = to.workerBatches.map((count, worker) => count - (from.workerBatches[worker] ?? 0));
  const all = batches.reduce((sum, count) => sum + count, 0);
  return {
    iterationsPerSecond: seconds > 0 ? (to.iterations - from.iterations) / seconds : 0,
    workerShares: batches.map((count) => (all > 0 ? count / all : 0)),
    mergeSeconds,
    mergeShare: seconds > 0 ? mergeSeconds / seconds : 0,
  };
}
