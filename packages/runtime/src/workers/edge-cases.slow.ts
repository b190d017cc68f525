import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { identifyProcess } from '../process-identity.ts';
import type { WorkerKind } from './transport.ts';
import { WorkerError } from './worker-error.ts';
import { openWorkers, type WorkerOptions } from './worker-group.ts';

vi.setConfig({ testTimeout: 30_000 });

type Drill = typeof import('../fixtures/workers/drill.ts');
const module = import.meta.resolve('../fixtures/workers/drill.ts');
const open = (options: Omit<WorkerOptions<Drill>, 'module'>) => openWorkers<Drill>({ module, ...options });
const kinds: WorkerKind[] = ['threads', 'processes'];
const conditions = '--conditions=@longplay/source';

const never = () => new Promise<void>(() => {});
const failing = async () => {
  throw new RangeError('no parameters yet');
};

/** Zombies, whose parent has not asked for them yet, are dead. */
const alive = (pid: number) => identifyProcess(pid) !== undefined;

async function witness() {
  const folder = await mkdtemp(join(tmpdir(), 'longplay-edge-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'failures'), '');
  return { failures: join(folder, 'failures'), closed: join(folder, 'closed-') };
}

describe.each(kinds)('%s', (kind) => {
  it('do queued calls after the repeated one, in order, when a worker is replaced', async () => {
    const data = await witness();
    const group = await open({ workers: 2, kind, data, onFailure: 'restart' });
    const pids = (await group.broadcast('whoami', [])).map((me) => me.pid);
    const calls = [group.call(0, 'fail', ['exit', 1]), group.call(0, 'add', [1]), group.call(0, 'add', [2])];
    expect(await Promise.all(calls)).toEqual(['recovered', 1, 3]);
    pids.push((await group.call(0, 'whoami', [])).pid);
    await group.close();
    expect((await stat(data.failures)).size).toBe(1);
    expect(pids.filter((pid) => pid !== process.pid && alive(pid))).toEqual([]);
  });

  it('refuse arguments that cannot be cloned, live on, and end', async () => {
    await using group = await open({ workers: 2, kind, onFailure: 'restart' });
    await group.broadcast('add', [1]);
    await expect(group.call(0, 'echo', [() => 1])).rejects.toThrow(TypeError);
    await expect(group.call(0, 'echo', [() => 1])).rejects.toThrow('the arguments cannot be sent between workers');
    expect(await group.broadcast('add', [1])).toEqual([2, 2]);
  });

  it('report a result that cannot be cloned, and live on', async () => {
    await using group = await open({ workers: 2, kind });
    await group.broadcast('add', [1]);
    await expect(group.call(0, 'unclonable', [])).rejects.toThrow(
      'failed in unclonable: TypeError: the result of unclonable cannot be sent between workers',
    );
    expect(await group.broadcast('add', [1])).toEqual([2, 2]);
  });

  it('report an error that nobody caught at the next call', async () => {
    await using group = await open({ workers: 2, kind });
    await group.call(1, 'failLater', []);
    await sleep(500);
    await expect(group.broadcast('add', [1])).rejects.toThrow(WorkerError);
    await expect(group.call(1, 'add', [1])).rejects.toThrow(
      kind === 'threads' ? 'nobody caught me' : 'exited with code',
    );
  });

  it('are not taken for stuck when it is the main thread that is busy', async () => {
    await using group = await open({ workers: 2, kind, deadline: { first: 2, minimum: 2 } });
    const answers = group.broadcast('wait', [300]);
    const busyUntil = performance.now() + 3000;
    while (performance.now() < busyUntil);
    expect(await answers).toEqual([undefined, undefined]);
  });

  it('end at once when an abort meets a close that waits, and a stuck init', async () => {
    const aborted = new AbortController();
    const group = await open({ workers: 2, kind, signal: aborted.signal });
    const stuck = group.broadcast('fail', ['hang']).catch((error: unknown) => error);
    const closed = group.close();
    setTimeout(() => aborted.abort(new Error('enough')), 100);
    await closed;
    expect(await stuck).toEqual(new Error('enough'));

    const opening = new AbortController();
    const start = open({ workers: 2, kind, signal: opening.signal, init: never });
    setTimeout(() => opening.abort(new Error('too long')), 500);
    await expect(start).rejects.toThrow('too long');
  });

  it('leave none behind when an abort meets a restart', async () => {
    const aborted = new AbortController();
    const data = await witness();
    const pids: number[] = [];
    const group = await open({
      workers: 2,
      kind,
      data,
      signal: aborted.signal,
      onFailure: 'restart',
      init: async (worker) => void pids.push((await worker.call('whoami', [])).pid),
      logger: { debug() {}, info() {}, error() {}, warn: () => void setTimeout(() => aborted.abort(), 5) },
    });
    await expect(group.call(0, 'fail', ['exit'])).rejects.toThrow('aborted');
    await group.close();
    await sleep(300);
    expect(pids.filter((pid) => pid !== process.pid && alive(pid))).toEqual([]);
  });

  it('fail to start when init fails, and say so', async () => {
    await expect(open({ workers: 2, kind, init: failing })).rejects.toThrow(
      'failed in init: RangeError: no parameters yet',
    );
    const calling = open({ workers: 2, kind, init: (worker) => worker.call('fail', ['throw']).then(() => {}) });
    await expect(calling).rejects.toThrow('failed in fail: RangeError: the card 52 is not in the deck');
  });

  it('are told apart from their methods, whatever these are called, and classes have methods too', async () => {
    type Patient = typeof import('../fixtures/workers/patient.ts');
    const deadline = { first: 60, minimum: 0.2, factor: 2 };
    await using group = await openWorkers<Patient>({
      module: import.meta.resolve('../fixtures/workers/patient.ts'),
      workers: 2,
      kind,
      deadline,
    });
    expect(await group.broadcast('start', [800])).toEqual(['started', 'started']);
    expect(await group.broadcast('close', [])).toEqual(['closed', 'closed']);
    const call = group.call.bind(group) as (index: number, method: string, args: unknown[]) => Promise<unknown>;
    await expect(call(0, 'stop', [])).rejects.toThrow('it has: start, close');
  });

  it('start by the dozen', async () => {
    await using group = await open({ workers: 24, kind });
    expect(await group.gather('add', (index) => [index])).toEqual(Array.from({ length: 24 }, (_, i) => i));
  });
});

it('threads work while the caller goes on computing', async () => {
  await using group = await open({ workers: 2 });
  await group.broadcast('wait', [1]);
  const start = performance.now();
  const answers = group.broadcast('wait', [400]);
  while (performance.now() - start < 400);
  await answers;
  expect(performance.now() - start).toBeLessThan(750);
});

describe('the main thread as the only worker', () => {
  it('gives results of its own, as messages are, and leaves the arguments alone', async () => {
    await using group = await open({ workers: 1 });
    const results = await group.map('reuse', [[1], [2], [3]]);
    expect(results.map((values) => values[0])).toEqual([1, 2, 3]);
    const shared = new Float32Array(new SharedArrayBuffer(4));
    const plain = new Float32Array(1);
    await group.call(0, 'write', [shared, 7]);
    await group.call(0, 'write', [plain, 7]);
    expect([shared[0], plain[0]]).toEqual([7, 0]);
  });

  it('hears of an abort, and rejects the call under way', async () => {
    const aborted = new AbortController();
    const data = await witness();
    await using group = await open({ workers: 1, data, signal: aborted.signal });
    const waiting = group.call(0, 'wait', [10_000]);
    aborted.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await group.close();
    expect((await stat(`${data.closed}0`)).size).toBe(1);
  });
});

describe('options', () => {
  it('refuses a rule that gives no number of workers', async () => {
    await expect(open({ rule: () => 0 })).rejects.toThrow('a rule must give a whole number of workers from 1');
    await expect(open({ rule: () => 2.5 })).rejects.toThrow('gave 2.5');
  });

  it('takes a deadline without end, and refuses one that is none', async () => {
    await using group = await open({ workers: 2, deadline: { first: Infinity } });
    expect(await group.broadcast('wait', [50])).toEqual([undefined, undefined]);
    await expect(open({ workers: 2, deadline: { factor: 0 } })).rejects.toThrow('deadline.factor must be positive');
  });

  it.each([16.5, Infinity, -1])('refuses a memory limit of %d MiB', async (memoryLimit) => {
    await expect(open({ workers: 2, memoryLimit })).rejects.toThrow(RangeError);
  });

  it('hands empty variables on to processes', async () => {
    process.env['LONGPLAY_EMPTY'] = '';
    onTestFinished(() => void delete process.env['LONGPLAY_EMPTY']);
    await using group = await open({ workers: 2, kind: 'processes' });
    expect(await group.call(0, 'environment', ['LONGPLAY_EMPTY'])).toBe('');
  });
});

it.each(['exit', 'kill'])('process workers that compute without end do not outlive their parent: %s', async (way) => {
  const program = fileURLToPath(new URL('../fixtures/workers/abandon.ts', import.meta.url));
  const parent = spawn(process.execPath, [conditions, program, way], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
  const pids = JSON.parse(line) as number[];
  expect(pids.every(alive)).toBe(true);
  if (way === 'kill') parent.kill('SIGKILL');
  await once(parent, 'exit');
  await sleep(2000);
  expect(pids.filter(alive)).toEqual([]);
});

it('a program given by --eval is not run again by its workers', () => {
  const code = `
    console.log('once');
    const { openWorkers } = await import('@longplay/runtime');
    for (const kind of ['threads', 'processes']) {
      await using group = await openWorkers({ module: ${JSON.stringify(module)}, workers: 2, kind, memoryLimit: 64 });
      await group.broadcast('add', [1]);
    }`;
  for (const flags of [['--input-type=module'], []]) {
    const args = [conditions, ...flags, '-e', flags.length > 0 ? code : `(async () => {${code}})()`];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('once\n');
  }
});

it('says that no process can be started where too many files are open', () => {
  const code = `
    const { openWorkers } = await import('@longplay/runtime');
    const error = await openWorkers({ workers: 8, kind: 'processes' }).catch((error) => error);
    console.log(error.name, error.message);`;
  const node = `exec '${process.execPath}' ${conditions} --input-type=module -e "$0"`;
  const output = execFileSync('bash', ['-c', `ulimit -n 60; ${node}`, code], { encoding: 'utf8' });
  expect(output).toBe('LongplayError no worker process can be started: too many files are open\n');
});
