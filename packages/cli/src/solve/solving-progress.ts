import { formatProgress } from '@longplay/runtime';
import { progressLine } from '../console/progress-line.ts';
import type { Terminal } from '../console/status-line.ts';
import { formatBytes, formatCount, formatDuration } from '../console/units.ts';
import type { Budget, Look, Progress, Work } from './run-solver.ts';
import { speedBetween } from './speed.ts';

/** Seconds after which a solver is worth a progress line. */
const patience = 2;

const label = 'Solving';

/**
 * Shows how far a solver is, where it takes long; settle the terminal after it.
 *
 * @param begun - what had been done before this process
 */
export function solvingProgress(terminal: Terminal, budget: Budget, begun: Work): (progress: Progress) => void {
  const total = budget.iterations;
  return ({ work, look }) => {
    const seconds = work.seconds - begun.seconds;
    if (seconds < patience) return;
    const rate = speedBetween(begun, work).iterationsPerSecond;
    const figures = figuresOf(look, begun, work);
    if (total < Number.MAX_SAFE_INTEGER) {
      const event = { done: work.iterations, total, seconds, rate, eta: (total - work.iterations) / rate };
      const end = fitting(figures, terminal.width - formatProgress(event, { label, width: 0 }).length);
      return terminal.status(progressLine(event, terminal.width - end.length, label) + end);
    }
    const time =
      formatDuration(work.seconds) + (budget.seconds < Infinity ? ` of ${formatDuration(budget.seconds)}` : '');
    const line = `${label}: ${formatCount(work.iterations)} iterations in ${time}, ${formatCount(rate)} a second`;
    terminal.status(line + fitting(figures, terminal.width - line.length));
  };
}

/** What a solver tells of itself, what matters most first. */
function figuresOf(look: Look | undefined, begun: Work, work: Work): string[] {
  const { workerShares, mergeShare } = speedBetween(begun, work);
  return [
    ...(look === undefined
      ? []
      : [
          `exploitability=${look.exploitability.toPrecision(3)}`,
          `utility=${look.recentUtilities[0]!.toFixed(3)}`,
          `infosets=${look.infosetsTouched}`,
        ]),
    ...(workerShares.length > 1
      ? [`workers=${workerShares.map(percent).join('/')}%`, `merge=${percent(mergeShare)}%`]
      : []),
    ...(look === undefined ? [] : [`tables=${formatBytes(look.tableBytes).replace(' ', '')}`]),
  ];
}

const percent = (share: number) => (100 * share).toFixed(0);

/** As many of the figures as fit into so many characters, each after a blank. */
function fitting(figures: readonly string[], width: number): string {
  let line = '';
  for (const figure of figures) {
    if (line.length + 1 + figure.length > width) break;
    line += ` ${figure}`;
  }
  return line;
}
