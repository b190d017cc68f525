import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import { checkpointPath, newestGood, pruneCheckpoints, removeUnfinished } from './checkpoints.ts';
import { RunDirectoryError } from './errors.ts';
import { cannotRead, cannotWrite } from './file-error.ts';
import type { Logger } from './logger.ts';
import { makeFolder, removeEmptyFolders } from './make-folder.ts';
import { acquireRunLock, lockOwners, type RunLock } from './run-lock.ts';
import {
  formatStatus,
  readStatus,
  type RunState,
  type RunStatus,
  type StatusChange,
  statusFile,
} from './run-status.ts';

const configFile = 'config.yaml';
const checkpointsFolder = 'checkpoints';

/** What every open run directory may be told. */
export interface RunDirectoryOptions {
  /** How many `step-N` checkpoints stay; default 3. */
  readonly keepCheckpoints?: number;
  /** The time in milliseconds since 1970, for `updatedAt`; default `Date.now`. */
  readonly now?: () => number;
}

/** What a new run is. */
export interface NewRun extends RunDirectoryOptions {
  /** The resolved configuration in YAML, kept as `config.yaml`. */
  readonly configText: string;
  /** The job's name. */
  readonly job: string;
  /** The seed of the run. */
  readonly seed: number;
  /** The versions of the programs that compute it, by name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What changes when a run goes on. */
export interface ResumedRun extends RunDirectoryOptions {
  /** The versions of the programs that now compute it; default: those that did so far. */
  readonly versions?: Readonly<Record<string, string>>;
  /** The configuration it goes on with, which takes the place of `config.yaml`; default: the one it has. */
  readonly configText?: string;
}

/**
 * The directory of one run: its configuration, its status for other programs, its checkpoints, and a lock that keeps
 * other runs out. Event files go beside them.
 *
 * ```text
 * RUN/config.yaml                                       RUN/status.json
 * RUN/checkpoints/{best,final,step-N}.safetensors       RUN/lock.HOST.PID.START, while it runs
 * ```
 *
 * Every file is written atomically, one after another in the order of the calls: a kill or a power loss never damages
 * one. `status.json` is what makes a directory a run: `create` writes it last, so that after a kill at any moment the
 * directory either can be resumed, or holds no run and can be created again.
 *
 * A directory that goes out of scope without `close` (`await using`, after an error) is closed as `failed`.
 *
 * @example
 * await using run = await RunDirectory.create(path, { configText: 'seed: 7\n', job: 'cartpole', seed: 7, versions: {} });
 * await run.setStatus({ step: 2048, score: 195.5 });
 * await run.close('finished');
 * const status = await readStatus(path);
 * [status?.state, status?.step, status?.['score']]; // => ['finished', 2048, 195.5]
 */
export class RunDirectory implements AsyncDisposable {
  /** The directory, absolute. */
  readonly path: string;
  /** The folder of the checkpoints. */
  readonly checkpoints: string;
  /** The resolved configuration, as `config.yaml` holds it. */
  readonly configText: string;

  readonly #lock: RunLock;
  readonly #keepCheckpoints: number;
  readonly #now: () => number;
  #status: RunStatus;
  #lastWrite: Promise<void> = Promise.resolve();
  #open = true;

  private constructor(
    path: string,
    lock: RunLock,
    configText: string,
    status: RunStatus,
    { keepCheckpoints = 3, now = Date.now }: RunDirectoryOptions,
  ) {
    this.path = path;
    this.checkpoints = join(path, checkpointsFolder);
    this.configText = configText;
    this.#lock = lock;
    this.#keepCheckpoints = keepCheckpoints;
    this.#now = now;
    this.#status = status;
  }

  /**
   * Starts a run in a new or unused directory.
   *
   * @throws {RunDirectoryError} where the directory holds a run already, is in use, or cannot be written. Nothing is
   * left behind then.
   */
  static async create(path: string, run: NewRun): Promise<RunDirectory> {
    if (path === '') throw new RunDirectoryError('the path of the run directory is empty', { cure: 'give a path' });
    const folder = resolve(path);
    const { configText, job, seed, versions } = run;
    const made = await makeFolder(folder).catch((error: unknown) => {
      throw cannotWrite(folder, error);
    });
    try {
      await refuseForeignConfig(folder); // before the lock, which is the sign of an own one
      return await underLock(folder, async (lock) => {
        refuseExistingRun(folder);
        const status: RunStatus = { state: 'running', pid: process.pid, step: 0, updatedAt: '', versions, seed, job };
        const directory = new RunDirectory(folder, lock, configText, status, run);
        try {
          await mkdir(directory.checkpoints, { recursive: true });
          await writeFileAtomically(join(folder, configFile), configText);
          await directory.setStatus({});
        } catch (error) {
          // The status first: a kill in between leaves what one before the status would have left.
          for (const name of [statusFile, configFile]) await rm(join(folder, name), { force: true }).catch(() => {});
          await rmdir(directory.checkpoints).catch(() => {}); // not empty, or never made
          throw error;
        }
        return directory;
      });
    } catch (error) {
      await removeEmptyFolders(made);
      throw cannotWrite(folder, error);
    }
  }

  /**
   * Goes on with the run of a directory, finished or not. Its last status is kept, extra fields included; the state
   * is `running` again.
   *
   * @throws {RunDirectoryError} where the directory holds no run, is in use, or cannot be read or written.
   */
  static async resume(path: string, options: ResumedRun = {}): Promise<RunDirectory> {
    const folder = resolve(path);
    await expectRun(folder); // before the lock, which would leave a file in a folder that is no run's
    return underLock(folder, async (lock) => {
      const { message: _, ...last } = await expectRun(folder);
      const file = join(folder, configFile);
      if (options.configText !== undefined) await writeFileAtomically(file, options.configText);
      const configText = await readFile(file, 'utf8').catch((error: unknown) => {
        throw cannotRead(file, error);
      });
      const status: RunStatus = {
        ...last,
        state: 'running',
        pid: process.pid,
        versions: options.versions ?? last.versions,
      };
      const directory = new RunDirectory(folder, lock, configText, status, options);
      await mkdir(directory.checkpoints, { recursive: true });
      await removeUnfinished(directory.checkpoints);
      await directory.setStatus({});
      return directory;
    });
  }

  /** The status as it was last set. */
  get status(): RunStatus {
    return this.#status;
  }

  /**
   * Changes fields of the status and writes it. It takes some milliseconds (the file is synced), and waits for a
   * checkpoint that is being saved: once a second is often enough.
   *
   * @throws {TypeError} where the change is not plain JSON, or its step not a finite number; nothing changes then.
   */
  async setStatus(change: StatusChange): Promise<void> {
    this.#expectOpen();
    await this.#inTurn(() => this.#writeStatus(change));
  }

  /**
   * Saves a `step-N` checkpoint, then deletes the oldest beyond `keepCheckpoints`.
   *
   * @param write writes the given file atomically, such as `save` of {@link defineSnapshot}.
   */
  async saveCheckpoint(step: number, write: (path: string) => Promise<void>): Promise<void> {
    this.#expectOpen();
    await this.#inTurn(async () => {
      await write(checkpointPath(this.checkpoints, step));
      await pruneCheckpoints(this.checkpoints, { written: step, keep: this.#keepCheckpoints });
    });
  }

  /** Saves the best checkpoint by evaluation. */
  async saveBest(write: (path: string) => Promise<void>): Promise<void> {
    this.#expectOpen();
    await this.#inTurn(() => write(checkpointPath(this.checkpoints, 'best')));
  }

  /** Saves the last checkpoint of a run that has done all its work. */
  async saveFinal(write: (path: string) => Promise<void>): Promise<void> {
    this.#expectOpen();
    await this.#inTurn(() => write(checkpointPath(this.checkpoints, 'final')));
  }

  /** Loads the newest checkpoint that is whole, see {@link newestGood}; undefined where there is none yet. */
  newestGood<State extends { readonly step: number }>(
    load: (path: string) => Promise<State>,
    logger?: Logger,
  ): Promise<State | undefined> {
    return newestGood(this.checkpoints, load, logger);
  }

  /**
   * Waits for what is being saved, writes the last state and releases the lock, also where writing fails. The first
   * call counts; later ones wait for it.
   *
   * @param message what a person should know, such as why the run failed.
   */
  async close(state: Exclude<RunState, 'running'>, message?: string): Promise<void> {
    if (!this.#open) return this.#lastWrite;
    this.#open = false;
    await this.#inTurn(async () => {
      try {
        await this.#writeStatus({ state, ...(message === undefined ? {} : { message }) });
      } finally {
        await this.#lock.release();
      }
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close('failed', 'the run ended before it was closed');
  }

  async #writeStatus(change: Partial<RunStatus>): Promise<void> {
    const status: RunStatus = { ...this.#status, ...change, updatedAt: new Date(this.#now()).toISOString() };
    const text = formatStatus(status);
    this.#status = status; // also where the file cannot be written now: the next time it may
    await writeFileAtomically(join(this.path, statusFile), text);
  }

  /** Writes when all earlier writes are done: no two write the same temporary file, and none outlives the lock. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    const written = this.#lastWrite.then(write);
    this.#lastWrite = written.catch(() => {}); // the caller of this write hears of it, the next writes anew
    return written;
  }

  #expectOpen(): void {
    if (!this.#open) throw new TypeError(`the run directory ${this.path} is closed`);
  }
}

/** Takes the lock and hands it to `open`; where that fails the lock is released. */
async function underLock(folder: string, open: (lock: RunLock) => Promise<RunDirectory>): Promise<RunDirectory> {
  const lock = await acquireRunLock(folder);
  try {
    return await open(lock);
  } catch (error) {
    await lock.release();
    throw cannotWrite(folder, error);
  }
}

function refuseExistingRun(folder: string): void {
  if (!existsSync(join(folder, statusFile))) return;
  throw new RunDirectoryError(`${folder} already holds a run`, {
    cure: 'continue it with --resume, or choose another directory',
  });
}

/**
 * Refuses a folder with a `config.yaml` that is somebody's own. One without a status that `create` wrote before it
 * was killed may be overwritten, and is known by the lock file beside it: the lock is taken before `config.yaml` is
 * written and released only after it has a status or is gone.
 */
async function refuseForeignConfig(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (!names.includes(configFile) || names.includes(statusFile) || (await lockOwners(folder)).length > 0) return;
  throw new RunDirectoryError(`${folder} has a ${configFile}, but no run that could be continued with --resume`, {
    cure: `choose another directory, or move ${configFile} away`,
  });
}

async function expectRun(folder: string): Promise<RunStatus> {
  const status = await readStatus(folder);
  if (status !== undefined) return status;
  throw new RunDirectoryError(`${folder} holds no run to resume`, {
    cure: 'check the path, or start a new run without --resume',
  });
}
