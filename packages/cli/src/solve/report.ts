import type { CompiledGame } from '@longplay/mccfr';
import { table } from '../console/table.ts';
import { formatBytes, formatCount, formatDuration } from '../console/units.ts';
import type { Look, Work } from './run-solver.ts';
import { speedBetween } from './speed.ts';

/** What `--json` prints. */
export type SolvingReport = ReturnType<typeof solvingReport>;

/**
 * The end of a run, for programs.
 *
 * @param begun - what had been done before this process
 */
export function solvingReport(
  named: { readonly game: string; readonly algorithm: string },
  game: CompiledGame,
  look: Look,
  begun: Work,
  work: Work,
) {
  const { iterations, seconds } = work;
  const { values, recentUtilities, infosetsTouched, tableBytes, bytesPerInfosetAction } = look;
  const { workerShares, mergeSeconds } = speedBetween(begun, work);
  const sampled = workerShares.length > 0 ? { workers: workerShares.length, workerShares, mergeSeconds } : {};
  const ofPlayers = (all: ArrayLike<number>) => (game.players === 2 ? all[0]! : Array.from(all));
  return {
    ...named,
    infosets: game.infosetNames.length,
    iterations,
    seconds,
    iterationsPerSecond: seconds > 0 ? iterations / seconds : 0,
    exploitability: look.exploitability,
    nashConv: look.nashConv,
    value: ofPlayers(values),
    utility: ofPlayers(recentUtilities),
    infosetsTouched,
    tableBytes,
    bytesPerInfosetAction,
    residentBytes: process.memoryUsage.rss(),
    ...sampled,
    twoPlayerZeroSum: game.players === 2 && game.zeroSum,
  };
}

/** The end of a run, for a person. */
export function solvingSummary(report: SolvingReport): string[] {
  const { infosets, iterations, seconds, iterationsPerSecond, tableBytes, bytesPerInfosetAction } = report;
  const touched = report.infosetsTouched === infosets ? 'all' : formatCount(report.infosetsTouched);
  return table([
    ['game', `${report.game}, ${formatCount(infosets)} infosets, ${touched} of them played`],
    ['algorithm', report.algorithm],
    [
      'iterations',
      `${formatCount(iterations)} in ${formatDuration(seconds)}, ${formatCount(iterationsPerSecond)} a second`,
    ],
    ['exploitability', `${report.exploitability.toPrecision(4)} (NashConv ${report.nashConv.toPrecision(4)})`],
    ...(report.twoPlayerZeroSum ? [] : [['', 'need not fall to 0: the game is none of two players that sums to zero']]),
    ['value', numbers(report.value)],
    ['utility', `${numbers(report.utility)} (what the latest strategies earn)`],
    ...(report.workers === undefined || report.workers === 1 ? [] : [['workers', workersOf(report)]]),
    [
      'memory',
      `tables ${formatBytes(tableBytes)}, ${bytesPerInfosetAction.toFixed(1)} bytes an action of an infoset; process ${formatBytes(report.residentBytes)}`,
    ],
  ]);
}

function workersOf({ workers, workerShares = [], mergeSeconds = 0, seconds }: SolvingReport): string {
  const merging = seconds > 0 ? percent(mergeSeconds / seconds) : '0 %';
  return `${workers}, which did ${workerShares.map(percent).join(', ')}; merging took ${merging} of the time`;
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

/** One number, or one for each player. */
const numbers = (value: number | readonly number[]) =>
  [value]
    .flat()
    .map((each) => each.toFixed(6))
    .join(', ');
