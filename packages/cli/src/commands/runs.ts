import { existsSync } from 'node:fs';
import { RunDirectoryError } from '@longplay/runtime';
import { shortPath } from '../config/short-path.ts';
import { table } from '../console/table.ts';
import { formatBytes, formatCount } from '../console/units.ts';
import { listRuns, type ListedRun } from '../training/list-runs.ts';

/** `longplay runs [DIR]`: what has been trained, how far, how well, and where it is. */
export async function runs(folder = 'runs', { json = false }: { readonly json?: boolean }): Promise<number> {
  if (folder !== 'runs' && !existsSync(folder)) {
    throw new RunDirectoryError(`${folder} does not exist`, { cure: 'give a folder of runs' });
  }
  const found = await listRuns(folder);
  if (json) console.log(JSON.stringify(found));
  else if (found.length === 0) console.error(`no runs in ${folder}; longplay train JOB makes one`);
  else for (const line of table([head, ...found.map(row)])) console.log(line);
  return 0;
}

const head = ['JOB', 'STATE', 'STEP', 'SCORE', 'REWARD', 'STEPS/S', 'SIZE', 'RUN'];

const optional = (count: number | undefined) => (count === undefined ? '' : formatCount(count));

function row(run: ListedRun): string[] {
  const { job = '', state, step, reward, stepsPerSecond, bytes, path, message } = run;
  const figures = [optional(step), scoreOf(run), reward?.toFixed(2) ?? '', optional(stepsPerSecond)];
  const place = state === 'damaged' ? `${shortPath(path)} (${message?.replaceAll(/\s+/g, ' ')})` : shortPath(path);
  return [job, state, ...figures, formatBytes(bytes), place];
}

/** Of a solver, how far its strategy is from an equilibrium. */
function scoreOf({ score, exploitability }: ListedRun): string {
  if (exploitability !== undefined) return `exploitability ${exploitability.toPrecision(3)}`;
  return score?.toFixed(2) ?? '';
}
