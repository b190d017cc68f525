import type { Random, WorkerContext } from '@longplay/runtime';
import type { CompiledGame } from '../compiled-game.ts';
import type { SamplingOptions } from '../solvers/sampling-options.ts';
import type { Solver, Tables } from '../solvers/solver.ts';
import type { TableDifference } from './table-difference.ts';

/** A solver that workers can sample for; see `SamplingSolver`. */
export interface ParallelSampler extends Solver {
  readonly algorithm: 'es-mccfr' | 'os-mccfr';
  readonly options: Omit<SamplingOptions, 'tables'>;
  readonly stream: Random;
  readonly discountPeriod: number;
  count(iterations: number, sampled: Float64Array): void;
}

/** What a worker makes its solver of. */
export interface SamplingWork {
  readonly game: CompiledGame;
  readonly algorithm: ParallelSampler['algorithm'];
  readonly options: ParallelSampler['options'];
  /** The state of the run's stream, from which those of tasks derive. */
  readonly stream: Uint32Array;
  /** The tables of each worker, with regrets that all have in common; without them each works on a copy of its own. */
  readonly shared?: readonly Tables[];
}

/** What a worker tells of a task. */
export interface TaskReport {
  /** Its index. */
  readonly worker: number;
  /** For `ParallelSampler.count`. */
  readonly sampled: Float64Array;
}

/** What a worker can be asked for. */
export interface SamplingTasks {
  /** Does so many iterations after the first ones, on the shared regrets and the strategy sums of its own. */
  update(first: number, count: number): TaskReport;
  /** Does them on a copy of `base`. */
  difference(base: Tables, first: number, count: number): TaskReport & { readonly added: TableDifference };
}

/** The module of a worker. */
export interface SamplingWorkerModule {
  create(context: WorkerContext<SamplingWork>): SamplingTasks;
}
