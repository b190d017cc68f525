import { Random, type WorkerContext } from '@longplay/runtime';
import type { CompiledGame } from '../compiled-game.ts';
import { externalSampling } from '../solvers/external-sampling.ts';
import { outcomeSampling } from '../solvers/outcome-sampling.ts';
import type { SamplingSolver } from '../solvers/sampling-solver.ts';
import type { Tables } from '../solvers/solver.ts';
import { simple } from '../solvers/weighting.ts';
import { tableDifference, type TableDifference } from './table-difference.ts';

/** What a worker makes its solver of. */
export interface SamplingWork {
  readonly game: CompiledGame;
  readonly algorithm: 'es-mccfr' | 'os-mccfr';
  readonly options: SamplingSolver['options'];
  /** The state of the run's stream, from which those of tasks derive. */
  readonly stream: Uint32Array;
  /** The tables of each worker, with regrets that all have in common; without them each works on a copy of its own. */
  readonly shared?: readonly Tables[];
}

/** What a worker tells of a task. */
export interface TaskReport {
  /** Its index. */
  readonly worker: number;
  /** See `SamplingSolver.sampledUtilities`. */
  readonly sampled: Float64Array;
}

const samplers = { 'es-mccfr': externalSampling, 'os-mccfr': outcomeSampling };

/** One worker of a parallel solution: it samples; the main thread merges and discounts. */
export function create({ index, data }: WorkerContext<SamplingWork>) {
  const { game, algorithm, options, stream, shared } = data;
  const own = { ...options, weighting: simple(), ...(shared && { tables: shared[index]! }) };
  const solver = samplers[algorithm](game, own);
  const { tables } = solver;
  if (shared) tables.strategySums.fill(0); // what a worker that failed has left is dropped

  function iterate(first: number, count: number): void {
    solver.seek(first, Random.restore(stream));
    solver.iterate(count);
  }

  return {
    /** Does so many iterations after the first ones, on the shared regrets and the strategy sums of its own. */
    update(first: number, count: number): TaskReport {
      iterate(first, count);
      return { worker: index, sampled: solver.sampledUtilities() };
    },

    /** Does them on a copy of `base`. */
    difference(base: Tables, first: number, count: number): TaskReport & { readonly added: TableDifference } {
      tables.regrets.set(base.regrets);
      tables.strategySums.set(base.strategySums);
      iterate(first, count);
      return { worker: index, sampled: solver.sampledUtilities(), added: tableDifference(tables, base) };
    },
  };
}
