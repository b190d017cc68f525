import { Random, type WorkerContext } from '@longplay/runtime';
import { externalSampling } from '../solvers/external-sampling.ts';
import { outcomeSampling } from '../solvers/outcome-sampling.ts';
import { simple } from '../solvers/weighting.ts';
import type { SamplingTasks, SamplingWork } from './sampling-work.ts';
import { tableDifference } from './table-difference.ts';

const samplers = { 'es-mccfr': externalSampling, 'os-mccfr': outcomeSampling };

/** One worker of a parallel solution: it samples; the main thread merges and discounts. */
export function create({ index, data }: WorkerContext<SamplingWork>): SamplingTasks {
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
    update(first, count) {
      iterate(first, count);
      return { worker: index, sampled: solver.sampledUtilities() };
    },

    difference(base, first, count) {
      tables.regrets.set(base.regrets);
      tables.strategySums.set(base.strategySums);
      iterate(first, count);
      return { worker: index, sampled: solver.sampledUtilities(), added: tableDifference(tables, base) };
    },
  };
}
