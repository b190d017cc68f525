import { resolve } from 'node:path';
import { compile, LEAST_SHARED_INFOSETS, NODE_FIELDS, type CompiledGame } from '@longplay/mccfr';
import { detectCores, onStopSignals, workerCount, type Logger } from '@longplay/runtime';
import { expectFile } from '../config/expect-file.ts';
import { shortPath } from '../config/short-path.ts';
import { createLogger } from '../console/logger.ts';
import { openTerminal } from '../console/status-line.ts';
import { formatCount } from '../console/units.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import { makeSolver, samples } from '../solve/algorithms.ts';
import { loadGame } from '../solve/load-game.ts';
import { budgetOf, type SolveOptions } from '../solve/options.ts';
import { solvingReport, solvingSummary } from '../solve/report.ts';
import { lookAt, noWork, runSolver, type Progress } from '../solve/run-solver.ts';
import { planSolving, type SolveTaskFlags } from '../solve/solve-task.ts';
import { solvingProgress } from '../solve/solving-progress.ts';
import { SolvingRun } from '../solve/solving-run.ts';
import { writeStrategy } from '../solve/strategy-file.ts';
import { banner } from '../training/banner.ts';

/** Flags of `longplay solve`. */
export interface SolveFlags extends SolveTaskFlags {
  readonly strategy?: string;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/** `longplay solve GAME`: an equilibrium of a game, and how far the strategy found is from one. */
export async function solve(name: string | undefined, flags: SolveFlags): Promise<number> {
  const { logLevel, json = false } = flags;
  const task = await planSolving(name, flags);
  const { options } = task;
  const strategyFile = flags.strategy === undefined ? undefined : resolve(flags.strategy);
  if (strategyFile !== undefined) expectFile('--strategy', strategyFile);
  const game = compile(await loadGame(options.game));
  const named = { game: options.game.endsWith('.json') ? game.name : options.game, algorithm: options.algorithm };
  const solver = makeSolver(options.algorithm, game, options, options.seed);

  using stop = onStopSignals();
  const terminal = openTerminal(process.stderr);
  const logger = createLogger(logLevel, terminal, process.stderr.isTTY && !process.env['NO_COLOR']);
  const talks = isTalkative(logLevel);
  const say = (text: string) => (talks ? terminal.print(text) : undefined);
  await using run = task.directory === undefined ? undefined : await SolvingRun.open(named.game, task, solver, logger);
  const begun = noWork(solver.iterations, task.resumed?.seconds ?? 0);
  if (run !== undefined) {
    say(bannerOf(named.game, options, game, run.path));
    stop.signal.addEventListener('abort', () => say('stopping after this step; once more stops at once'));
  }
  adviseOnWorkers(options, logger);

  const show = talks ? solvingProgress(terminal, budgetOf(options), begun) : undefined;
  let progress: Progress = { work: begun };
  let failure: unknown;
  try {
    const parallel = { ...parallelOf(options), signal: stop.signal, logger };
    for await (progress of task.resumed?.done ? [] : runSolver(solver, budgetOf(options), parallel, begun)) {
      show?.(progress);
      await run?.record(progress);
    }
  } catch (error) {
    failure = error;
  }
  terminal.settle();
  const { work } = progress;
  const look = lookAt(solver);
  const interrupted = stop.signal.aborted;
  if (failure !== undefined) await run?.fail(failure, { work, look });
  else await (interrupted ? run?.interrupt({ work, look }) : run?.finish({ work, look }));
  if (failure !== undefined && work === begun) throw failure;

  // What was done before a failure is still worth telling.
  const place = run && shortPath(run.path);
  const report = { ...solvingReport(named, solver, look, begun, work), ...(place !== undefined && { logdir: place }) };
  if (json) console.log(JSON.stringify(report));
  else for (const line of solvingSummary(report)) console.log(line);
  if (strategyFile !== undefined) {
    const { iterations, exploitability, value } = report;
    await writeStrategy(strategyFile, solver, { ...named, iterations, exploitability, value });
    say(`wrote ${shortPath(strategyFile)}`);
  }
  const continueHint = `continue with: npx longplay solve --resume --logdir ${place}`;
  if (failure !== undefined) {
    if (run !== undefined) say(continueHint);
    throw failure;
  }
  if (run !== undefined && interrupted) {
    say(`stopped in order after ${formatCount(work.iterations)} iterations; ${continueHint}`);
  }
  return stop.exitCode ?? 0;
}

/** How a solver that samples runs. */
function parallelOf({ numWorkers, sync, workerKind, batchSize, tasks, evaluateEvery }: SolveOptions) {
  return {
    workers: numWorkers,
    sync,
    kind: workerKind,
    ...(batchSize !== undefined && { batchSize }),
    ...(tasks !== undefined && { tasks }),
    ...(evaluateEvery !== undefined && { evaluateEvery }),
  };
}

function adviseOnWorkers({ algorithm, numWorkers, batchSize, tasks }: SolveOptions, logger: Logger): void {
  if (samples(algorithm) || (numWorkers === 1 && batchSize === undefined && tasks === undefined)) return;
  logger.info(
    `${algorithm} visits the whole game and runs in one thread; es-mccfr and os-mccfr use workers and batches`,
  );
}

function bannerOf(name: string, options: SolveOptions, game: CompiledGame, directory: string): string {
  const { command: _, game: _game, ...hyperparameters } = options;
  const { infosetNames, nodes } = game;
  const sizes = `${formatCount(infosetNames.length)} infosets, ${formatCount(nodes.length / NODE_FIELDS)} nodes`;
  const plan = { backend: 'none (tables, on the CPU)', workers: workersOf(options, game), about: { game: sizes } };
  return banner(`solve ${name}`, hyperparameters, plan, shortPath(directory));
}

/** Workers that there will be. */
function workersOf({ algorithm, sync, numWorkers, tasks = Infinity }: SolveOptions, game: CompiledGame): number {
  const shares = sync === 'merge' || game.infosetNames.length >= LEAST_SHARED_INFOSETS;
  return samples(algorithm) && shares ? Math.min(tasks, workerCount(numWorkers, detectCores())) : 1;
}
