import {
  ConfigurationError,
  detectCores,
  openWorkers,
  silentLogger,
  workerCount,
  type DeadlineOptions,
  type Logger,
  type WorkerGroup,
  type WorkerKind,
} from '@longplay/runtime';
import type { CompiledGame } from '../compiled-game.ts';
import { exploitability } from '../evaluation/best-response.ts';
import { diagnose, type Diagnostics } from '../solvers/diagnostics.ts';
import { threadTables, type Tables } from '../solvers/solver.ts';
import type { ParallelSampler, SamplingWork, SamplingWorkerModule, TaskReport } from './sampling-work.ts';
import { addDifference } from './table-difference.ts';

/** How several workers update one solver's tables. */
export type Sync =
  /** All update the same regrets in place, without a lock: fast, and no two runs are the same to the last bit. */
  | 'shared'
  /** Each works on a copy, and what it added is merged after every batch: the same bits for any number of workers. */
  | 'merge';

/** Options of {@link sampleInParallel}. */
export interface ParallelSamplingOptions {
  /** Iterations to do, a whole number from 1. */
  readonly iterations: number;
  /** How many; 0 or 'auto': the cores that this process may use; 1, the default: this thread. */
  readonly workers?: number | 'auto';
  /** Default `shared`. */
  readonly sync?: Sync;
  /** Default `threads`; `processes` have no memory in common, and take `merge` only. */
  readonly kind?: WorkerKind;
  /**
   * Iterations of a worker's task. Default 1000 with `shared`, 25 with `merge`, see docs/mccfr.md for what longer ones
   * cost; less where the past loses weight so often that the tasks of a batch would not fit between two times.
   */
  readonly batchSize?: number;
  /**
   * Tasks of a batch, after which differences are merged, the past is discounted, and an update is reported. Never
   * derived from the number of workers: with `merge` the result depends on it. Default 16 with `shared`, 4 with `merge`.
   */
  readonly tasks?: number;
  /** The exploitability is computed after each such number of iterations; by default never. */
  readonly evaluateEvery?: number;
  /** When a worker counts as stuck. */
  readonly deadline?: DeadlineOptions;
  /** Aborting it finishes the batch under way. */
  readonly signal?: AbortSignal;
  readonly logger?: Logger;
}

/** What is known after a batch. */
export interface ParallelUpdate extends Diagnostics {
  /** Iterations of the solver, those before this run included. */
  readonly iterations: number;
  /** Seconds of this batch, its merge included. */
  readonly seconds: number;
  /** Of this batch. */
  readonly iterationsPerSecond: number;
  /** The share of this batch's tasks that each worker has done. */
  readonly workerShares: readonly number[];
  /** Seconds in which differences were added and the tables discounted; 0 where one worker does it as it goes. */
  readonly mergeSeconds: number;
  /** Where `evaluateEvery` asks for it. */
  readonly exploitability?: number;
}

/** With fewer infosets, tables of 8 bytes a number lie in so few cache lines that workers wait for each other. */
const LEAST_SHARED_INFOSETS = 5000;

/**
 * Lets several workers sample for one solver, and reports after every batch; the solver is then up to date, and can be
 * evaluated or saved. Leaving the loop ends the workers.
 *
 * A worker that fails is replaced, and its task is done again, once. If it fails again the run stops, and the solver has
 * what was merged before; with `shared`, traces of the unfinished batch in its regrets, which count as no iterations.
 *
 * @throws ConfigurationError for options that exclude each other; RangeError for numbers out of range; WorkerError when a
 * worker fails twice at the same task
 *
 * @example
 * const game = compile(leducMerged());
 * const solver = externalSampling(game, { seed: 1 });
 * const shares = [];
 * for await (const update of sampleInParallel(solver, { iterations: 200, workers: 2, sync: 'merge' })) {
 *   shares.push(update.workerShares);
 * }
 * [solver.iterations, shares.length]; // => [200, 2]
 */
export async function* sampleInParallel(
  solver: ParallelSampler,
  options: ParallelSamplingOptions,
): AsyncGenerator<ParallelUpdate, void> {
  const plan = planOf(solver, options);
  const { workers: size, sync, end, kind, deadline, signal, logger } = plan;
  const goesOn = () => solver.iterations < end && signal?.aborted !== true;
  if (sync === 'shared' && size === 1) {
    while (goesOn()) {
      const first = solver.iterations;
      const begun = performance.now();
      solver.iterate(batchEnd(solver, plan) - first);
      yield report(solver, plan, first, { begun, merging: performance.now(), doneBy: [0] });
    }
    return;
  }
  const shared = sync === 'shared' ? tablesOfWorkers(solver, size) : undefined;
  await using workers = await openWorkers<SamplingWorkerModule>({
    module: import.meta.resolve('@longplay/mccfr/sampling-worker'),
    workers: size,
    kind,
    data: workOf(solver, shared),
    onFailure: 'restart',
    deadline,
    logger,
  });
  logger.info((await workers.selfTest()).line);
  while (goesOn()) {
    const first = solver.iterations;
    const begun = performance.now();
    const tasks = tasksOf(first, batchEnd(solver, plan), plan.batchSize);
    yield report(solver, plan, first, { begun, ...(await doBatch(solver, plan, shared, workers, tasks)) });
  }
}

const defaults = { shared: { batchSize: 1000, tasks: 16 }, merge: { batchSize: 25, tasks: 4 } } as const;

/**
 * How many workers {@link sampleInParallel} uses for a game, and why, where they are fewer than those asked for.
 *
 * @example
 * samplingWorkers(compile(kuhn()), { workers: 2, sync: 'merge' }); // => { workers: 2 }
 * samplingWorkers(compile(kuhn()), { workers: 2, sync: 'shared' }).workers; // => 1
 */
export function samplingWorkers(
  { name, infosetNames: { length: infosets } }: CompiledGame,
  options: Pick<ParallelSamplingOptions, 'workers' | 'sync' | 'tasks'>,
): { readonly workers: number; readonly why?: string } {
  const { sync = 'shared', tasks = defaults[sync].tasks } = options;
  const asked = workerCount(options.workers ?? 1, detectCores());
  if (sync === 'shared' && asked > 1 && infosets < LEAST_SHARED_INFOSETS) {
    const why = `${name} has ${infosets} infosets: below ${LEAST_SHARED_INFOSETS}, workers that share a table wait for each other. One worker is used; 'merge' uses more`;
    return { workers: 1, why };
  }
  if (asked <= tasks) return { workers: asked };
  return { workers: tasks, why: `${asked} workers are asked for, ${tasks} used: a batch has no more tasks` };
}

/** The options with their defaults, and what follows from them. */
type Plan = ReturnType<typeof planOf>;

function planOf(solver: ParallelSampler, options: ParallelSamplingOptions) {
  const { iterations, sync = 'shared', kind = 'threads', evaluateEvery = Infinity } = options;
  const { tasks = defaults[sync].tasks } = options;
  // Short enough for all tasks of a batch to fit between two discounts.
  const { batchSize = Math.min(defaults[sync].batchSize, Math.ceil(solver.discountPeriod / tasks)) } = options;
  const { deadline, signal, logger = silentLogger } = options;
  for (const [name, value] of Object.entries({ iterations, batchSize, tasks })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new RangeError(`${name} must be a whole number from 1; got ${value}`);
  }
  if (sync === 'shared' && kind === 'processes') {
    throw new ConfigurationError("sync is 'shared', and processes have no memory in common", {
      cure: "take sync 'merge', or kind 'threads'",
    });
  }
  const { workers, why } = samplingWorkers(solver.game, options);
  if (why !== undefined) logger.info(why);
  if (sync === 'shared' && workers > 1) expectSharedMemory(solver.tables);
  return {
    sync,
    kind,
    workers,
    batchSize,
    /** Iterations of a whole batch. */
    batch: Math.min(tasks * batchSize, solver.discountPeriod),
    /** The solver's iterations when all is done. */
    end: solver.iterations + iterations,
    evaluateEvery,
    deadline,
    signal,
    logger,
  };
}

/** @throws ConfigurationError for tables that workers cannot reach */
function expectSharedMemory({ regrets, strategySums }: Tables): void {
  if ([regrets, strategySums].every(({ buffer }) => buffer instanceof SharedArrayBuffer)) return;
  throw new ConfigurationError("sync is 'shared', and the solver's tables are not in shared memory", {
    cure: 'give the solver tables: emptyTables(game, { shared: true })',
  });
}

function tablesOfWorkers({ game, tables }: ParallelSampler, workers: number): Tables[] {
  return Array.from({ length: workers }, (_, worker) => threadTables(game, tables, worker + 1));
}

/** Sampling needs neither names nor payoffs: workers are not sent them. */
function workOf(solver: ParallelSampler, shared: readonly Tables[] | undefined): SamplingWork {
  const { algorithm, options, stream } = solver;
  const game = { ...solver.game, infosetNames: [], actionNames: [], payoffs: [] };
  return {
    game,
    algorithm,
    options,
    stream: stream.state(),
    ...(shared && { shared }),
  };
}

type Task = [first: number, count: number];

/**
 * The iterations after the batch that is next. Batches end at multiples of their length, and where the past loses weight,
 * wherever a run begins: one that was stopped after a whole batch goes on with the batches that it would have had.
 */
function batchEnd({ iterations, discountPeriod }: ParallelSampler, { batch, end }: Plan): number {
  const next = (period: number) => iterations + period - (iterations % period);
  return Math.min(next(batch), next(discountPeriod), end);
}

/** Iterations after the first ones, up to the end, in parts. */
function tasksOf(first: number, end: number, size: number): Task[] {
  const tasks: Task[] = [];
  for (let at = first; at < end; at += size) tasks.push([at, Math.min(size, end - at)]);
  return tasks;
}

/** When a batch and its merge began, in milliseconds, and who did it. */
interface BatchTimes {
  readonly begun: number;
  readonly merging: number;
  /** The worker of each task. */
  readonly doneBy: readonly number[];
}

/** Lets the workers do a batch, merges and discounts. */
async function doBatch(
  solver: ParallelSampler,
  { kind }: Plan,
  shared: readonly Tables[] | undefined,
  workers: WorkerGroup<SamplingWorkerModule>,
  tasks: readonly Task[],
): Promise<Omit<BatchTimes, 'begun'>> {
  const { regrets, strategySums } = solver.tables;
  const label = { label: `iterations from ${solver.iterations + 1} on` };
  const count = (reports: readonly TaskReport[]) => {
    for (const [index, { sampled }] of reports.entries()) solver.count(tasks[index]![1], sampled);
    return reports.map(({ worker }) => worker);
  };
  if (shared !== undefined) {
    const reports = await workers.map('update', tasks, label);
    const merging = performance.now();
    for (const each of shared) moveSums(each.strategySums, strategySums);
    return { merging, doneBy: count(reports) };
  }
  // To another process a message would take all the memory along that the tables lie in.
  const own = (table: Float64Array) => (kind === 'processes' ? table.slice() : table);
  const base = { regrets: own(regrets), strategySums: own(strategySums) };
  const reports = await workers.map(
    'difference',
    tasks.map(([first, each]) => [base, first, each]),
    label,
  );
  const merging = performance.now();
  for (const { added } of reports) addDifference(solver.tables, added);
  return { merging, doneBy: count(reports) };
}

/** Adds sums to others, and leaves zeros. */
function moveSums(from: Float64Array, to: Float64Array): void {
  for (let at = 0; at < from.length; at++) to[at]! += from[at]!;
  from.fill(0);
}

/** What is known after the iterations since the first so many. */
function report(
  solver: ParallelSampler,
  plan: Plan,
  first: number,
  { begun, merging, doneBy }: BatchTimes,
): ParallelUpdate {
  const now = performance.now();
  const seconds = (now - begun) / 1000;
  const { game, iterations } = solver;
  const shares = Array.from({ length: plan.workers }, () => 0);
  for (const worker of doneBy) shares[worker]! += 1 / doneBy.length;
  const evaluates = Math.floor(iterations / plan.evaluateEvery) > Math.floor(first / plan.evaluateEvery);
  return {
    iterations,
    seconds,
    iterationsPerSecond: (iterations - first) / seconds,
    workerShares: shares,
    mergeSeconds: (now - merging) / 1000,
    ...diagnose(solver),
    ...(evaluates && { exploitability: exploitability(game, solver.averageStrategy()) }),
  };
}
