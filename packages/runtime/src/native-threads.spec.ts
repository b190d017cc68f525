import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { limitNativeThreads } from './native-threads.ts';

it('runs the documented example, and sets nothing twice', () => {
  const environment: NodeJS.ProcessEnv = { MKL_NUM_THREADS: '4', OMP_NUM_THREADS: '' };
  expect(limitNativeThreads(environment).includes('OMP_NUM_THREADS')).toBe(true);
  expect(environment).toEqual({
    MKL_NUM_THREADS: '4',
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
    VECLIB_MAXIMUM_THREADS: '1',
    NUMEXPR_NUM_THREADS: '1',
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: '1',
  });
  expect(limitNativeThreads(environment)).toEqual([]);
});

it('takes another number of threads', () => {
  const environment: NodeJS.ProcessEnv = {};
  expect(limitNativeThreads(environment, 3)).toHaveLength(7);
  expect(new Set(Object.values(environment))).toEqual(new Set(['3']));
});

it.each([0, -1, 1.5, Number.NaN])('refuses %s threads and changes nothing', (threads) => {
  const environment: NodeJS.ProcessEnv = {};
  expect(() => limitNativeThreads(environment, threads)).toThrow(RangeError);
  expect(environment).toEqual({});
});

it('reaches native libraries from the main thread only', async () => {
  // A report shows the environment as C code sees it.
  const script = `
    const { isMainThread, parentPort } = require('node:worker_threads');
    process.env.LONGPLAY_TEST = '1';
    process.report.excludeNetwork = true;
    const seen = process.report.getReport().environmentVariables.LONGPLAY_TEST ?? 'nothing';
    if (isMainThread) console.log(seen);
    else parentPort.postMessage(seen);`;
  expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })).toBe('1\n');
  const worker = new Worker(script, { eval: true, execArgv: [] });
  const exited = once(worker, 'exit');
  expect(await once(worker, 'message')).toEqual(['nothing']);
  await exited;
});
