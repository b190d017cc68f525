import { globSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readStatus, RunDirectoryError } from '@longplay/runtime';

/** A run that is on disk. */
export interface FoundRun {
  readonly path: string;
  readonly job: string;
  readonly configFile: string;
}

/**
 * Finds a run: a run directory, or a folder of runs, where the newest is taken; a job's name stands for runs/<job>.
 *
 * @throws RunDirectoryError where there is none.
 */
export async function findRun(path: string): Promise<FoundRun> {
  const [newest] = [resolve(path), resolve('runs', path)].flatMap(runsIn);
  const status = newest === undefined ? undefined : await readStatus(newest);
  if (newest === undefined || status === undefined) {
    throw new RunDirectoryError(`${path} is no run and holds none`, {
      cure: 'give a run directory, such as runs/<job>/<time>',
    });
  }
  return { path: newest, job: status.job, configFile: join(newest, 'config.yaml') };
}

/** The run directories in a folder, itself included, the one written last first. */
function runsIn(folder: string): string[] {
  const files = globSync('{status.json,**/status.json}', { cwd: folder }).map((file) => join(folder, file));
  return files.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs).map((file) => dirname(file));
}
