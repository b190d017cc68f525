import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Tinypool } from 'tinypool';
import { LongplayError } from '../errors.ts';
import { WorkerHost, type WorkerReply, type WorkerTask } from './host.ts';
import { remoteError } from './remote-error.ts';
import { cannotSend, cloneMessage, copyShared } from './sendable.ts';
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
  /** Sends one task and waits for its outcome. Rejects only with a `TypeError`, for what cannot be sent. */
  send(task: WorkerTask): Promise<Outcome>;
  /** Ends the worker at once, whatever it does, and waits until it is gone. */
  terminate(): Promise<void>;
}

/** The main thread as its own worker. Messages are cloned both ways, so that it behaves as any other worker. */
export function inlineTransport(): Transport {
  const host = new WorkerHost();
  return {
    place: 'main thread',
    send: async (task) => cloneMessage(await host.handle(cloneMessage(task, 'the arguments')), 'the result'),
    terminate: async () => void (await host.handle({ kind: 'close' })),
  };
}

/**
 * One tinypool of one worker: tinypool cannot address a worker, and ours keep state. `memoryLimit` in MiB bounds the
 * worker's JavaScript heap.
 */
export function pooledTransport(kind: WorkerKind, memoryLimit: number | undefined): Transport {
  if (kind === 'processes') expectDescriptors();
  const pool = new Tinypool({
    filename: import.meta.resolve('@longplay/runtime/worker'),
    runtime: kind === 'threads' ? 'worker_threads' : 'child_process',
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: 2 ** 31 - 1,
    // Waiting on an atomic keeps an idle thread's own timers and rejections from ever being heard.
    useAtomics: false,
    ...(kind === 'threads' ? threadOptions(memoryLimit) : processOptions(memoryLimit)),
  });
  const [worker] = pool.threads;
  if (worker === undefined) throw new Error('tinypool started no worker');
  // tinypool would put a fresh worker, without our state, in the place of a lost one; and drop an idle one.
  pool.options.minThreads = 0;

  let running = worker.threadId !== undefined; // a process that could not be started has none, and never exits
  let gone: Loss | undefined;
  const lose = (error: unknown): Loss => (gone ??= explainError(remoteError(error)));
  worker.on('error', lose);
  pool.on('error', lose); // an end while idle; without a listener it would end this process
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

  return {
    place: `${kind === 'threads' ? 'thread' : 'process'} ${worker.threadId}`,
    async send(task) {
      if (gone !== undefined) return { lost: gone };
      try {
        return await pool.run(kind === 'threads' ? task : copyShared(task));
      } catch (error) {
        if (gone === undefined && error instanceof DOMException) throw cannotSend('the arguments', error);
        lose(error);
        // How a process ended says more than the broken pipe that tells of it first.
        if (kind === 'processes') await Promise.race([exited, sleep(1000, undefined, { ref: false })]);
        return { lost: gone ?? lose(error) };
      }
    },
    async terminate() {
      gone ??= { reason: 'killed', detail: 'terminated' };
      // By way of tinypool's error path: its destroy() breaks when a worker fails while it is being destroyed.
      if (running) worker.emit('error', new Error('terminated'));
      if (running && kind === 'processes') process.kill(worker.threadId, 'SIGKILL');
      await exited;
    },
  };
}

/** tinypool, and this process with it, crashes where a child process cannot get its pipes: 8 descriptors, and spares. */
function expectDescriptors(): void {
  const opened: number[] = [];
  try {
    while (opened.length < 16) opened.push(openSync('/dev/null', 'r'));
  } catch (cause) {
    throw new LongplayError('no worker process can be started: too many files are open', {
      cure: 'raise the limit (ulimit -n), use fewer workers (--num-workers), or threads (--worker-kind threads)',
      cause,
    });
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

/** A thread takes over this process's flags by itself, and refuses some of them when they are given. */
function threadOptions(memoryLimit: number | undefined) {
  const flags = withoutProgram(process.execArgv);
  const evaluated = flags.length < process.execArgv.length;
  return {
    ...(memoryLimit === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryLimit } }),
    ...(evaluated ? { execArgv: flags.filter((flag) => flag.startsWith('--conditions=')) } : {}),
  };
}

/** tinypool starts child processes with an empty environment and JSON messages unless told otherwise. */
function processOptions(memoryLimit: number | undefined) {
  const defined = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const limit = memoryLimit === undefined ? [] : [`--max-old-space-size=${memoryLimit}`];
  return {
    env: Object.fromEntries(defined),
    serialization: 'advanced' as const,
    execArgv: [...withoutProgram(process.execArgv), ...limit],
  };
}

/** Node's flags without a program given by --eval: the worker would run it again in place of its own. */
function withoutProgram(flags: readonly string[]): string[] {
  const own: string[] = [];
  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i]!;
    if (/^(-e|-p|-pe|--eval|--print|--input-type)$/.test(flag))
      i++; // and its value
    else if (!/^--(eval|print|input-type)=/.test(flag)) own.push(flag);
  }
  return own;
}
