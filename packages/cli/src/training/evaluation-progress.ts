import { progressMeter } from '@longplay/runtime';
import { progressLine } from '../console/progress-line.ts';
import type { Terminal } from '../console/status-line.ts';

/** Seconds after which an evaluation is worth a progress line. */
const patience = 2;

/** Shows how far an evaluation of so many episodes or paths is, where it takes long; settle the terminal after it. */
export function evaluationProgress(terminal: Terminal, total: number, label = 'Evaluation'): (done: number) => void {
  const meter = progressMeter({ total, now: () => performance.now() });
  return (done) => {
    const progress = meter.update(done);
    if (progress.seconds < patience) return;
    terminal.status(progressLine(progress, terminal.width, label));
  };
}
