import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigurationError, findCheckpoint } from '@longplay/runtime';
import { shortPath } from '../config/short-path.ts';
import { findRun, type FoundRun } from './find-run.ts';

/**
 * The checkpoint of a run, or a checkpoint itself.
 *
 * @param path - as `findRun` takes it, or a file.
 * @param which - of a run: best, final, latest or a file.
 * @throws ConfigurationError when `which` is to choose among a single file; RunDirectoryError when there is none.
 */
export async function chooseCheckpoint(
  path: string,
  which: string | undefined,
): Promise<{ readonly checkpoint: string; readonly run?: FoundRun }> {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  if (isFile && which !== undefined) {
    throw new ConfigurationError(`--checkpoint ${which} chooses one of a run, and ${shortPath(path)} is a file`, {
      cure: 'leave --checkpoint out, or give the run',
    });
  }
  if (isFile) return { checkpoint: resolve(path) };
  const run = await findRun(path);
  return { checkpoint: await findCheckpoint(join(run.path, 'checkpoints'), which), run };
}
