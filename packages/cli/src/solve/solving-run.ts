import { OtherSolverError, type Solver } from '@longplay/mccfr';
import { ConfigurationError, readStatus, RunDirectory, WorkerError, type Logger } from '@longplay/runtime';
import { EventFileWriter } from '@longplay/tensorboard-logger';
import { configText } from '../config/print.ts';
import { describeError } from '../console/report-error.ts';
import { packageVersion } from '../version.ts';
import { noWork, type Progress, type Work } from './run-solver.ts';
import { dashboard, solverScalars } from './scalars.ts';
import type { SolveTask } from './solve-task.ts';

/** Milliseconds between two writes of the status file. */
const statusInterval = 1000;

const clock = () => performance.now();

/** What a solver leaves on disk while it runs: status, snapshots and an event file in a run directory. */
export class SolvingRun implements AsyncDisposable {
  /** The run directory, absolute. */
  readonly path: string;
  private readonly directory: RunDirectory;
  private readonly solver: Solver;
  private readonly events: EventFileWriter | undefined;
  /** Milliseconds between two snapshots. */
  private readonly interval: number;
  /** What had been done when something was logged last. */
  private logged: Work;
  private saved = clock();
  private statusWritten = 0;

  private constructor(
    directory: RunDirectory,
    solver: Solver,
    begun: Work,
    interval: number,
    events?: EventFileWriter,
  ) {
    this.path = directory.path;
    this.directory = directory;
    this.solver = solver;
    this.logged = begun;
    this.interval = interval;
    this.events = events;
  }

  /**
   * Opens the directory of a task, and brings the solver to where a resumed run was saved last.
   *
   * @throws ConfigurationError when the run has been saved by another game or variant; RunDirectoryError when it is in
   * use, or cannot be written; SnapshotError when no snapshot is whole
   */
  static async open(
    game: string,
    { options, directory: path = '', resumed }: SolveTask,
    solver: Solver,
    logger: Logger,
  ): Promise<SolvingRun> {
    const run = {
      configText: configText(options),
      versions: { longplay: packageVersion(), node: process.version },
    };
    const before = resumed === undefined ? undefined : await readStatus(path);
    const directory =
      before === undefined
        ? await RunDirectory.create(path, { ...run, job: `solve ${game} ${options.algorithm}`, seed: options.seed })
        : await RunDirectory.resume(path, run);
    try {
      if (before !== undefined) await directory.newestGood((file) => load(solver, file), logger);
      const events = options.tensorboard ? await EventFileWriter.open(directory.path) : undefined;
      // Events after the snapshot that a killed run has logged are logged again: the old ones are orphans.
      if (before !== undefined) events?.purge(solver.iterations + 1);
      events?.layout(dashboard);
      events?.text('run/config', `    ${directory.configText.replaceAll('\n', '\n    ')}`, solver.iterations);
      const begun = noWork(solver.iterations, resumed?.seconds ?? 0);
      return new SolvingRun(directory, solver, begun, 1000 * options.snapshotInterval, events);
    } catch (error) {
      const state = before === undefined || before.state === 'running' ? 'failed' : before.state;
      await directory.close(state, before?.message);
      throw error;
    }
  }

  /** Takes notice of a step: logs a look, saves a snapshot when it is time. */
  async record(progress: Progress): Promise<void> {
    const { work, look } = progress;
    if (look?.iterations === work.iterations) this.log(progress);
    if (clock() - this.saved >= this.interval) await this.save(progress);
    else if (clock() - this.statusWritten >= statusInterval) await this.writeStatus(progress);
  }

  /** The run has done all that it was to do: logs the last look, wherever that falls, and saves. */
  async finish(last: Progress): Promise<void> {
    if (this.logged.iterations < last.work.iterations) this.log(last);
    await this.save(last, 'final');
    await this.directory.close('finished');
  }

  /** Saves; the run can go on as if it had never stopped. */
  async interrupt(last: Progress): Promise<void> {
    await this.save(last);
    await this.directory.close('interrupted');
  }

  /** Saves what was done before a worker failed, and tells of the error in the status. */
  async fail(error: unknown, last: Progress): Promise<void> {
    try {
      if (error instanceof WorkerError) await this.save(last);
      await this.directory.close('failed', describeError(error, false).text);
    } catch {
      // The disk may be full: the first error is the one to tell.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.events?.close();
    } finally {
      await this.directory[Symbol.asyncDispose](); // closed as failed, where it is still open
    }
  }

  private async save(progress: Progress, as?: 'final'): Promise<void> {
    const write = (file: string) => this.solver.save(file);
    await this.events?.flush(); // a run that goes on from here never lacks what was logged before
    if (as === 'final') await this.directory.saveFinal(write);
    else await this.directory.saveCheckpoint(this.solver.iterations, write);
    await this.writeStatus(progress, { seconds: progress.work.seconds });
    this.saved = clock();
  }

  /** `more` is what holds for the newest snapshot. */
  private async writeStatus({ work, look }: Progress, more: { readonly seconds?: number } = {}): Promise<void> {
    this.statusWritten = clock();
    const stepsPerSecond = work.seconds > 0 ? work.iterations / work.seconds : 0;
    const found = look === undefined ? {} : { exploitability: look.exploitability };
    await this.directory.setStatus({ step: work.iterations, stepsPerSecond, ...found, ...more });
  }

  private log({ work, look }: Progress): void {
    if (this.events === undefined || look === undefined) return;
    for (const [tag, value] of solverScalars(this.solver.game, look, this.logged, work)) {
      this.events.scalar(tag, value, work.iterations);
    }
    this.logged = work;
  }
}

/** What another game or variant has saved is no matter of an older snapshot: the flags are wrong, or the game's file. */
async function load(solver: Solver, file: string): Promise<{ readonly step: number }> {
  try {
    await solver.load(file);
  } catch (error) {
    if (!(error instanceof OtherSolverError)) throw error;
    throw new ConfigurationError(error.message, { cure: error.cure, cause: error });
  }
  return { step: solver.iterations };
}
