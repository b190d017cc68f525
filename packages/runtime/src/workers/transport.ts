import { Tinypool } from 'tinypool';
import { copyShared } from './copy-shared.ts';
import { WorkerHost, type WorkerReply, type WorkerTask } from './host.ts';
import { remoteError } from './remote-error.ts';
import { explainError, explainExit, type WorkerFailure } from './worker-error.ts';

/** Worker threads share memory; child processes get copies. */
export type WorkerKind = 'threads' | 'processes';

/** Why a worker is gone. */
export type Loss = Pick<WorkerFailure, 'reason' | 'detail' | 'stack'>;

/** A reply, or why there is none: the worker is gone then. */
export type Outcome = WorkerReply | { readonly lost: Loss };

/** The wire to one worker. */
export interface Transport {
  /** `thread 9`, `process 4711`, `main thread`. */
  readonly place: string;
  /** Sends one task and waits for its outcome; never rejects. One task at a time. */
  send(task: WorkerTask): Promise<Outcome>;
  /** Ends the worker at once, whatever it does, and waits until it is gone. */
  terminate(): Promise<void>;
}

/** The main thread as its own worker: no thread, no process, no copy. */
export function inlineTransport(): Transport {
  const host = new WorkerHost();
  return { place: 'main thread', send: (task) => host.handle(task), terminate: async () => {} };
}

/**
 * One tinypool of one worker: tinypool cannot address a worker, and ours keep state. `memoryLimit` in MiB bounds the
 * worker's JavaScript heap.
 */
export function pooledTransport(kind: WorkerKind, memoryLimit: number | undefined): Transport {
  const pool = new Tinypool({
    filename: import.meta.resolve('@longplay/runtime/worker'),
    runtime: kind === 'threads' ? 'worker_threads' : 'child_process',
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: 2 ** 31 - 1,
    ...flagsOf(kind, memoryLimit),
    ...(kind === 'threads' ? threadOptions(memoryLimit) : processOptions()),
  });
  const [worker] = pool.threads;
  if (worker === undefined) throw new Error('tinypool started no worker');

  // tinypool would put a fresh worker, without our state, in the place of a lost one; and drop an idle one.
  pool.options.minThreads = 0;

  let running = worker.threadId !== undefined; // a process that could not be started has none, and never exits
  let gone: Loss | undefined;
  const exited = new Promise<void>((resolve) => {
    if (!running) resolve();
    worker.once('exit', (code: number | null, signal: string | null = null) => {
      running = false;
      resolve();
      // tinypool tells of a process's end without its code; of a thread's end not at all: its task would never settle.
      if (kind === 'processes') gone = explainExit(code, signal, memoryLimit);
      else if (gone === undefined)
        worker.emit('error', new Error((gone = explainExit(code, signal, memoryLimit)).detail));
    });
  });
  const lose = (error: unknown): Loss => (gone ??= explainError(remoteError(error)));
  worker.on('error', lose);
  pool.on('error', lose); // an end while idle; without a listener it would end this process

  return {
    place: `${kind === 'threads' ? 'thread' : 'process'} ${worker.threadId}`,
    async send(task) {
      if (gone !== undefined) return { lost: gone };
      try {
        return await pool.run(kind === 'threads' ? task : copyShared(task));
      } catch (error) {
        return { lost: lose(error) };
      }
    },
    async terminate() {
      // By way of tinypool's error path: its destroy() breaks when a worker fails while it is being destroyed.
      if (gone === undefined) worker.emit('error', new Error('terminated'));
      gone ??= { reason: 'killed', detail: 'terminated' };
      if (kind === 'processes' && running) process.kill(worker.threadId, 'SIGKILL');
      await exited;
    },
  };
}

function threadOptions(memoryLimit: number | undefined) {
  return memoryLimit === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryLimit } };
}

/** tinypool starts child processes with an empty environment and JSON messages unless told otherwise. */
function processOptions() {
  const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]));
  return { env, serialization: 'advanced' as const };
}

/** Node's flags for a worker: this process's own; of a program given by --eval only those that a file can have too. */
function flagsOf(kind: WorkerKind, memoryLimit: number | undefined): { execArgv?: string[] } {
  const evaluated = process.execArgv.some((flag) => flag.startsWith('--input-type'));
  const flags = evaluated ? process.execArgv.filter((flag) => flag.startsWith('--conditions=')) : process.execArgv;
  if (kind === 'processes' && memoryLimit !== undefined) {
    return { execArgv: [...flags, `--max-old-space-size=${memoryLimit}`] };
  }
  return evaluated ? { execArgv: flags } : {};
}
