import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { openWorkers } from './worker-group.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Bytes in use on the main thread's heap after a full collection. */
function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

const messages = 1_000_000;
const inFlight = 100;

it('carries a million messages without growth in memory', { timeout: 300_000 }, async () => {
  const module = import.meta.resolve('../fixtures/workers/drill.ts');
  await using group = await openWorkers<typeof import('../fixtures/workers/drill.ts')>({ module, workers: 2 });
  const payload = new Float32Array(8);
  const send = async (count: number) => {
    for (let sent = 0; sent < count; sent += inFlight) {
      await Promise.all(Array.from({ length: inFlight }, (_, i) => group.call(i % 2, 'echo', [payload])));
    }
  };
  await send(50_000); // caches and compiled code settle
  const heap = [heapUsed()];
  const worker = [await group.call(0, 'heap', [])];
  for (let quarter = 0; quarter < 4; quarter++) {
    await send(messages / 4);
    heap.push(heapUsed());
    worker.push(await group.call(0, 'heap', []));
  }
  // A leak of as little as 8 bytes a message would add 8 MB.
  const growth = heap.at(-1)! - heap[0]!;
  const inWorker = worker.at(-1)! - worker[0]!;
  expect(growth, `main heap ${heap}`).toBeLessThan(4_000_000);
  expect(inWorker, `worker heap ${worker}`).toBeLessThan(4_000_000);
});
