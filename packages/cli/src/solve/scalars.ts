import type { CompiledGame } from '@longplay/mccfr';
import type { Layout } from '@longplay/tensorboard-logger';
import type { Look, Work } from './run-solver.ts';
import { speedBetween } from './speed.ts';

/** What TensorBoard's Custom Scalars show. */
export const dashboard: Layout = {
  Equilibrium: {
    'distance from it': ['eval/exploitability$', 'eval/nash_conv$'],
    'value of the average strategy, and of the latest ones': ['eval/value', 'solver/utility'],
  },
  Speed: {
    'iterations a second': ['time/iterations_per_second$'],
    'fraction of the work by worker, and of the time that merging takes': ['workers/share_', 'time/merge$'],
  },
};

/**
 * What a look gives TensorBoard, by its tag: see docs/mccfr.md.
 *
 * @param since - what had been done when this was logged last
 */
export function* solverScalars(
  game: CompiledGame,
  look: Look,
  since: Work,
  work: Work,
): Generator<readonly [tag: string, value: number]> {
  const { iterationsPerSecond, workerShares, mergeShare } = speedBetween(since, work);
  yield ['eval/exploitability', look.exploitability];
  yield ['eval/nash_conv', look.nashConv];
  yield* ofPlayers(game, 'eval/value', look.values);
  yield* ofPlayers(game, 'solver/utility', look.recentUtilities);
  yield ['solver/infosets_touched', look.infosetsTouched];
  yield ['time/iterations_per_second', iterationsPerSecond];
  if (workerShares.length > 0) yield ['time/merge', mergeShare];
  for (const [worker, share] of workerShares.entries()) yield [`workers/share_${worker}`, share];
  yield ['memory/tables', look.tableBytes];
  yield ['memory/bytes_per_action', look.bytesPerInfosetAction];
  yield ['memory/resident', process.memoryUsage.rss()];
}

/** With two players the first one's says all. */
function* ofPlayers({ players }: CompiledGame, tag: string, values: ArrayLike<number>): Generator<[string, number]> {
  if (players === 2) yield [tag, values[0]!];
  else for (let player = 0; player < players; player++) yield [`${tag}_${player}`, values[player]!];
}
