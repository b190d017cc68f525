import { resolve } from 'node:path';
import { NODE_FIELDS, type CompiledGame } from '@longplay/mccfr';
import { onStopSignals } from '@longplay/runtime';
import { expectFile } from '../config/expect-file.ts';
import { shortPath } from '../config/short-path.ts';
import { createLogger } from '../console/logger.ts';
import { describeError } from '../console/report-error.ts';
import { openTerminal } from '../console/status-line.ts';
import { formatCount } from '../console/units.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import { describeSolveDryRun, solveDryRun } from '../solve/dry-run.ts';
import { budgetOf, idleFlags, type SolveOptions } from '../solve/options.ts';
import { solvingSummary } from '../solve/report.ts';
import type { Work } from '../solve/run-solver.ts';
import { solveGame, workersFor } from '../solve/solve-game.ts';
import { planSolving, type SolveTaskFlags } from '../solve/solve-task.ts';
import { solvingProgress } from '../solve/solving-progress.ts';
import { writeStrategy } from '../solve/strategy-file.ts';
import { banner } from '../training/banner.ts';

/** Flags of `longplay solve`. */
export interface SolveFlags extends SolveTaskFlags {
  readonly strategy?: string;
  readonly dryRun: boolean;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/** `longplay solve GAME`: an equilibrium of a game, and how far the strategy found is from one. */
export async function solve(name: string | undefined, flags: SolveFlags): Promise<number> {
  const { logLevel, json = false } = flags;
  const task = await planSolving(name, flags);
  const { options, directory } = task;
  const strategyFile = flags.strategy === undefined ? undefined : resolve(flags.strategy);
  if (strategyFile !== undefined) expectFile('--strategy', strategyFile);

  using stop = onStopSignals();
  const terminal = openTerminal(process.stderr);
  const logger = createLogger(logLevel, terminal, process.stderr.isTTY && !process.env['NO_COLOR']);
  const talks = isTalkative(logLevel);
  const say = (text: string) => (talks ? terminal.print(text) : undefined);
  const idle = idleFlags(options.algorithm, flags);
  if (idle.length > 0) {
    logger.info(
      `${options.algorithm} visits the whole game in one thread, without ${idle.join(', ')}: es-mccfr and os-mccfr sample`,
    );
  }
  if (flags.dryRun) {
    const estimate = await solveDryRun(task, { logger, signal: stop.signal });
    if (json) console.log(JSON.stringify(estimate));
    else for (const line of describeSolveDryRun(estimate)) console.log(line);
    return stop.exitCode ?? 0;
  }
  /** From the moment on when there is a run. */
  let continueHint: string | undefined;
  const onStart = (game: CompiledGame, begun: Work) => {
    if (directory !== undefined) {
      const place = shortPath(directory);
      continueHint = `continue with: npx longplay solve --resume --logdir ${place}`;
      say(bannerOf(options, game, place));
      stop.signal.addEventListener('abort', () => say('stopping after this step; once more stops at once'));
    }
    return talks ? solvingProgress(terminal, budgetOf(options), begun) : undefined;
  };
  try {
    const { solver, report, failure } = await solveGame(task, { logger, signal: stop.signal, onStart });
    terminal.settle();
    if (json) console.log(JSON.stringify(report));
    else for (const line of solvingSummary(report)) console.log(line);
    if (strategyFile !== undefined) {
      await writeStrategy(strategyFile, solver, report);
      say(`wrote ${shortPath(strategyFile)}`);
    }
    if (failure !== undefined) throw failure;
    if (stop.signal.aborted && continueHint !== undefined) {
      say(`stopped in order after ${formatCount(report.iterations)} iterations; ${continueHint}`);
    }
    return stop.exitCode ?? 0;
  } catch (error) {
    terminal.settle();
    if (continueHint === undefined) throw error;
    const { text, exitCode } = describeError(error, logLevel === 'debug');
    terminal.print(`${text}\n  ${continueHint}`);
    return exitCode;
  }
}

/** What is about to run, for a person. */
function bannerOf(options: SolveOptions, game: CompiledGame, directory: string): string {
  const { command: _, game: name, ...hyperparameters } = options;
  const { infosetNames, nodes } = game;
  const sizes = `${formatCount(infosetNames.length)} infosets, ${formatCount(nodes.length / NODE_FIELDS)} nodes`;
  const plan = { backend: 'none (tables, on the CPU)', workers: workersFor(options, game), about: { game: sizes } };
  return banner(`solve ${name}`, hyperparameters, plan, directory);
}
