import { readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { RunDirectoryError } from './errors.ts';
import { cannotRead, cannotWrite, hasCode } from './file-error.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';

/** Keeps every other run out of a folder until it is released. */
export interface RunLock {
  /**
   * Lets the next run in. Releasing twice is harmless, and it never fails: a lock file that cannot be removed loses
   * its meaning when this process ends.
   */
  release(): Promise<void>;
}

/** A process that holds, or is about to hold, the lock of a folder. */
export interface LockOwner {
  /** The host name of its machine. */
  readonly host: string;
  /** Its process id on that machine. */
  readonly pid: number;
  /** Its lock file. */
  readonly file: string;
  /** false: it is gone. undefined: it runs on another host, so that nobody here can tell. */
  readonly alive: boolean | undefined;
}

/**
 * Takes the lock of a run's folder. A lock whose owner is gone is taken at once; one whose owner lives never is.
 *
 * Every contender first creates a file with its own name, `lock.<host>.<pid>.<start>`, and only then looks for
 * others: of two contenders the later one to create its file sees the other's, so that both can never hold the lock.
 * (Both may be refused when they start in the same instant.) A name carries the start time and is never used again,
 * so the files of dead owners are deleted without a race. Machines, and containers, that share a folder need
 * different host names.
 *
 * @throws {RunDirectoryError} where another run, in this process or another, has the lock, or where the folder
 * cannot be written.
 *
 * @example
 * const lock = await acquireRunLock(folder);
 * const refusal = await acquireRunLock(folder).catch((error) => error.message);
 * refusal.includes('in use'); // => true
 * await lock.release();
 * await readdir(folder); // => []
 */
export async function acquireRunLock(folder: string): Promise<RunLock> {
  const self = identifyProcess();
  if (self === undefined) throw new Error(`process ${process.pid} cannot find itself in the process table`);
  const own = join(folder, lockFileName(hostname(), self));
  try {
    await writeFile(own, '', { flag: 'wx' });
  } catch (error) {
    if (hasCode(error, 'EEXIST')) {
      throw new RunDirectoryError(`${folder} is in use by another run of this process (${self.pid})`, {
        cure: 'close that run first, or choose another folder',
      });
    }
    throw cannotWrite(own, error);
  }
  const release = () => rm(own, { force: true }).catch(() => {});
  try {
    const others = (await lockOwners(folder)).filter(({ file }) => file !== own);
    const holder = others.find(({ alive }) => alive !== false);
    if (holder !== undefined) throw lockedBy(folder, holder);
    // Only the one who has the lock deletes: the file of a dead owner tells `RunDirectory.create` that it was at work.
    for (const { file } of others) await rm(file, { force: true });
  } catch (error) {
    await release();
    throw cannotWrite(folder, error);
  }
  return { release };
}

/**
 * The owners of all lock files of a folder, the dead included; none where the folder does not exist. Changes nothing.
 *
 * @throws {RunDirectoryError} where the folder cannot be read.
 */
export async function lockOwners(folder: string): Promise<LockOwner[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw cannotRead(folder, error);
  });
  return names.flatMap((name) => {
    const match = /^lock\.(?<host>.+)\.(?<pid>\d+)\.(?<start>[\w-]+)$/.exec(name)?.groups;
    if (match === undefined) return [];
    const host = match['host'] ?? '';
    const pid = Number(match['pid']);
    const alive = host === hostname() ? isAlive({ pid, start: match['start'] ?? '' }) : undefined;
    return [{ host, pid, file: join(folder, name), alive }];
  });
}

function lockFileName(host: string, { pid, start }: ProcessIdentity): string {
  return `lock.${host}.${pid}.${start}`;
}

function lockedBy(folder: string, { host, pid, file, alive }: LockOwner): RunDirectoryError {
  if (alive) {
    return new RunDirectoryError(`${folder} is in use by process ${pid} on ${host}`, {
      cure: `wait for that run, stop it (kill ${pid}), or choose another folder`,
    });
  }
  return new RunDirectoryError(`${folder} is in use by process ${pid} on another host, ${host}`, {
    cure: `wait for that run, or, once you are sure that it no longer runs there, delete ${file}`,
  });
}
