import { progressLine } from '../console/progress-line.ts';
import type { Terminal } from '../console/status-line.ts';
import { formatCount, formatDuration } from '../console/units.ts';
import type { Budget, Progress } from './run-solver.ts';

/** Seconds after which a solver is worth a progress line. */
const patience = 2;

/** Shows how far a solver is, where it takes long; settle the terminal after it. */
export function solvingProgress(terminal: Terminal, budget: Budget): (progress: Progress) => void {
  const total = budget.iterations;
  return ({ iterations, seconds, exploitability }) => {
    if (seconds < patience) return;
    const rate = iterations / seconds;
    if (total < Number.MAX_SAFE_INTEGER) {
      const event = { done: iterations, total, seconds, rate, eta: (total - iterations) / rate };
      return terminal.status(progressLine(event, terminal.width, 'Solving'));
    }
    const reached = exploitability === undefined ? '' : `, exploitability ${exploitability.toPrecision(3)}`;
    const speed = `${formatCount(rate)} a second${reached}`;
    terminal.status(`Solving: ${formatCount(iterations)} iterations in ${formatDuration(seconds)}, ${speed}`);
  };
}
