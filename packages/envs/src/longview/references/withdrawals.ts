/**
 * How often savings last for yearly withdrawals of the same real amount, by Monte Carlo: real returns of the years are
 * independent and lognormal.
 */
import { detectCores, openWorkers, wilsonInterval, workerCount } from '@longplay/runtime';
import { expectBetween } from './expect-between.ts';
import { countPaid, PATHS_PER_BLOCK, type WithdrawalProblem } from './withdrawal-paths.ts';

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
  const { mean: success, low, high } = wilsonInterval(paid, paths);
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
