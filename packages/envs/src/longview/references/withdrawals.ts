/**
 * How often savings last for yearly withdrawals of the same real amount, by Monte Carlo: real returns of the years are
 * independent and lognormal.
 */
import { detectCores, openWorkers, Random, workerCount } from '@longplay/runtime';
import { exp } from '../markets/elementary.ts';
import { NormalStream } from '../markets/normals.ts';
import { lognormalParameters } from '../markets/returns.ts';
import { wilson } from '../statistics.ts';
import { expectBetween } from './expect-between.ts';

/** Returns are real and of a year. */
export interface WithdrawalProblem {
  /** Arithmetic mean of the return, above -1. */
  readonly mean: number;
  /** Standard deviation of the return, above 0. */
  readonly sd: number;
  /** Withdrawn at the start of each year, as a fraction of the wealth at the beginning; above 0. */
  readonly rate: number;
  /** Withdrawals, a whole number from 1. */
  readonly years: number;
}

/** Options of `withdrawalSuccess`. */
export interface WithdrawalOptions {
  /** Simulated lives, a whole number from 1. */
  readonly paths: number;
  /** Any safe integer. */
  readonly seed: number;
  /** 1, the default: this thread; 0 or 'auto': every core. The result is the same to the last bit. */
  readonly workers?: number | 'auto' | undefined;
}

/** The fraction of paths on which every withdrawal is paid in full, and how exact it is. */
export interface WithdrawalSuccess {
  readonly success: number;
  /** Of that fraction; 0 where all paths or none succeed, and then only the interval tells. */
  readonly standardError: number;
  /** 95 % by Wilson. */
  readonly interval: { readonly low: number; readonly high: number };
}

/** Paths that have a stream of random numbers in common. */
const PATHS_PER_BLOCK = 1024;

/**
 * The probability that every withdrawal is paid in full.
 *
 * @throws RangeError for numbers out of range
 *
 * @example
 * const problem = { mean: 0.05, sd: 0.1, rate: 0.04, years: 30 };
 * const { success } = await withdrawalSuccess(problem, { paths: 20_000, seed: 1 });
 * success.toFixed(2); // => '0.93'
 */
export async function withdrawalSuccess(
  problem: WithdrawalProblem,
  { paths, seed, workers = 1 }: WithdrawalOptions,
): Promise<WithdrawalSuccess> {
  check(problem, paths);
  const blocks = Math.ceil(paths / PATHS_PER_BLOCK);
  const size = Math.min(workerCount(workers, detectCores()), blocks);
  const paid =
    size === 1
      ? countPaid(problem, { seed, firstBlock: 0, paths })
      : await countInWorkers(problem, { paths, seed, blocks, size });
  const { mean: success, low, high } = wilson(paid, paths);
  return { success, standardError: Math.sqrt((success * (1 - success)) / paths), interval: { low, high } };
}

function check({ mean, sd, rate, years }: WithdrawalProblem, paths: number): void {
  expectBetween('mean', mean, -1, Infinity);
  expectBetween('sd', sd, 0, Infinity);
  expectBetween('rate', rate, 0, Infinity);
  for (const [name, value] of Object.entries({ years, paths })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new RangeError(`${name} must be a whole number from 1, and is ${value}`);
  }
}

async function countInWorkers(
  problem: WithdrawalProblem,
  { paths, seed, blocks, size }: { paths: number; seed: number; blocks: number; size: number },
): Promise<number> {
  const module = import.meta.resolve('@longplay/envs/withdrawals-worker');
  await using group = await openWorkers<typeof import('./withdrawals.worker.ts')>({ module, workers: size });
  const counts = await group.gather('countPaid', (worker) => {
    const firstBlock = Math.floor((blocks * worker) / size);
    const end = Math.min(paths, Math.floor((blocks * (worker + 1)) / size) * PATHS_PER_BLOCK);
    return [problem, { seed, firstBlock, paths: end - firstBlock * PATHS_PER_BLOCK }];
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Which paths of a seed are counted: so many from the first one of a block on. */
export interface PathRange {
  readonly seed: number;
  readonly firstBlock: number;
  readonly paths: number;
}

/** The number of paths on which every withdrawal is paid in full. */
export function countPaid(problem: WithdrawalProblem, { seed, firstBlock, paths }: PathRange): number {
  const stream = new NormalStream();
  const shocks = new Float64Array(PATHS_PER_BLOCK);
  const wealth = new Float64Array(PATHS_PER_BLOCK);
  let paid = 0;
  for (let block = firstBlock, left = paths; left > 0; block++, left -= PATHS_PER_BLOCK) {
    stream.start(Random.from(seed, block));
    withdraw(problem, stream, shocks, wealth);
    const counted = Math.min(left, PATHS_PER_BLOCK);
    for (let path = 0; path < counted; path++) if (wealth[path]! >= 0) paid += 1;
  }
  return paid;
}

/** Leaves the wealth after the last withdrawal; below 0 where one could not be paid. */
function withdraw(
  { mean, sd, rate, years }: WithdrawalProblem,
  stream: NormalStream,
  shocks: Float64Array,
  wealth: Float64Array,
): void {
  const { mu, sigma } = lognormalParameters([mean, sd]);
  wealth.fill(1 - rate);
  for (let year = 1; year < years; year++) {
    stream.normals(shocks, shocks.length);
    for (let path = 0; path < wealth.length; path++) {
      const before = wealth[path]!;
      // A debt stays: growth would not bring it above 0, and the next withdrawal only deepens it.
      wealth[path] = before * exp(mu + sigma * shocks[path]!) - rate;
    }
  }
}
