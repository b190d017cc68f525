import { compile, samplingWorkers, type CompiledGame, type Solver } from '@longplay/mccfr';
import { WorkerError, type Logger } from '@longplay/runtime';
import { shortPath } from '../config/short-path.ts';
import { makeSolver, samples } from './algorithms.ts';
import { loadGame } from './load-game.ts';
import { budgetOf, type SolveOptions } from './options.ts';
import { solvingReport, type SolvingReport } from './report.ts';
import { lookAt, noWork, runSolver, type Look, type Progress, type Work } from './run-solver.ts';
import type { SolveTask } from './solve-task.ts';
import { SolvingRun } from './solving-run.ts';

/** What solving a game needs from outside. */
export interface SolvingSetting {
  readonly logger: Logger;
  /** Aborting it ends the run after the step under way. */
  readonly signal: AbortSignal;
  /** Called when all is ready, with what was done before. @returns what to call after every step */
  readonly onStart?: (game: CompiledGame, begun: Work) => ((progress: Progress) => void) | undefined;
}

/** What came of it. */
export interface Solved {
  readonly solver: Solver;
  readonly report: SolvingReport;
  /** Why it ended early: what a worker met twice. What was done before is in the report. */
  readonly failure?: WorkerError;
}

/**
 * Solves the game of a task, in its run directory where it has one.
 *
 * @throws ConfigurationError for a game that is wrong, or another than that of the run; RunDirectoryError and
 * SnapshotError for a directory that is; LongplayError for numbers that grew out of range
 */
export async function solveGame(task: SolveTask, { logger, signal, onStart }: SolvingSetting): Promise<Solved> {
  const { options, resumed } = task;
  const { game, named, solver } = await prepare(options);
  await using run = task.directory === undefined ? undefined : await SolvingRun.open(named.game, task, solver, logger);
  const place = run === undefined ? {} : { logdir: shortPath(run.path) };
  const begun = noWork(solver.iterations, resumed?.seconds ?? 0);
  const onStep = onStart?.(game, begun);

  let progress: Progress = { work: begun };
  const reportOf = (look: Look) => ({ ...solvingReport(named, game, look, begun, progress.work), ...place });
  try {
    const parallel = { ...parallelOf(options), signal, logger };
    for await (progress of resumed?.done ? [] : runSolver(solver, budgetOf(options), parallel, begun)) {
      onStep?.(progress);
      await run?.record(progress);
    }
    const last = { work: progress.work, look: lookAt(solver) };
    await (signal.aborted ? run?.interrupt(last) : run?.finish(last));
    return { solver, report: reportOf(last.look) };
  } catch (error) {
    await run?.fail(error, progress);
    if (!(error instanceof WorkerError) || progress.work === begun) throw error;
    return { solver, report: reportOf(lookAt(solver)), failure: error };
  }
}

/** The game and the solver of some options; a game of a file has the name that stands in it. */
export async function prepare(options: SolveOptions) {
  const game = compile(await loadGame(options.game));
  const named = { game: options.game.endsWith('.json') ? game.name : options.game, algorithm: options.algorithm };
  return { game, named, solver: makeSolver(game, options) };
}

/** Workers that there will be. */
export function workersFor(options: SolveOptions, game: CompiledGame): number {
  return samples(options.algorithm) ? samplingWorkers(game, parallelOf(options)).workers : 1;
}

/** How a solver that samples runs. */
export function parallelOf({ numWorkers, sync, workerKind, batchSize, tasks, evaluateEvery }: SolveOptions) {
  return {
    workers: numWorkers,
    sync,
    kind: workerKind,
    ...(batchSize !== undefined && { batchSize }),
    ...(tasks !== undefined && { tasks }),
    ...(evaluateEvery !== undefined && { evaluateEvery }),
  };
}
