import { openWorkers, type SelfTestReport, type WorkerOptions } from './worker-group.ts';
import type { WorkerModule } from './worker-module.ts';

/** The outcome of a worker self-test, for a report. Milliseconds count the start of the workers too. */
export type SelfTestOutcome =
  | ({ readonly ok: true } & SelfTestReport)
  | { readonly ok: false; readonly milliseconds: number; readonly error: string };

/**
 * Starts real workers, makes each compute, checks the answers, and ends them. Never throws for a failing worker: the
 * outcome says which, why, and what to try.
 *
 * @example
 * const outcome = await selfTest({ workers: 2, kind: 'threads' });
 * outcome.ok; // => true
 */
export async function selfTest<M extends WorkerModule>(options: WorkerOptions<M>): Promise<SelfTestOutcome> {
  const start = performance.now();
  try {
    await using workers = await openWorkers(options);
    const report = await workers.selfTest();
    return { ok: true, ...report, milliseconds: performance.now() - start };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, milliseconds: performance.now() - start, error: message };
  }
}
