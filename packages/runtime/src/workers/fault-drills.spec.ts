import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Failure, Witness } from '../fixtures/workers/drill.ts';
import { silentLogger } from '../logger.ts';
import { identifyProcess } from '../process-identity.ts';
import { selfTest } from './self-test.ts';
import type { WorkerKind } from './transport.ts';
import { WorkerError, type FailureReason } from './worker-error.ts';
import { openWorkers, type WorkerGroup, type WorkerOptions } from './worker-group.ts';

type Drill = typeof import('../fixtures/workers/drill.ts');
const fixture = (name: string) => import.meta.resolve(`../fixtures/workers/${name}.ts`);

/** Seconds that the drills give a stuck worker. */
const deadline = { first: 3, minimum: 0.5, factor: 10 };
const open = (options: Omit<WorkerOptions<Drill>, 'module'>) =>
  openWorkers<Drill>({ module: fixture('drill'), deadline, memoryLimit: 64, ...options });

const alive = (pid: number) => identifyProcess(pid) !== undefined;

/** Fails the test when workers of `group` outlive it. Threads show as open handles of this process. */
async function leavesNothingBehind(group: WorkerGroup<Drill>): Promise<void> {
  const pids = await group.broadcast('whoami', []).then((all) => all.map((me) => me.pid));
  onTestFinished(() => {
    expect(pids.filter((pid) => pid !== process.pid && alive(pid))).toEqual([]);
    expect(process.getActiveResourcesInfo().filter((name) => name === 'MessagePort' || name === 'Worker')).toEqual([]);
  });
}

async function witness(): Promise<Witness> {
  const folder = await mkdtemp(join(tmpdir(), 'longplay-drill-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const failures = join(folder, 'failures');
  await writeFile(failures, '');
  return { failures, closed: join(folder, 'closed-') };
}

interface Expected {
  readonly kind: WorkerKind;
  readonly way: Failure;
  readonly reason: FailureReason;
  readonly detail: RegExp;
}

const drills: readonly Expected[] = [
  { kind: 'threads', way: 'throw', reason: 'threw', detail: /^RangeError: the card 52 is not in the deck$/ },
  { kind: 'processes', way: 'throw', reason: 'threw', detail: /^RangeError: the card 52 is not in the deck$/ },
  { kind: 'threads', way: 'exit', reason: 'exited', detail: /^exited with code 3$/ },
  { kind: 'processes', way: 'exit', reason: 'exited', detail: /^exited with code 3$/ },
  {
    kind: 'threads',
    way: 'hang',
    reason: 'timed out',
    detail: /^no answer within 3.00 s \(none seen yet\), terminated$/,
  },
  { kind: 'processes', way: 'hang', reason: 'timed out', detail: /^no answer within 3.00 s/ },
  { kind: 'processes', way: 'kill', reason: 'killed', detail: /^killed by SIGKILL$/ },
  { kind: 'threads', way: 'allocate', reason: 'out of memory', detail: /memory limit/ },
  { kind: 'processes', way: 'allocate', reason: 'out of memory', detail: /memory limit of 64 MiB/ },
];

describe.each(drills)('a worker of $kind that does this: $way', ({ kind, way, reason, detail }) => {
  it('is reported, with its index, place, task and reason, within its deadline', async () => {
    await using group = await open({ workers: 3, kind });
    await leavesNothingBehind(group);
    const start = performance.now();
    const error = await group
      .gather('fail', (index) => [way, index === 1 ? Infinity : 0], { label: 'rollout 12' })
      .catch((thrown: unknown) => thrown);
    expect(performance.now() - start).toBeLessThan(10_000);
    if (!(error instanceof WorkerError)) throw error;
    expect(error.failures).toHaveLength(1);
    expect(error.failures[0]).toMatchObject({ worker: 1, task: 'rollout 12', reason });
    expect(error.failures[0]!.detail).toMatch(detail);
    expect(error.failures[0]!.place).toMatch(kind === 'threads' ? /^thread \d+$/ : /^process \d+$/);
    expect(error.message).toContain('worker 1 of 3 (');
    expect(error.message).toContain('received results from 2/3 workers');
    expect(error.message).toContain('fewer workers');
    const ownStack = error.failures[0]!.stack?.includes('fixtures/workers/drill.ts') ?? false;
    expect(ownStack).toBe(way === 'throw');
  });

  it('is replaced, and the lost work is repeated on the state that init restored', async () => {
    const warnings: string[] = [];
    await using group = await open({
      workers: 2,
      kind,
      data: await witness(),
      onFailure: 'restart',
      logger: { ...silentLogger, warn: (line) => void warnings.push(line) },
      init: (worker) => worker.call('load', [40]),
    });
    await leavesNothingBehind(group);
    await group.broadcast('add', [1]);
    expect(await group.call(1, 'fail', [way, 1])).toBe('recovered');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('starting a fresh one to repeat the work');
    expect(await group.gather('add', () => [2])).toEqual([43, 42]);
  });

  it('stops with one clear error when the repeated work fails too', async () => {
    await using group = await open({ workers: 2, kind, data: await witness(), onFailure: 'restart' });
    await leavesNothingBehind(group);
    await expect(group.call(1, 'fail', [way, 2])).rejects.toThrow('worker 1 of 2 (');
    expect(await group.call(0, 'fail', [way, 2])).toBe('recovered');
  });
});

describe.each(['threads', 'processes'] as const)('%s that do not start', (kind) => {
  it('says that the module throws, with its message', async () => {
    const start = openWorkers({ module: fixture('broken'), workers: 2, kind });
    await expect(start).rejects.toThrow(
      /worker 0 of 2 \(\w+ \d+\) failed in start: SyntaxError: this module cannot be/,
    );
    await expect(start).rejects.toThrow('received results from 0/2 workers');
  });

  it('says that the module is not there', async () => {
    await expect(openWorkers({ module: fixture('absent'), workers: 2, kind })).rejects.toThrow('Cannot find module');
  });

  it('says that the module makes no worker', async () => {
    const start = openWorkers({ module: fixture('no-create'), workers: 2, kind });
    await expect(start).rejects.toThrow('no-create.ts exports no function "create"');
  });

  it('refuses a memory limit in which no worker can start', async () => {
    await expect(openWorkers({ workers: 2, kind, memoryLimit: 4 })).rejects.toThrow(
      'memoryLimit must be a whole number of MiB from 16, and is 4',
    );
  });

  it('fails the self-test with the worker, the reason and what to try when there is no memory', async () => {
    const outcome = await selfTest({ module: fixture('hoarder'), workers: 2, kind, memoryLimit: 16 });
    if (outcome.ok) throw new Error('the self-test passed');
    expect(outcome.error).toMatch(/worker 0 of 2 \(\w+ \d+\) failed in start: .*memory limit/);
    expect(outcome.error).toContain('fewer workers');
  });
});

it('follows the times seen: a worker that is usually fast is not waited for as long as the first', async () => {
  await using group = await open({ workers: 2, deadline: { first: 60, minimum: 0.2, factor: 5 } });
  await group.broadcast('wait', [1]);
  const start = performance.now();
  await expect(group.call(0, 'wait', [60_000])).rejects.toThrow(/no answer within 0.200 s \(slowest seen 0.0\d+ s\)/);
  expect(performance.now() - start).toBeLessThan(5000);
  expect(await group.call(1, 'wait', [1])).toBeUndefined();
});

it('reports a worker that ends while it is idle at the next call', async () => {
  await using group = await open({ workers: 2, kind: 'processes' });
  const { pid } = await group.call(1, 'whoami', []);
  process.kill(pid, 'SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, 200));
  await expect(group.broadcast('add', [1])).rejects.toThrow(
    /worker 1 of 2 .* failed in add: killed by SIGKILL .* 1\/2/,
  );
});

it.each(['threads', 'processes'] as const)('lets %s release what they hold before they end', async (kind) => {
  const data = await witness();
  {
    await using group = await open({ workers: 2, kind, data });
    await group.broadcast('add', [1]);
  }
  expect([existsSync(`${data.closed}0`), existsSync(`${data.closed}1`)]).toEqual([true, true]);
});
