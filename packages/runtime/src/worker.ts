import { isMainThread, Worker } from 'node:worker_threads';
import { WorkerHost, type WorkerReply, type WorkerTask } from './workers/host.ts';
import { copyShared } from './workers/sendable.ts';

// What tinypool starts in every thread and process of a `WorkerGroup`; nobody else imports this file.

// The program's standard output belongs to its JSON document: a print in a worker goes to standard error.
process.stdout.write = process.stderr.write.bind(process.stderr);

if (isMainThread) outliveNobody();

const host = new WorkerHost();

export default async (task: WorkerTask): Promise<WorkerReply> => {
  const reply = await host.handle(task);
  return isMainThread ? copyShared(reply) : reply;
};

/** A child process ends when the trainer says so, or is gone: at no other time. */
function outliveNobody(): void {
  // A Ctrl-C in a terminal reaches every process of the program; the trainer decides what follows from it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  process.on('disconnect', () => process.exit());
  // A computation that never yields does not hear of the disconnection: a thread beside it watches the parent.
  const watch = `
    const { workerData: parent } = require('node:worker_threads');
    setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 500);`;
  new Worker(watch, {
    eval: true,
    workerData: process.ppid,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  }).unref();
}
