import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  diagnose,
  expectedValues,
  nashConv,
  sampleInParallel,
  SamplingSolver,
  type Diagnostics,
  type ParallelSamplingOptions,
  type ParallelUpdate,
  type Solver,
} from '@longplay/mccfr';
import { LongplayError } from '@longplay/runtime';

/** When to stop: at whatever comes first. */
export interface Budget {
  /** Of the solver, those before a resume included. */
  readonly iterations: number;
  /** Spent on iterations, those before a resume included. */
  readonly seconds: number;
  readonly exploitability?: number | undefined;
}

/** What has been done up to a moment. */
export interface Work {
  readonly iterations: number;
  /** Spent on iterations: neither on evaluation nor on the start of workers. */
  readonly seconds: number;
  /** Of them, in which the work of workers was merged. */
  readonly mergeSeconds: number;
  /** Batches that the tasks of each worker make; of a solver that samples. */
  readonly workerBatches: readonly number[];
}

/** The average strategy at a moment, and what the solver tells of itself. */
export interface Look extends Diagnostics {
  readonly iterations: number;
  readonly nashConv: number;
  readonly exploitability: number;
  /** What each player earns when all play the average strategy. */
  readonly values: readonly number[];
}

/** How far a solver is, after a step. */
export interface Progress {
  readonly work: Work;
  /** The latest look. It is one of this step if their iterations are the same. */
  readonly look?: Look;
}

/** What nobody has worked on in this process. */
export const noWork = (iterations: number, seconds: number): Work => ({
  iterations,
  seconds,
  mergeSeconds: 0,
  workerBatches: [],
});

/**
 * Looks at a solver.
 *
 * @throws LongplayError where the strategy is no strategy any more
 */
export function lookAt(solver: Solver): Look {
  const { game, iterations } = solver;
  const strategy = solver.averageStrategy();
  const gain = nashConv(game, strategy);
  if (!Number.isFinite(gain)) {
    throw new LongplayError(`${solver.name} of ${game.name}: NashConv is ${gain} after ${iterations} iterations`, {
      cure: 'regrets or utilities are too large or too small for doubles: scale the utilities to about 1, or take another algorithm',
    });
  }
  const values = expectedValues(game, strategy);
  return { iterations, nashConv: gain, exploitability: gain / game.players, values, ...diagnose(solver) };
}

/**
 * The next number of iterations after which a solver is looked at: every so many, or, by default, whenever they have
 * grown by a twentieth, so that there are few of them late, when iterations are many. It follows from the iterations
 * alone: a run that goes on looks when it would have, had it never stopped.
 */
export function nextLook(iterations: number, every?: number): number {
  if (every !== undefined) return iterations - (iterations % every) + every;
  let look = 1;
  while (look <= iterations) look += Math.max(1, Math.floor(look / 20));
  return look;
}

/**
 * Lets a solver run until its budget is spent; one that samples, in workers. A signal ends it after the step under way.
 *
 * @param before - what has been done so far
 * @yields after every step: some iterations of one that does not sample, else a batch
 */
export async function* runSolver(
  solver: Solver,
  budget: Budget,
  parallel: Omit<ParallelSamplingOptions, 'iterations'>,
  before: Work = noWork(solver.iterations, 0),
): AsyncGenerator<Progress, void> {
  const { signal, evaluateEvery, ...means } = parallel;
  const left = budget.iterations - solver.iterations;
  if (left <= 0 || before.seconds >= budget.seconds) return;
  const steps: AsyncGenerator<Step, void> =
    solver instanceof SamplingSolver
      ? sampleInParallel(solver, { ...means, ...(signal !== undefined && { signal }), iterations: left })
      : iterateInSteps(solver, budget.iterations, evaluateEvery);
  let work = before;
  let look: Look | undefined;
  for await (const step of steps) {
    const due = solver.iterations >= nextLook(work.iterations, evaluateEvery);
    work = withStep(work, solver.iterations, step);
    if (due) look = lookAt(solver);
    yield { work, ...(look !== undefined && { look }) };
    if (look !== undefined && look.exploitability <= (budget.exploitability ?? -Infinity)) return;
    if (work.seconds >= budget.seconds || signal?.aborted) return;
    await nextTurn(); // lets signals arrive
  }
}

/** A batch of workers, or some iterations in this thread. */
type Step = Pick<ParallelUpdate, 'seconds' | 'mergeSeconds' | 'workerShares'>;

function withStep(work: Work, iterations: number, { seconds, mergeSeconds, workerShares }: Step): Work {
  return {
    iterations,
    seconds: work.seconds + seconds,
    mergeSeconds: work.mergeSeconds + mergeSeconds,
    workerBatches: workerShares.map((share, worker) => share + (work.workerBatches[worker] ?? 0)),
  };
}

/** Leaves that are visited in some 10 ms. */
const LEAVES_A_STEP = 2e6;

/** Steps of a length that follows from the game and the looks, never from the clock. */
async function* iterateInSteps(solver: Solver, iterations: number, evaluateEvery?: number): AsyncGenerator<Step, void> {
  const leaves = solver.game.payoffs.reduce((sum, { coefficient }) => sum + coefficient.length, 0);
  const longest = Math.max(1, Math.floor(LEAVES_A_STEP / leaves));
  while (solver.iterations < iterations) {
    const end = Math.min(nextLook(solver.iterations, evaluateEvery), iterations);
    const begun = performance.now();
    solver.iterate(Math.min(longest, end - solver.iterations));
    yield { seconds: (performance.now() - begun) / 1000, mergeSeconds: 0, workerShares: [] };
  }
}
