import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allCores, detectCores, spareTwoCores, workerCount, type Cores } from './cores.ts';
import { ConfigurationError } from './errors.ts';

/** Reads a tree of /proc and /sys as a machine of 64 cores shows it. */
const coresOf = (name: string, found = 64) =>
  detectCores({ root: fileURLToPath(new URL(`./fixtures/cgroup/${name}`, import.meta.url)), found });

describe('detectCores', () => {
  it.each<[string, Omit<Cores, 'found'>]>([
    ['v2-host', { affinity: 16, cgroup: null, available: 16 }],
    ['v2-docker', { affinity: 8, cgroup: 2.5, available: 2 }],
    // The pod's 3 cores are less than the container's own 4.
    ['v2-kubernetes', { affinity: 32, cgroup: 3, available: 3 }],
    ['v1-docker', { affinity: 8, cgroup: 1.5, available: 1 }],
    // The parent's 175 ms in each 50 ms; the process's own group has no quota.
    ['hybrid', { affinity: 8, cgroup: 3.5, available: 3 }],
    ['v2-elsewhere', { affinity: 1, cgroup: 0.5, available: 1 }],
    ['usual-places', { affinity: 4, cgroup: 3.5, available: 3 }],
    ['no-cgroup', { affinity: 6, cgroup: null, available: 6 }],
  ])('reads %s', (name, expected) => {
    expect(coresOf(name)).toEqual({ found: 64, ...expected });
  });

  it.each(['damaged', 'no-such-tree'])('takes no limit from a tree that is %s', (name) => {
    const affinity = availableParallelism();
    expect(coresOf(name)).toEqual({ found: 64, affinity, cgroup: null, available: affinity });
  });

  it('is bounded by the cores of the machine', () => {
    expect(coresOf('no-cgroup', 4).available).toBe(4);
  });

  it('finds a usable core here', () => {
    const cores = detectCores();
    expect(cores.found).toBe(cpus().length);
    expect(cores.available).toBeGreaterThanOrEqual(1);
    expect(cores.available).toBeLessThanOrEqual(cores.found);
  });

  it.runIf(process.platform === 'linux')('sees that a process is pinned to one core', () => {
    const script = `
      import { detectCores } from ${JSON.stringify(new URL('./cores.ts', import.meta.url).href)};
      console.log(JSON.stringify(detectCores()));`;
    const core = /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]!;
    const pinned = execFileSync('taskset', ['-c', core, process.execPath, '--input-type=module', '-e', script]);
    expect(JSON.parse(pinned.toString())).toMatchObject({ affinity: 1, available: 1 });
  });
});

describe('workerCount', () => {
  const cores = { available: 6 };

  it('takes 0 for automatic and any other count as it is', () => {
    expect(workerCount(0, cores)).toBe(6);
    expect([1, 2, 1024].map((count) => workerCount(count, cores))).toEqual([1, 2, 1024]);
    expect(workerCount('auto', { available: 5000 })).toBe(1024);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1025, 1e9])('refuses %s', (count) => {
    const attempt = () => workerCount(count, cores, { name: '--num-workers' });
    expect(attempt).toThrow(ConfigurationError);
    expect(attempt).toThrow(`--num-workers must be a whole number from 0 to 1024; got ${count}`);
    expect(attempt).toThrow(expect.objectContaining({ cure: expect.stringContaining('use 0 for the 6 cores') }));
  });

  it('refuses what only untyped callers can pass', () => {
    expect(() => workerCount('4' as 'auto', cores)).toThrow('got 4');
  });
});

it('spares two cores as min(12, max(4, cores - 2)) from 6 cores up, else uses all', () => {
  const counts = Array.from({ length: 64 }, (_, index) => index + 1);
  expect(counts.map(spareTwoCores)).toEqual(counts.map((n) => (n >= 6 ? Math.min(12, Math.max(4, n - 2)) : n)));
  expect([4, 5, 6, 12, 64].map(spareTwoCores)).toEqual([4, 5, 4, 10, 12]);
  expect(counts.map(allCores)).toEqual(counts);
});
