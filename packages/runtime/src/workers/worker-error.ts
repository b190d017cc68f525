import { LongplayError } from '../errors.ts';
import type { RemoteError } from './remote-error.ts';

/** How a worker failed. */
export type FailureReason =
  /** It threw: `error` is what. */
  | 'threw'
  /** It ended by itself with exit code `code`. */
  | 'exited'
  /** It was ended by `signal`, from outside or by its runtime. */
  | 'killed'
  /** It passed its memory limit. */
  | 'out of memory'
  /** It gave no answer within its deadline and was terminated. */
  | 'timed out'
  /** It failed the self-test. */
  | 'wrong answer';

/** One worker's failure. */
export interface WorkerFailure {
  /** The worker, from 0. */
  readonly worker: number;
  /** What it ran in: `thread 9`, `process 4711`, `main thread`. */
  readonly place: string;
  /** What it was doing: the method called, or `start`. */
  readonly task: string;
  readonly reason: FailureReason;
  /** The reason in words, with the values: `RangeError: …`, `exited with code 3`, … */
  readonly detail: string;
  /** The worker's own stack, where there is one. */
  readonly stack?: string;
}

const cures =
  "the log lines above (--log-level debug shows the worker's stack), memory, fewer workers (--num-workers), a smaller batch";

/**
 * One or more workers failed. The message says which, doing what, why, and how many answered:
 * `worker 2 of 6 (thread 9) failed in sum: RangeError: … | received results from 5/6 workers | check: …`.
 * Workers count from 0, like `index` in their context.
 */
export class WorkerError extends LongplayError {
  readonly failures: readonly WorkerFailure[];
  /** How many answers were received. */
  readonly received: number;
  /** How many answers were asked for. */
  readonly expected: number;

  constructor(failures: readonly WorkerFailure[], counts: { workers: number; received: number; expected: number }) {
    const { workers, received, expected } = counts;
    const what = failures.map((failure) => describeFailure(failure, workers)).join(' | ');
    super(`${what} | received results from ${received}/${expected} workers | check: ${cures}`, { cure: cures });
    this.failures = failures;
    this.received = received;
    this.expected = expected;
    const stack = failures.find((failure) => failure.stack)?.stack;
    if (stack !== undefined) this.stack = `${this.name}: ${this.message}\n${stack}`;
  }
}

/** `worker 2 of 6 (thread 9) failed in sum: RangeError: …` */
export function describeFailure({ worker, place, task, detail }: WorkerFailure, workers: number): string {
  return `worker ${worker} of ${workers} (${place}) failed in ${task}: ${detail}`;
}

/** The reason and its words for an error that a worker threw or its runtime raised. */
export function explainError(error: RemoteError): Pick<WorkerFailure, 'reason' | 'detail' | 'stack'> {
  const stack = error.stack === '' ? {} : { stack: error.stack };
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return { reason: 'out of memory', detail: error.message, ...stack };
  return { reason: 'threw', detail: `${error.name}: ${error.message}`, ...stack };
}

/** The reason and its words for a worker that ended. `limit` is its memory limit in MiB, when it has one. */
export function explainExit(
  code: number | null,
  signal: string | null,
  limit: number | undefined,
): Pick<WorkerFailure, 'reason' | 'detail'> {
  if (signal === 'SIGABRT') {
    const bound = limit === undefined ? 'the limit of its heap' : `its memory limit of ${limit} MiB`;
    return { reason: 'out of memory', detail: `killed by SIGABRT, most likely at ${bound}` };
  }
  if (signal !== null) return { reason: 'killed', detail: `killed by ${signal}` };
  return { reason: 'exited', detail: `exited with code ${code}` };
}
