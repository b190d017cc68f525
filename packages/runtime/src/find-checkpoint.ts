import { existsSync, statSync } from 'node:fs';
import { checkpointPath, newestCheckpoint } from './checkpoints.ts';
import { RunDirectoryError } from './errors.ts';

/**
 * The file of a checkpoint: `best`, `final`, `latest`, or a path; by default the best where there is one, else the
 * latest: whichever of the final one and the newest before the end was written last.
 *
 * @param folder - a run's folder of checkpoints.
 * @throws RunDirectoryError where there is no such checkpoint.
 *
 * @example
 * for (const step of [1, 2]) await counter.save(checkpointPath(folder, step), { step, arrays: {}, header: {} });
 * (await findCheckpoint(folder)) === checkpointPath(folder, 2); // => true
 */
export async function findCheckpoint(folder: string, which?: string): Promise<string> {
  const step = existsSync(folder) ? await newestCheckpoint(folder) : undefined;
  const best = checkpointPath(folder, 'best');
  const final = checkpointPath(folder, 'final');
  // A finished run that has been extended since has a final checkpoint older than its newest one.
  const latest = step !== undefined && writtenAt(step) > writtenAt(final) ? step : final;
  const named = new Map([
    [undefined, [best, latest]],
    ['best', [best]],
    ['final', [final]],
    ['latest', [latest]],
  ]);
  const found = (named.get(which) ?? [which]).find((file) => file !== undefined && existsSync(file));
  if (found !== undefined) return found;
  throw new RunDirectoryError(`${folder} holds no ${which ?? ''} checkpoint`.replace('  ', ' '), {
    cure: 'train the run further, or choose another with --checkpoint best, final, latest or a file',
  });
}

/** When a file was written, in milliseconds; before all others where there is none. */
function writtenAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
}
