import { existsSync } from 'node:fs';
import { checkpointPath, newestCheckpoint, RunDirectoryError } from '@longplay/runtime';

/**
 * The file of a checkpoint: `best`, `final`, `latest`, or a path; by default the best where there is one, else the
 * final one, else the latest.
 *
 * @param folder - a run's folder of checkpoints.
 * @throws RunDirectoryError where there is no such checkpoint.
 */
export async function findCheckpoint(folder: string, which: string | undefined): Promise<string> {
  const latest = await newestCheckpoint(folder);
  const best = checkpointPath(folder, 'best');
  const final = checkpointPath(folder, 'final');
  const wanted =
    { best: [best], final: [final], latest: [latest] }[which ?? ''] ??
    (which === undefined ? [best, final, latest] : [which]);
  const found = wanted.find((file) => file !== undefined && existsSync(file));
  if (found !== undefined) return found;
  throw new RunDirectoryError(`there is no ${which ?? ''} checkpoint in ${folder}`.replace('  ', ' '), {
    cure: 'train the run further, or choose another with --checkpoint best, final, latest or a file',
  });
}
