import { globSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LongplayError, readStatus, type RunState } from '@longplay/runtime';

/** A run in a list of runs. */
export interface ListedRun {
  /** The run directory, absolute. */
  readonly path: string;
  /** `damaged`: its status cannot be read; `message` says why. */
  readonly state: RunState | 'damaged';
  readonly job?: string | undefined;
  /** Timesteps done, or iterations of a solver. */
  readonly step?: number | undefined;
  /** Mean reward of the evaluation at the end; none before. */
  readonly score?: number | undefined;
  /** Mean reward of the last training episodes. */
  readonly reward?: number | undefined;
  readonly stepsPerSecond?: number | undefined;
  /** How far a solver's strategy is from an equilibrium. */
  readonly exploitability?: number | undefined;
  /** Size of its files. */
  readonly bytes: number;
  /** When its status was written, ISO 8601 in UTC. */
  readonly updatedAt: string;
  readonly message?: string | undefined;
}

/**
 * The runs in a folder and the folders in it, newest first; a run directory lists itself. A run whose process is gone
 * is `interrupted`, whatever it had said of itself.
 */
export async function listRuns(folder: string): Promise<ListedRun[]> {
  const paths = globSync('**/status.json', { cwd: folder }).map((file) => dirname(resolve(folder, file)));
  const runs = await Promise.all(paths.map(describe));
  return runs.toSorted((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt));
}

/** A run that cannot be read is listed with the reason: one must not hide the others. */
async function describe(path: string): Promise<ListedRun> {
  const bytes = sizeOf(path);
  try {
    const status = await readStatus(path);
    if (status === undefined) throw new LongplayError('its status has gone', { cure: 'list the runs once more' });
    const { state, job, step, updatedAt, message } = status;
    const number = (key: string) => (typeof status[key] === 'number' ? status[key] : undefined);
    const [score, reward] = [number('score'), number('reward')];
    const [stepsPerSecond, exploitability] = [number('stepsPerSecond'), number('exploitability')];
    return { path, state, job, step, score, reward, stepsPerSecond, exploitability, bytes, updatedAt, message };
  } catch (error) {
    if (!(error instanceof LongplayError)) throw error;
    const written = statSync(join(path, 'status.json'), { throwIfNoEntry: false })?.mtime ?? new Date(0);
    return { path, state: 'damaged', bytes, updatedAt: written.toISOString(), message: error.message };
  }
}

/** Bytes in the files of a folder; a running training replaces some meanwhile. */
function sizeOf(folder: string): number {
  const files = globSync('**/*', { cwd: folder }).map((file) =>
    statSync(join(folder, file), { throwIfNoEntry: false }),
  );
  return files.reduce((total, file) => total + (file?.isFile() ? file.size : 0), 0);
}
