import { resolve } from 'node:path';
import type { Sync } from '@longplay/mccfr';
import { ConfigurationError, type WorkerKind } from '@longplay/runtime';
import { z } from 'zod';
import { numberFlag } from '../config/number-flag.ts';
import { wholeNumber } from '../config/whole-number.ts';
import { checkAlgorithm, exponentNames, samples } from './algorithms.ts';
import type { Budget } from './run-solver.ts';

/** The flags that say what to solve, and how. */
export interface SolveOptionFlags {
  readonly algorithm?: string;
  readonly alpha?: string;
  readonly beta?: string;
  readonly gamma?: string;
  readonly iterations?: string;
  readonly timeBudget?: string;
  readonly targetExploitability?: string;
  readonly evaluateEvery?: string;
  readonly seed?: string;
  readonly averaging?: 'simple' | 'full';
  readonly numWorkers?: string;
  readonly workerKind?: WorkerKind;
  readonly sync?: Sync;
  readonly batchSize?: string;
  readonly tasks?: string;
  readonly snapshotInterval?: string;
  readonly tensorboard: boolean;
}

const exponent = z.number().or(z.literal(Infinity)).or(z.literal(-Infinity)).optional();
const wholeFromOne = z.int().positive().optional();
const aboveZero = z.number().positive().optional();

/** What a solver is to do, as `config.yaml` of a run holds it. */
export const solveSchema = z.strictObject({
  command: z.literal('solve').describe('tells the run from that of a training job'),
  game: z.string().describe('a name, or the path of a file in JSON'),
  algorithm: z.string(),
  alpha: exponent,
  beta: exponent,
  gamma: exponent,
  seed: z.int().nonnegative(),
  averaging: z.enum(['simple', 'full']).optional(),
  iterations: wholeFromOne.describe('of the whole run, those before a resume included'),
  timeBudget: aboveZero.describe('seconds of iterations of the whole run'),
  targetExploitability: aboveZero,
  evaluateEvery: wholeFromOne.describe('iterations between two looks at the strategy'),
  numWorkers: z.int().nonnegative(),
  workerKind: z.enum(['threads', 'processes']),
  sync: z.enum(['shared', 'merge']),
  batchSize: wholeFromOne,
  tasks: wholeFromOne,
  snapshotInterval: z.number().positive().describe('seconds between two snapshots'),
  tensorboard: z.boolean(),
});
export type SolveOptions = z.output<typeof solveSchema>;

/** Whatever comes first ends a run. */
const budgets = ['iterations', 'timeBudget', 'targetExploitability'] as const;

/** Iterations where nothing bounds them. */
const usualIterations = { exact: 1000, sampled: 100_000 };

const defaults = {
  algorithm: 'dcfr',
  seed: 0,
  numWorkers: 1,
  workerKind: 'threads',
  sync: 'shared',
  snapshotInterval: 60,
  tensorboard: true,
} as const;

/**
 * What to do, by flags and defaults.
 *
 * @throws ConfigurationError for a flag that is wrong, or does not go with another
 */
export function newOptions(game: string, flags: SolveOptionFlags): SolveOptions {
  const given = { command: 'solve' as const, game: gameOf(game), ...defaults, ...optionsOf(flags) };
  const usual = usualIterations[samples(given.algorithm) ? 'sampled' : 'exact'];
  const bounded = budgets.some((budget) => budget in given);
  return checked(bounded ? given : { ...given, iterations: usual });
}

/**
 * What a run goes on with: what it was begun with, and flags, which may change how long, how fast and how observed it
 * runs. A budget that is given takes the place of those it had.
 *
 * @param run - the run, for messages
 * @throws ConfigurationError for a flag that is wrong, or would make it another run
 */
export function resumedOptions(
  run: string,
  before: SolveOptions,
  game: string | undefined,
  flags: SolveOptionFlags,
): SolveOptions {
  const given = { ...optionsOf(flags), ...(game !== undefined && { game: gameOf(game) }) };
  for (const key of [
    'game',
    'algorithm',
    ...exponentNames,
    'seed',
    'averaging',
    'sync',
    'batchSize',
    'tasks',
  ] as const) {
    if (!(key in given) || given[key] === before[key]) continue;
    const had = before[key] === undefined ? 'began without it' : `is one of ${key} ${before[key]}`;
    throw new ConfigurationError(`${key} ${given[key]} is given, and the run in ${run} ${had}`, {
      cure: 'leave it out to go on with the run, or begin another in another directory',
    });
  }
  const bounded = budgets.some((budget) => budget in given);
  const kept = Object.entries(before).filter(([key]) => !bounded || !(budgets as readonly string[]).includes(key));
  return checked({ ...(Object.fromEntries(kept) as SolveOptions), ...given });
}

/** Whether two runs end at the same point. */
export const sameBudgets = (one: SolveOptions, other: SolveOptions): boolean =>
  budgets.every((budget) => one[budget] === other[budget]);

/** When to stop. */
export function budgetOf({ iterations, timeBudget, targetExploitability }: SolveOptions): Budget {
  return {
    iterations: iterations ?? Number.MAX_SAFE_INTEGER,
    seconds: timeBudget ?? Infinity,
    exploitability: targetExploitability,
  };
}

/** Flags that are given and have no effect: an algorithm that visits the whole game draws nothing, in one thread. */
export function idleFlags(algorithm: string, flags: SolveOptionFlags): string[] {
  if (samples(algorithm)) return [];
  const given = {
    '--seed': flags.seed,
    '--averaging': flags.averaging,
    '--num-workers': flags.numWorkers === '1' ? undefined : flags.numWorkers,
    '--worker-kind': flags.workerKind,
    '--sync': flags.sync,
    '--batch-size': flags.batchSize,
    '--tasks': flags.tasks,
  };
  return Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
}

/** A file by its path from anywhere. */
const gameOf = (name: string): string => (name.endsWith('.json') ? resolve(name) : name);

/** The flags that are given, as options. */
function optionsOf(flags: SolveOptionFlags): Partial<Omit<SolveOptions, 'command' | 'game'>> {
  const { algorithm, averaging, workerKind, sync, tensorboard } = flags;
  const options: { [Key in keyof SolveOptions]?: SolveOptions[Key] | undefined } = {
    algorithm,
    ...Object.fromEntries(exponentNames.map((name) => [name, exponentOf(`--${name}`, flags[name])])),
    seed: whole('--seed', flags.seed, 0),
    averaging,
    iterations: whole('--iterations', flags.iterations, 1),
    timeBudget: positive('--time-budget', flags.timeBudget),
    targetExploitability: positive('--target-exploitability', flags.targetExploitability),
    evaluateEvery: whole('--evaluate-every', flags.evaluateEvery, 1),
    numWorkers: whole('--num-workers', flags.numWorkers, 0, 1024),
    workerKind,
    sync,
    batchSize: whole('--batch-size', flags.batchSize, 1),
    tasks: whole('--tasks', flags.tasks, 1),
    snapshotInterval: positive('--snapshot-interval', flags.snapshotInterval),
    ...(!tensorboard && { tensorboard }),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

const whole = (flag: string, text: string | undefined, least: number, most?: number) =>
  text === undefined ? undefined : wholeNumber(flag, text, least, most);

const positive = (flag: string, text: string | undefined) =>
  text === undefined ? undefined : numberFlag(flag, text, { above: 0 });

/** Alpha and beta may be infinite; gamma may not. */
function exponentOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (flag === '--gamma') return numberFlag(flag, text, { from: 0 });
  const infinite = /^(-?)infinity$/i.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return numberFlag(flag, text, { or: 'infinity, or -infinity' });
}

function checked(options: SolveOptions): SolveOptions {
  const { algorithm, sync, workerKind } = options;
  checkAlgorithm(algorithm, options);
  if (samples(algorithm) && sync === 'shared' && workerKind === 'processes') {
    throw new ConfigurationError('--worker-kind processes has no memory in common to --sync shared', {
      cure: 'take --sync merge, or --worker-kind threads',
    });
  }
  return options;
}
