import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { identifyProcess, isAlive, parseProcStat, parsePs } from './process-identity.ts';

test('the examples of the documentation', () => {
  const self = identifyProcess();
  expect(self?.pid === process.pid).toBe(true);
  expect(isAlive({ pid: process.pid, start: 'another time' })).toBe(false);
  expect(self && isAlive(self)).toBe(true);
  expect(identifyProcess()).toEqual(self);
  expect(self?.start).toMatch(/^[\w-]+$/);
});

test('a process is alive until it is killed', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const identity = identifyProcess(child.pid);
  expect(identity && isAlive(identity)).toBe(true);
  expect(identity?.start).not.toBe(identifyProcess()?.start);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(identity && isAlive(identity)).toBe(false);
  expect(child.pid && identifyProcess(child.pid)).toBeUndefined();
});

test('a zombie is dead', async () => {
  // The shell starts a child, tells its id and becomes `sleep`, which never collects the child's end.
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
  try {
    const pid = Number(String((await once(parent.stdout, 'data'))[0]));
    expect(identifyProcess(pid)?.pid).toBe(pid);
    // As long as the parent is a shell it may collect its child.
    const command = () => spawnSync('ps', ['-o', 'comm=', '-p', String(parent.pid)], { encoding: 'utf8' }).stdout;
    await vi.waitFor(() => expect(command()).toMatch(/sleep/), { timeout: 5000 });
    process.kill(pid, 'SIGKILL');
    const stat = () => spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
    await vi.waitFor(() => expect(stat()).toMatch(/^Z/), { timeout: 5000 });
    expect(identifyProcess(pid)).toBeUndefined();
  } finally {
    parent.kill('SIGKILL');
  }
});

test('the start time is field 22, whatever the name of the program', () => {
  const fields = Array.from({ length: 49 }, (_, index) => String(index + 4)).join(' ');
  expect(parseProcStat(`812 (node) S ${fields}`)).toBe('22');
  expect(parseProcStat(`812 (a) S 1 2 (b) R) S ${fields}`)).toBe('22');
  expect(parseProcStat(`812 (node) Z ${fields}`)).toBeUndefined();
});

test('the answer of ps, as macOS gives it', () => {
  expect(parsePs('S+   Mon Nov 23 09:41:07 2026    \n')).toBe('Mon-Nov-23-094107-2026');
  expect(parsePs('Z    Mon Nov 23 09:41:07 2026\n')).toBeUndefined();
  expect(parsePs('')).toBeUndefined();
});

test.runIf(existsSync('/bin/ps'))('the ps of this system gives the columns that are read', () => {
  const columns = ['-o', 'stat=', '-o', 'lstart=', '-p', String(process.pid)];
  const { stdout } = spawnSync('/bin/ps', columns, { encoding: 'utf8', env: { LC_ALL: 'C', TZ: 'UTC' } });
  expect(parsePs(stdout)).toMatch(/^[A-Z][a-z]{2}-[A-Z][a-z]{2}-\d{1,2}-\d{6}-\d{4}$/);
});
