import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Names one process for ever: a process id alone is given to another process later. */
export interface ProcessIdentity {
  /** The process id. */
  readonly pid: number;
  /** When it started, comparable only for equality; letters, digits and `-`. */
  readonly start: string;
}

/**
 * Identifies a running process by its id and start time.
 *
 * @param pid defaults to this process.
 * @returns undefined where no such process runs; a zombie does not run.
 *
 * @example
 * const self = identifyProcess();
 * self?.pid === process.pid; // => true
 */
export function identifyProcess(pid: number = process.pid): ProcessIdentity | undefined {
  const start = process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
  return start === undefined ? undefined : { pid, start };
}

/**
 * Whether this very process still runs: neither gone, nor a zombie, nor another one with the same id.
 *
 * @example
 * isAlive({ pid: process.pid, start: 'another time' }); // => false
 */
export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.start === identity.start;
}

function startFromProc(pid: number): string | undefined {
  const stat = readOptional(`/proc/${pid}/stat`);
  const ticks = stat === undefined ? undefined : parseProcStat(stat);
  if (ticks === undefined) return undefined;
  // Ticks count from the boot; the boot's id keeps a process from before a power loss apart.
  const boot = readOptional('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? 'boot';
  return `${ticks}-${boot}`;
}

/**
 * The start time in clock ticks since the boot out of a line of /proc/<pid>/stat: field 22, see proc_pid_stat(5).
 * The name, field 2, stands in parentheses and may itself hold spaces and parentheses. undefined for the dead.
 */
export function parseProcStat(line: string): string | undefined {
  const fromField3 = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const state = fromField3[0];
  return state === 'Z' || state === 'X' ? undefined : fromField3[22 - 3];
}

function startFromPs(pid: number): string | undefined {
  try {
    // The time is in the zone and language of the environment: both are fixed.
    const output = execFileSync('/bin/ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
      env: { LC_ALL: 'C', TZ: 'UTC' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return parsePs(output);
  } catch {
    return undefined; // ps leaves with 1 when no such process runs
  }
}

/** The start time out of `ps -o stat= -o lstart=`, such as `S+   Mon Nov 23 09:41:07 2026`. undefined for the dead. */
export function parsePs(output: string): string | undefined {
  const [state, ...start] = output.trim().split(/\s+/);
  if (!state || state.startsWith('Z') || start.length === 0) return undefined;
  return start.join('-').replaceAll(':', '');
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
