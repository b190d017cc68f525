import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../errors.ts';
import { openWorkers, type WorkerOptions } from './worker-group.ts';
import type { WorkerKind } from './transport.ts';

type Drill = typeof import('../fixtures/workers/drill.ts');
const module = import.meta.resolve('../fixtures/workers/drill.ts');
const open = (options: Omit<WorkerOptions<Drill>, 'module'>) => openWorkers<Drill>({ module, ...options });
const kinds: WorkerKind[] = ['threads', 'processes'];

describe.each([
  { workers: 1, kind: 'threads' as const },
  { workers: 3, kind: 'threads' as const },
  { workers: 3, kind: 'processes' as const },
])('$workers workers, $kind', ({ workers, kind }) => {
  it('gives results in worker order, and each worker keeps its state', async () => {
    await using group = await open({ workers, kind, seed: 7 });
    expect(group.size).toBe(workers);
    const shards = Array.from({ length: workers }, (_, i) => Float32Array.of(i, 10));
    expect(await group.gather('sum', (index) => [shards[index]!])).toEqual(shards.map((shard) => shard[0]! + 10));
    expect((await group.broadcast('whoami', [])).map((me) => [me.index, me.seed])).toEqual(
      shards.map((_, index) => [index, 7]),
    );
    await group.broadcast('add', [1]);
    const last = workers - 1;
    expect(await group.call(last, 'add', [5])).toBe(6);
    expect(await group.gather('add', () => [0])).toEqual(shards.map((_, index) => (index === last ? 6 : 1)));
  });

  it('does the calls to one worker in the order in which they were made', async () => {
    await using group = await open({ workers, kind });
    const amounts = Array.from({ length: 20 }, (_, i) => i);
    const totals = await Promise.all(amounts.map((amount) => group.call(0, 'add', [amount])));
    expect(totals).toEqual(amounts.map((amount) => (amount * (amount + 1)) / 2));
  });

  it('maps items to whoever is free and gives the results in the order of the items', async () => {
    await using group = await open({ workers, kind });
    const waits = [30, 1, 20, 1, 1, 10, 1];
    await group.map(
      'wait',
      waits.map((milliseconds) => [milliseconds]),
    );
    const items = Array.from({ length: 50 }, (_, i): [unknown] => [{ i, data: Float64Array.of(i) }]);
    expect(await group.map('echo', items)).toEqual(items.map(([item]) => item));
  });

  it('runs the self-test', async () => {
    await using group = await open({ workers, kind, seed: 3 });
    const report = await group.selfTest();
    expect(report).toMatchObject({ workers, kind: workers === 1 ? 'main thread' : kind });
  });
});

it('shares memory with threads and copies it into processes', async () => {
  const shared = new Float32Array(new SharedArrayBuffer(16));
  await using threads = await open({ workers: 2, kind: 'threads' });
  await threads.call(1, 'write', [shared, 4]);
  expect([...shared]).toEqual([4, 4, 4, 4]);
  await using processes = await open({ workers: 2, kind: 'processes' });
  await processes.call(1, 'write', [shared, 5]);
  expect([...shared]).toEqual([4, 4, 4, 4]);
  expect(await processes.call(0, 'echo', [{ nested: [shared] }])).toEqual({ nested: [Float32Array.of(4, 4, 4, 4)] });
});

it('runs in the main thread with one worker, in others with more', async () => {
  await using one = await open({ workers: 1, kind: 'processes' });
  expect(one.kind).toBe('main thread');
  expect((await one.call(0, 'whoami', [])).pid).toBe(process.pid);
  await using two = await open({ workers: 2, kind: 'processes' });
  const pids = (await two.broadcast('whoami', [])).map((me) => me.pid);
  expect(new Set([process.pid, ...pids]).size).toBe(3);
});

it('sends what a worker prints to standard error, never to standard output', () => {
  const program = `
    import { openWorkers } from '@longplay/runtime';
    for (const kind of ['threads', 'processes']) {
      await using group = await openWorkers({ module: ${JSON.stringify(module)}, workers: 2, kind });
      await group.broadcast('print', ['from a worker']);
    }
    console.log('{}');`;
  const output = execFileSync(process.execPath, [...process.execArgv, '--input-type=module', '--eval', program], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  expect(output).toBe('{}\n');
});

it.each(kinds)('limits the threads of native libraries in %s', async (kind) => {
  await using group = await open({ workers: 2, kind });
  expect(await group.call(0, 'environment', ['OMP_NUM_THREADS'])).toBe('1');
});

it.each([-1, 1.5, 1e9, Number.NaN])('refuses %d workers', async (workers) => {
  await expect(open({ workers })).rejects.toThrow(ConfigurationError);
  await expect(open({ workers })).rejects.toThrow(String(workers));
});

it('names the methods there are when one is called that is not', async () => {
  await using group = await open({ workers: 2 });
  const call = group.call.bind(group) as (index: number, method: string, args: unknown[]) => Promise<unknown>;
  await expect(call(0, 'summ', [])).rejects.toThrow('the worker has no method "summ"; it has: whoami, add,');
  await expect(call(2, 'sum', [])).rejects.toThrow('worker 2 does not exist: there are 2, from 0');
});

it.each(kinds)('ends its %s at once when its signal aborts', async (kind) => {
  const controller = new AbortController();
  await using group = await open({ workers: 2, kind, signal: controller.signal });
  const hanging = group.broadcast('fail', ['hang']);
  setTimeout(() => controller.abort(new Error('enough')), 50);
  await expect(hanging).rejects.toThrow('enough');
  await expect(group.call(0, 'add', [1])).rejects.toThrow('enough');
  await expect(open({ workers: 2, signal: controller.signal })).rejects.toThrow('enough');
});
