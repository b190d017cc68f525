import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporarySuffix } from './atomic-file.ts';
import { SnapshotError } from './errors.ts';
import { type Logger, silentLogger } from './logger.ts';

/** Which snapshot of a run: the one after so many steps, the best by evaluation, or the last of a finished run. */
export type Checkpoint = number | 'best' | 'final';

/**
 * Where a run's folder of checkpoints keeps a snapshot.
 *
 * @example
 * checkpointPath('checkpoints', 2048); // => 'checkpoints/step-2048.safetensors'
 * checkpointPath('checkpoints', 'best'); // => 'checkpoints/best.safetensors'
 */
export function checkpointPath(folder: string, checkpoint: Checkpoint): string {
  const name = typeof checkpoint === 'number' ? `step-${checkpoint}` : checkpoint;
  return join(folder, `${name}.safetensors`);
}

/**
 * Finds where to go on: loads the newest snapshot that is whole. That is the `step-N` file with the largest N, or
 * `final` where that is as far; `best` is chosen by evaluation and is never resumed from. A file that cannot be
 * loaded is skipped with a warning.
 *
 * @param load throws a `SnapshotError` for a file that it refuses, such as `load` of {@link defineSnapshot}.
 * @returns undefined where the folder has no snapshot yet.
 * @throws {SnapshotError} where there are snapshots and none can be loaded: to start again from nothing is then a
 * person's decision.
 *
 * @example
 * for (const step of [1, 2]) await counter.save(checkpointPath(folder, step), { step, arrays: {}, header: {} });
 * (await newestGood(folder, counter.load))?.step; // => 2
 */
export async function newestGood<State extends { readonly step: number }>(
  folder: string,
  load: (path: string) => Promise<State>,
  logger: Logger = silentLogger,
): Promise<State | undefined> {
  const failures: string[] = [];
  const attempt = async (checkpoint: Checkpoint): Promise<State | undefined> => {
    const path = checkpointPath(folder, checkpoint);
    try {
      return await load(path);
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error;
      logger.warn(`skipped a snapshot that cannot be loaded: ${error.message}`);
      failures.push(error.message);
      return undefined;
    }
  };

  const { steps, hasFinal } = await list(folder);
  const final = hasFinal ? await attempt('final') : undefined;
  for (const step of steps) {
    if (final !== undefined && final.step >= step) break;
    const state = await attempt(step);
    if (state !== undefined) return state;
  }
  if (final === undefined && failures.length > 0) {
    throw new SnapshotError(`no snapshot in ${folder} can be loaded: ${failures.join('; ')}`, {
      cure: 'bring back a copy of a snapshot, or start a new run in another folder',
    });
  }
  return final;
}

/**
 * The file of the newest `step-N` checkpoint of a folder, whole or not; undefined where there is none.
 *
 * @example
 * await newestCheckpoint(folder); // => undefined
 * for (const step of [9, 10]) await counter.save(checkpointPath(folder, step), { step, arrays: {}, header: {} });
 * (await newestCheckpoint(folder)) === checkpointPath(folder, 10); // => true
 */
export async function newestCheckpoint(folder: string): Promise<string | undefined> {
  const [newest] = (await list(folder)).steps;
  return newest === undefined ? undefined : checkpointPath(folder, newest);
}

/**
 * Deletes old `step-N` files after a new one is safely written: of those up to `written`, the newest `keep` stay.
 * `best`, `final` and files of later steps are never touched, nor is the one just written.
 *
 * @param written the step of the snapshot just saved.
 * @param keep how many to keep, from 1.
 *
 * @example
 * for (const step of [10, 20, 30]) await counter.save(checkpointPath(folder, step), { step, arrays: {}, header: {} });
 * await pruneCheckpoints(folder, { written: 30, keep: 2 });
 * await readdir(folder); // => ['step-20.safetensors', 'step-30.safetensors']
 */
export async function pruneCheckpoints(folder: string, options: { written: number; keep: number }): Promise<void> {
  const { written, keep } = options;
  if (!Number.isInteger(keep) || keep < 1) throw new RangeError(`keep must be a whole number from 1, got ${keep}`);
  const { steps } = await list(folder);
  const old = steps.filter((step) => step <= written).slice(keep);
  await Promise.all(old.map((step) => rm(checkpointPath(folder, step), { force: true })));
}

/** Deletes the snapshots that killed writers left half-written; only the owner of the run's lock may. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder);
  const unfinished = names.filter((name) => name.endsWith(`.safetensors${temporarySuffix}`));
  await Promise.all(unfinished.map((name) => rm(join(folder, name), { force: true })));
}

/** The steps that have a file, newest first, and whether there is a final snapshot. */
async function list(folder: string): Promise<{ steps: number[]; hasFinal: boolean }> {
  const names = await readdir(folder);
  const steps = names.flatMap((name) => {
    const digits = /^step-(\d+)\.safetensors$/.exec(name)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
  return { steps: steps.toSorted((a, b) => b - a), hasFinal: names.includes('final.safetensors') };
}
