import { namedStrategy, type Solver } from '@longplay/mccfr';
import { writeFileAtomically } from '@longplay/runtime';
import type { SolvingReport } from './report.ts';

/**
 * Writes the average strategy of a solver as JSON, an infoset a line: `strategy` has the probability of each action by
 * the infoset's name and the action's label.
 */
export async function writeStrategy(file: string, solver: Solver, report: SolvingReport): Promise<void> {
  const { game, algorithm, iterations, exploitability, value } = report;
  const infosets = Object.entries(namedStrategy(solver.game, solver.averageStrategy()));
  const lines = infosets.map(([name, actions]) => `    ${JSON.stringify(name)}: ${JSON.stringify(actions)}`);
  const head = JSON.stringify({ game, algorithm, iterations, exploitability, value }, null, 2).replace(/\n\}$/, '');
  await writeFileAtomically(file, `${head},\n  "strategy": {\n${lines.join(',\n')}\n  }\n}\n`);
}
