import { globSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readStatus, RunDirectoryError } from '@longplay/runtime';

/** A run that is on disk. */
export interface FoundRun {
  readonly path: string;
  readonly job: string;
  /** Timesteps done. */
  readonly step: number;
  readonly configFile: string;
}

/**
 * Finds a run: a run directory, or a folder of runs, where the newest is taken; a job's name stands for runs/<job>.
 *
 * @throws RunDirectoryError where there is none.
 */
export async function findRun(path: string): Promise<FoundRun> {
  // A folder's own runs come before those of the folders in it: jobs can be nested, runs of one job cannot.
  const patterns = ['status.json', '*/status.json', '**/status.json'];
  const found = [resolve(path), resolve('runs', path)].flatMap((folder) =>
    patterns.map((glob) => newest(folder, glob)),
  );
  const run = found.find((folder) => folder !== undefined);
  const status = run === undefined ? undefined : await readStatus(run);
  if (run === undefined || status === undefined) {
    throw new RunDirectoryError(`${path} is no run and holds none`, {
      cure: 'give a run directory, such as runs/<job>/<time>, or the name of a job that has been trained',
    });
  }
  return { path: run, job: status.job, step: status.step, configFile: join(run, 'config.yaml') };
}

/** The run directory that was written last. */
function newest(folder: string, glob: string): string | undefined {
  const files = globSync(glob, { cwd: folder }).map((file) => join(folder, file));
  const [file] = files.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return file === undefined ? undefined : dirname(file);
}
