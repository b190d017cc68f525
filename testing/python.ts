import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

const CACHE = fileURLToPath(new URL('../node_modules/.cache/longplay/python/', import.meta.url));
/** Longer than any installation should take: then a lock is given up on. */
const PATIENCE_MILLISECONDS = 10 * 60_000;

/**
 * The Python of a virtual environment that holds `packages`, each pinned as `name==version`. The environment is made on
 * the first call and kept in the workspace's node_modules/.cache; test files and processes that ask at the same time
 * share it. Programs of the packages are run as modules (`python -m tensorboard.main`).
 *
 * Undefined, with a line on standard error that says why, where Python or the packages cannot be had.
 *
 * @example
 * const python = await pythonWith(['tensorboard==2.21.0']);
 * it.skipIf(python === undefined)('is read by TensorBoard', …);
 */
export async function pythonWith(packages: readonly string[]): Promise<string | undefined> {
  const wanted = packages.toSorted();
  const directory = join(CACHE, createHash('sha256').update(wanted.join('\n')).digest('hex').slice(0, 16));
  const python = join(directory, 'bin', 'python');
  try {
    await mkdir(CACHE, { recursive: true });
    await withLock(`${directory}.lock`, async () => {
      if (!existsSync(python)) await install(directory, wanted);
    });
    return python;
  } catch (error) {
    process.stderr.write(`without Python and ${wanted.join(', ')}: ${reasonOf(error)}\n`);
    return undefined;
  }
}

const remove = (path: string) => rm(path, { recursive: true, force: true });

/** Under another name until it is complete, so that an environment that exists is a good one. */
async function install(directory: string, packages: readonly string[]): Promise<void> {
  const unfinished = `${directory}.unfinished`;
  await Promise.all([remove(directory), remove(unfinished)]);
  try {
    await execute('python3', ['-m', 'venv', unfinished]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
    await execute(join(unfinished, 'bin', 'python'), [...pip, ...packages]);
    await rename(unfinished, directory);
  } finally {
    await remove(unfinished);
  }
}

/** One process at a time: a symbolic link to the owner's process id is made, content and all, in one step. */
async function withLock(lock: string, task: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  while (!(await take(lock))) {
    if (Date.now() > deadline) throw new Error(`waited too long for ${lock}`);
    await sleep(100);
  }
  try {
    await task();
  } finally {
    await rm(lock);
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await symlink(String(process.pid), lock);
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  const owner = await readlink(lock).catch(() => undefined);
  if (owner !== undefined && !isAlive(Number(owner))) await rm(lock, { force: true });
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** The last line of pip's complaint, or what Node says. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const lines = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim().split('\n') : [];
  return lines.at(-1) || error.message;
}
