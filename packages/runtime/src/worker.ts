import { isMainThread } from 'node:worker_threads';
import { WorkerHost, type WorkerReply, type WorkerTask } from './workers/host.ts';

// What tinypool starts in every thread and process of a `WorkerGroup`; nobody else imports this file.

// The program's standard output belongs to its JSON document: a print in a worker goes to standard error.
process.stdout.write = process.stderr.write.bind(process.stderr);

if (isMainThread) {
  // A Ctrl-C in a terminal reaches every process of the group: the trainer decides when its workers end, not the key.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  // The trainer is gone, however it went.
  process.on('disconnect', () => process.exit());
}

const host = new WorkerHost();

export default (task: WorkerTask): Promise<WorkerReply> => host.handle(task);
