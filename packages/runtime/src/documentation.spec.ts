import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from './fixtures/run/temporary-folder.ts';

vi.setConfig({ testTimeout: 30_000 }); // many processes, on a busy machine

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

/**
 * Runs a program like a user's, from an empty folder, and checks each of its lines `expression; // => value`.
 *
 * @returns how many hold; rejects at the first that does not.
 */
async function run(program: string): Promise<number> {
  const checked = program.replaceAll(/^(.+); \/\/ => (.+)$/gm, 'check($1, $2);');
  await using folder = await temporaryFolder();
  await symlink(new URL('../../../node_modules', import.meta.url), join(folder.path, 'node_modules'));
  await writeFile(
    join(folder.path, 'example.mts'),
    `import { deepStrictEqual } from 'node:assert/strict';
    let holds = 0;
    const check = (value: unknown, expected: unknown) => { deepStrictEqual(value, expected); holds++; };
    ${checked}
    console.log(holds);`,
  );
  await mkdir(join(folder.path, 'folder'));
  const command = ['--conditions=@longplay/source', 'example.mts'];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: folder.path });
  return Number(stdout);
}

test.each([
  ['Random streams', 1],
  ['Runs and snapshots', 1],
])('the example of the README: %s, results: %d', async (title, results) => {
  const section = (await read('../README.md')).split(/^## /m).find((text) => text.startsWith(`${title}\n`));
  expect(await run(/```ts\n([^]*?)```/.exec(section ?? '')?.[1] ?? '')).toBe(results);
});

/** What the examples of the source files take for granted. */
const setting = `
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as longplay from '@longplay/runtime';
import { z } from 'zod';
const {
  acquireRunLock, checkpointPath, defineSnapshot, explainFileError, newestCheckpoint, newestGood, onStopSignals,
  pruneCheckpoints, readStatus, RunDirectory, wilsonInterval, writeFileAtomically,
} = longplay;
const folder = 'folder';
const path = join(folder, 'example');
const counter = defineSnapshot({ kind: 'counter', version: 1, arrays: {}, header: z.object({}) });
const trainOneBatch = async () => {
  process.kill(process.pid, 'SIGINT');
  await new Promise(setImmediate);
};
const save = async () => {};
`;

test.each([
  ['atomic-file.ts', [1]],
  ['checkpoints.ts', [2, 1, 2, 1]],
  ['confidence-interval.ts', [1]],
  ['file-error.ts', [2]],
  ['run-directory.ts', [1]],
  ['run-lock.ts', [2]],
  ['run-status.ts', [2]],
  ['snapshot.ts', [1]],
  ['stop-signals.ts', [1]],
])('the examples in %s, results: %j', async (file, results) => {
  const found: number[] = [];
  for (const [, lines = ''] of (await read(file)).matchAll(/@example\n([^]*?)\n *\*\//g)) {
    found.push(await run(setting + lines.replaceAll(/^ *\* ?/gm, '')));
  }
  expect(found).toEqual(results);
});
