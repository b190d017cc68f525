import { diagnose, NODE_FIELDS, type CompiledGame } from '@longplay/mccfr';
import { table } from '../console/table.ts';
import { formatBytes, formatCount, formatDuration } from '../console/units.ts';
import { budgetOf } from './options.ts';
import { runSolver } from './run-solver.ts';
import { parallelOf, prepare, workersFor, type SolvingSetting } from './solve-game.ts';
import type { SolveTask } from './solve-task.ts';

/** What solving a game would be, by its size and a short measurement. */
export interface SolveDryRun {
  readonly game: string;
  readonly algorithm: string;
  readonly workers: number;
  readonly workerKind: string;
  readonly sizes: {
    readonly infosets: number;
    /** Of all infosets. */
    readonly actions: number;
    /** Of the tree of histories. */
    readonly nodes: number;
    /** Regrets and strategy sums. */
    readonly tableBytes: number;
    /** The compiled game, of which each worker has a copy. */
    readonly gameBytes: number;
  };
  /** The most memory that this process has had in the measurement. */
  readonly memoryBytes: number;
  /** Measured. */
  readonly iterationsPerSecond: number;
  /** Those that are left; none where the run is bounded by time or exploitability only. */
  readonly iterations?: number;
  /** Seconds of iterations at the measured speed, without looks; none where nothing but an exploitability ends the run. */
  readonly seconds?: number;
}

/** Seconds of iterations that are measured. */
const measured = 1;

/** Size, memory and duration of a task, without doing it; no run directory is made. */
export async function solveDryRun(task: SolveTask, setting: Omit<SolvingSetting, 'onStart'>): Promise<SolveDryRun> {
  const { options, resumed } = task;
  const { game, named, solver } = await prepare(options);
  const { tableBytes } = diagnose(solver);
  let iterationsPerSecond = 0;
  const parallel = { ...parallelOf(options), ...setting };
  for await (const { work } of runSolver(
    solver,
    { iterations: Number.MAX_SAFE_INTEGER, seconds: measured },
    parallel,
  )) {
    iterationsPerSecond = work.iterations / work.seconds;
  }
  const budget = budgetOf(options);
  const iterations = Math.max(0, budget.iterations - (resumed?.iterations ?? 0));
  const time = Math.max(0, budget.seconds - (resumed?.seconds ?? 0));
  const seconds = Math.min(time, options.iterations === undefined ? Infinity : iterations / iterationsPerSecond);
  return {
    ...named,
    workers: workersFor(options, game),
    workerKind: options.workerKind,
    sizes: {
      infosets: game.infosetNames.length,
      actions: game.sequences - game.players,
      nodes: game.nodes.length / NODE_FIELDS,
      tableBytes,
      gameBytes: bytesOf(game),
    },
    memoryBytes: process.resourceUsage().maxRSS * 1024,
    iterationsPerSecond,
    ...(options.iterations !== undefined && { iterations }),
    ...(seconds < Infinity && { seconds }),
  };
}

/** The arrays of a game. */
function bytesOf(value: CompiledGame | CompiledGame['payoffs'][number]): number {
  return Object.values(value).reduce<number>((sum, part: unknown) => {
    if (ArrayBuffer.isView(part)) return sum + part.byteLength;
    return Array.isArray(part) && typeof part[0] === 'object'
      ? sum + part.reduce((all, each) => all + bytesOf(each), 0)
      : sum;
  }, 0);
}

/** A dry run for a person. */
export function describeSolveDryRun(plan: SolveDryRun): string[] {
  const { game, algorithm, workers, workerKind, sizes, memoryBytes, iterationsPerSecond, iterations, seconds } = plan;
  const { infosets, actions, nodes, tableBytes, gameBytes } = sizes;
  const speed = `${formatCount(iterationsPerSecond)} iterations a second, measured`;
  return table([
    [
      'game',
      `${game}, ${formatCount(infosets)} infosets with ${formatCount(actions)} actions, ${formatCount(nodes)} nodes`,
    ],
    ['algorithm', algorithm],
    ['iterations', iterations === undefined ? 'as many as there is time for' : formatCount(iterations)],
    ['parallel', workers === 1 ? 'none (one worker: the main thread)' : `${workers} ${workerKind}`],
    [
      'memory',
      `tables ${formatBytes(tableBytes)}, game ${formatBytes(gameBytes)}; ${formatBytes(memoryBytes)}, this process as measured`,
    ],
    [
      'duration',
      `${seconds === undefined ? 'until the exploitability is reached' : formatDuration(seconds)}; ${speed}`,
    ],
  ]);
}
