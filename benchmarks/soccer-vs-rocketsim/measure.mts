import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Processor time of this process since. */
export function microseconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** The number that one of the Python programs of this folder prints last. */
export async function runPython(python: string, program: string, ...args: readonly number[]): Promise<number> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const { stdout } = await promisify(execFile)(python, ['-B', path, ...args.map(String)]);
  return Number(stdout.trim().split('\n').at(-1));
}
