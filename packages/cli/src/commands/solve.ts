import {
  compile,
  expectedValues,
  nashConv,
  type CompiledGame,
  type ParallelUpdate,
  type Solver,
  type Sync,
} from '@longplay/mccfr';
import { onStopSignals, WorkerError, type WorkerKind } from '@longplay/runtime';
import { numberFlag } from '../config/number-flag.ts';
import { wholeNumber } from '../config/whole-number.ts';
import { createLogger } from '../console/logger.ts';
import { openTerminal } from '../console/status-line.ts';
import { table } from '../console/table.ts';
import { formatBytes, formatCount, formatDuration } from '../console/units.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import { checkAlgorithm, makeSolver, samples, type Exponents } from '../solve/algorithms.ts';
import { loadGame } from '../solve/load-game.ts';
import { runSolver, type Budget, type Progress } from '../solve/run-solver.ts';
import { solvingProgress } from '../solve/solving-progress.ts';

/** Flags of `longplay solve`. */
export interface SolveFlags {
  readonly algorithm: string;
  readonly alpha?: string;
  readonly beta?: string;
  readonly gamma?: string;
  readonly iterations?: string;
  readonly timeBudget?: string;
  readonly targetExploitability?: string;
  readonly seed: string;
  readonly numWorkers: string;
  readonly workerKind: WorkerKind;
  readonly sync: Sync;
  readonly batchSize?: string;
  readonly tasks?: string;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/** `longplay solve GAME`: an equilibrium of a game, and how far the strategy found is from one. */
export async function solve(name: string, flags: SolveFlags): Promise<number> {
  const { algorithm, sync, workerKind: kind, logLevel, json = false } = flags;
  const exponents = exponentsOf(flags);
  checkAlgorithm(algorithm, exponents);
  const budget = budgetOf(flags);
  const seed = wholeNumber('--seed', flags.seed, 0);
  const workers = wholeNumber('--num-workers', flags.numWorkers, 0, 1024);
  const batch = batchOf(flags);
  const game = compile(await loadGame(name));
  const solver = makeSolver(algorithm, game, exponents, seed);

  using stop = onStopSignals();
  const terminal = openTerminal(process.stderr);
  const logger = createLogger(logLevel, terminal, process.stderr.isTTY && !process.env['NO_COLOR']);
  if (workers > 1 && !samples(algorithm)) {
    logger.info(`${algorithm} visits the whole game and runs in one thread; es-mccfr and os-mccfr use more workers`);
  }
  const show = isTalkative(logLevel) ? solvingProgress(terminal, budget) : undefined;
  let progress: Progress = { iterations: 0, seconds: 0 };
  let failure: WorkerError | undefined;
  try {
    const parallel = { workers, sync, kind, ...batch, signal: stop.signal, logger };
    for await (progress of runSolver(solver, budget, parallel)) show?.(progress);
  } catch (error) {
    if (!(error instanceof WorkerError)) throw error;
    failure = error; // what was merged before is still worth telling
  }
  terminal.settle();
  const result = resultOf({ game: name.endsWith('.json') ? game.name : name, algorithm }, solver, progress);
  if (json) console.log(JSON.stringify(result));
  else for (const line of summary(result)) console.log(line);
  if (failure !== undefined) throw failure;
  return stop.exitCode ?? 0;
}

function exponentsOf(flags: SolveFlags): Exponents {
  const given = (['alpha', 'beta', 'gamma'] as const).flatMap((name) => {
    const text = flags[name];
    return text === undefined ? [] : [[name, exponent(`--${name}`, text)]];
  });
  return Object.fromEntries(given) as Exponents;
}

/** Alpha and beta may be infinite; gamma may not, and the solver says so. */
function exponent(flag: string, text: string): number {
  const infinite = /^(-?)infinity$/i.exec(text);
  if (infinite !== null && flag !== '--gamma') return infinite[1] === '-' ? -Infinity : Infinity;
  if (flag === '--gamma') return numberFlag(flag, text, { from: 0 });
  return numberFlag(flag, text, { or: 'infinity, or -infinity' });
}

/** Iterations where nothing bounds them. */
const usualIterations = { exact: 1000, sampled: 100_000 };

function budgetOf({ algorithm, iterations, timeBudget, targetExploitability: target }: SolveFlags): Budget {
  const unbounded = timeBudget === undefined && target === undefined;
  const usual = unbounded ? usualIterations[samples(algorithm) ? 'sampled' : 'exact'] : Number.MAX_SAFE_INTEGER;
  return {
    iterations: iterations === undefined ? usual : wholeNumber('--iterations', iterations, 1),
    seconds: timeBudget === undefined ? Infinity : numberFlag('--time-budget', timeBudget, { above: 0 }),
    ...(target !== undefined && { exploitability: numberFlag('--target-exploitability', target, { above: 0 }) }),
  };
}

/** How the work is cut, where that is given. */
function batchOf({ batchSize, tasks }: SolveFlags): { readonly batchSize?: number; readonly tasks?: number } {
  return {
    ...(batchSize !== undefined && { batchSize: wholeNumber('--batch-size', batchSize, 1) }),
    ...(tasks !== undefined && { tasks: wholeNumber('--tasks', tasks, 1) }),
  };
}

/** What `--json` prints. */
type Result = ReturnType<typeof resultOf>;

function resultOf(named: { game: string; algorithm: string }, solver: Solver, { seconds, update }: Progress) {
  const { game, iterations } = solver;
  const strategy = solver.averageStrategy();
  const gain = nashConv(game, strategy);
  const values = expectedValues(game, strategy);
  return {
    ...named,
    infosets: game.infosetNames.length,
    iterations,
    seconds,
    iterationsPerSecond: seconds > 0 ? iterations / seconds : 0,
    exploitability: gain / game.players,
    nashConv: gain,
    value: game.players === 2 ? values[0]! : values,
    ...memoryOf(game, solver),
    ...(update !== undefined && diagnostics(update)),
  };
}

function memoryOf({ sequences, players }: CompiledGame, { tables }: Solver) {
  const tableBytes = tables.regrets.byteLength + tables.strategySums.byteLength;
  return { tableBytes, bytesPerInfosetAction: tableBytes / (sequences - players) };
}

function diagnostics({ workerShares, mergeSeconds, infosetsTouched }: ParallelUpdate) {
  return { workers: workerShares.length, workerShares, mergeSeconds, infosetsTouched };
}

function summary(result: Result): string[] {
  const { iterations, seconds, iterationsPerSecond, value, tableBytes, bytesPerInfosetAction } = result;
  const speed = `${formatCount(iterationsPerSecond)} a second`;
  return table([
    ['game', `${result.game}, ${formatCount(result.infosets)} infosets`],
    ['algorithm', result.algorithm],
    ['iterations', `${formatCount(iterations)} in ${formatDuration(seconds)}, ${speed}`],
    ['exploitability', `${result.exploitability.toPrecision(4)} (NashConv ${result.nashConv.toPrecision(4)})`],
    [
      'value',
      [value]
        .flat()
        .map((each) => each.toFixed(6))
        .join(', '),
    ],
    ['memory', `${formatBytes(tableBytes)}, ${bytesPerInfosetAction.toFixed(1)} bytes an action of an infoset`],
  ]);
}
