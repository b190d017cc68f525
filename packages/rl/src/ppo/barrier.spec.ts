import { openWorkers } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { barrierWords } from './barrier.ts';

const shared = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));

const openThreads = (workers: number) =>
  openWorkers<typeof import('../fixtures/barrier.worker.ts')>({
    module: import.meta.resolve('../fixtures/barrier.worker.ts'),
    workers,
    data: { words: shared(barrierWords), rounds: shared(workers) },
  });

it('lets nobody go on before all have come, round after round', async () => {
  await using threads = await openThreads(3);
  expect(await threads.broadcast('march', [200])).toEqual([[], [], []]);
});

it('lets go of those that wait when it is given up, with an error', async () => {
  await using threads = await openThreads(3);
  const waiting = [threads.call(0, 'wait', []), threads.call(1, 'wait', [])];
  const outcomes = Promise.allSettled(waiting);
  await threads.call(2, 'giveUp', []);
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'WorkerError' } });
    expect(String(outcome.status === 'rejected' && outcome.reason)).toContain('another worker of this update was lost');
  }
});

it('of one party never waits', async () => {
  await using alone = await openThreads(1);
  expect(await alone.broadcast('march', [3])).toEqual([[]]);
});
