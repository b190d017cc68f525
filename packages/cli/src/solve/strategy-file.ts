import { namedStrategy, type Solver } from '@longplay/mccfr';
import { writeFileAtomically } from '@longplay/runtime';

/**
 * Writes the average strategy of a solver as JSON, an infoset a line: `strategy` has the probability of each action by
 * the infoset's name and the action's label.
 *
 * @param about - what stands before it
 */
export async function writeStrategy(file: string, solver: Solver, about: object): Promise<void> {
  const infosets = Object.entries(namedStrategy(solver.game, solver.averageStrategy()));
  const lines = infosets.map(([name, actions]) => `    ${JSON.stringify(name)}: ${JSON.stringify(actions)}`);
  const head = JSON.stringify(about, null, 2).replace(/\n\}$/, '');
  await writeFileAtomically(file, `${head},\n  "strategy": {\n${lines.join(',\n')}\n  }\n}\n`);
}
