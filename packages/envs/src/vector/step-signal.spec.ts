import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Random } from '@longplay/runtime';
import { expect, it } from 'vitest';
import type { FollowerData } from '../fixtures/vector/signal-follower.ts';
import { newStepSignalMemory, StepSignal } from './step-signal.ts';

it('loses no request and does none twice, however early the threads are dismissed', async () => {
  const memory = newStepSignalMemory();
  const done = new Int32Array(new SharedArrayBuffer(8));
  const threads = [0, 1].map((index) => {
    const workerData: FollowerData = { memory, done, index };
    return new Worker(new URL('../fixtures/vector/signal-follower.ts', import.meta.url), { workerData });
  });
  const leader = new StepSignal(memory);
  const random = Random.from(1);
  let requests = 0;
  for (let burst = 0; burst < 200; burst++) {
    const dismissed = threads.map((thread) => once(thread, 'message'));
    const last = leader.last;
    const steps = 1 + random.int(20);
    for (let step = 0; step < steps; step++) {
      leader.request(2);
      requests++;
      if (step === 0) for (const thread of threads) thread.postMessage(last, []);
      // The last request of a burst is often dismissed before a thread has seen it.
      const wait = step < steps - 1 || random.int(2) === 0;
      expect(!wait || leader.waitUntilDone(10_000)).toBe(true);
    }
    leader.dismiss();
    await Promise.all(dismissed);
    expect([...done]).toEqual([requests, requests]);
  }
  await Promise.all(threads.map((thread) => thread.terminate()));
});

it('waits no longer than it is told to', () => {
  const leader = new StepSignal(newStepSignalMemory());
  leader.request(1);
  expect(leader.waitUntilDone(5)).toBe(false);
});

it('goes on after its numbers have come round', () => {
  const memory = newStepSignalMemory();
  const leader = new StepSignal(memory, 2 ** 30 - 1);
  const follower = new StepSignal(memory, leader.last);
  for (let i = 0; i < 2; i++) {
    leader.request(1);
    expect(follower.waitForRequest()).toBe(true);
    follower.done();
    expect(leader.waitUntilDone(0)).toBe(true);
  }
  leader.dismiss();
  expect(follower.waitForRequest()).toBe(false);
  expect(new StepSignal(memory, leader.last).waitForRequest()).toBe(false);
});
