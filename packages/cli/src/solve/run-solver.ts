import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  exploitability,
  sampleInParallel,
  SamplingSolver,
  type ParallelSamplingOptions,
  type ParallelUpdate,
  type Solver,
} from '@longplay/mccfr';

/** When to stop: at whatever comes first. */
export interface Budget {
  readonly iterations: number;
  readonly seconds: number;
  /** Stop at this exploitability; it is then computed whenever the iterations have grown by a twentieth. */
  readonly exploitability?: number | undefined;
}

/** How far a solver is. */
export interface Progress {
  readonly iterations: number;
  /** Spent on iterations: neither on evaluation nor on the start of workers. */
  readonly seconds: number;
  /** The latest one computed. */
  readonly exploitability?: number;
  /** What the workers of a solver that samples have reported last. */
  readonly update?: ParallelUpdate;
}

/**
 * Lets a solver run until its budget is spent; one that samples, in workers. A signal ends it after the step under way.
 *
 * @yields after every step: some iterations of one that does not sample, else a batch
 */
export async function* runSolver(
  solver: Solver,
  budget: Budget,
  parallel: Omit<ParallelSamplingOptions, 'iterations'>,
): AsyncGenerator<Progress, void> {
  const { signal } = parallel;
  const steps: AsyncGenerator<Step, void> =
    solver instanceof SamplingSolver
      ? sampleInParallel(solver, { ...parallel, iterations: budget.iterations })
      : iterateInSteps(solver, budget.iterations);
  let seconds = 0;
  let evaluateAt = 1;
  let found: number | undefined;
  for await (const step of steps) {
    seconds += step.seconds;
    const { iterations } = solver;
    if (budget.exploitability !== undefined && iterations >= evaluateAt) {
      found = exploitability(solver.game, solver.averageStrategy());
      evaluateAt = iterations + stepOf(iterations);
    }
    yield {
      iterations,
      seconds,
      ...(found !== undefined && { exploitability: found }),
      ...(step.workerShares !== undefined && { update: step }),
    };
    if (found !== undefined && found <= budget.exploitability!) return;
    if (seconds >= budget.seconds || signal?.aborted) return;
    await nextTurn(); // lets signals arrive
  }
}

/** A batch of workers, or some iterations in this thread. */
type Step = ParallelUpdate | { readonly seconds: number; readonly workerShares?: undefined };

/** A twentieth, so that many evaluations cost little more than the last one. */
const stepOf = (iterations: number): number => Math.max(1, Math.floor(iterations / 20));

/** Leaves that are visited in some 10 ms. */
const LEAVES_A_STEP = 2e6;

/** Steps of a length that follows from the game, never from the clock: the same run stops at the same iteration. */
async function* iterateInSteps(solver: Solver, iterations: number): AsyncGenerator<Step, void> {
  const leaves = solver.game.payoffs.reduce((sum, { coefficient }) => sum + coefficient.length, 0);
  const longest = Math.max(1, Math.floor(LEAVES_A_STEP / leaves));
  while (solver.iterations < iterations) {
    const step = Math.min(stepOf(solver.iterations), longest, iterations - solver.iterations);
    const begun = performance.now();
    solver.iterate(step);
    yield { seconds: (performance.now() - begun) / 1000 };
  }
}
