/** Paths of yearly withdrawals, in blocks: which worker counts a block does not matter. */
import { Random } from '@longplay/runtime';
import { exp } from '../markets/elementary.ts';
import { NormalStream } from '../markets/normals.ts';
import { lognormalParameters } from '../markets/returns.ts';

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

/** Paths that have a stream of random numbers in common. */
export const PATHS_PER_BLOCK = 1024;

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
