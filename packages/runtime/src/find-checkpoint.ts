import { existsSync } from 'node:fs';
import { checkpointPath, newestCheckpoint } from './checkpoints.ts';
import { RunDirectoryError } from './errors.ts';

/**
 * The file of a checkpoint: `best`, `final`, `latest`, or a path; by default the best where there is one, else the
 * final one, else the latest.
 *
 * @param folder - a run's folder of checkpoints.
 * @throws RunDirectoryError where there is no such checkpoint.
 *
 * @example
 * for (const step of [1, 2]) await counter.save(checkpointPath(folder, step), { step, arrays: {}, header: {} });
 * (await findCheckpoint(folder)) === checkpointPath(folder, 2); // => true
 */
export async function findCheckpoint(folder: string, which?: string): Promise<string> {
  const latest = existsSync(folder) ? await newestCheckpoint(folder) : undefined;
  const best = checkpointPath(folder, 'best');
  const final = checkpointPath(folder, 'final');
  const named = new Map([
    [undefined, [best, final, latest]],
    ['best', [best]],
    ['final', [final]],
    ['latest', [latest, final]],
  ]);
  const found = (named.get(which) ?? [which]).find((file) => file !== undefined && existsSync(file));
  if (found !== undefined) return found;
  throw new RunDirectoryError(`${folder} holds no ${which ?? ''} checkpoint`.replace('  ', ' '), {
    cure: 'train the run further, or choose another with --checkpoint best, final, latest or a file',
  });
}
