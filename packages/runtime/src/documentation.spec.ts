import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from './fixtures/run/temporary-folder.ts';

vi.setConfig({ testTimeout: 30_000 }); // many processes, on a busy machine

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

/** Runs a program like a user's, from an empty folder; each line `expression; // => value` must hold. */
async function run(program: string): Promise<void> {
  const checked = program.replaceAll(/^(.+); \/\/ => (.+)$/gm, 'deepStrictEqual($1, $2);');
  expect(checked).not.toBe(program); // else nothing is checked
  await using folder = await temporaryFolder();
  await symlink(new URL('../../../node_modules', import.meta.url), join(folder.path, 'node_modules'));
  await writeFile(
    join(folder.path, 'example.mts'),
    `import { deepStrictEqual } from 'node:assert/strict';\n${checked}\nconsole.log('done');\n`,
  );
  await mkdir(join(folder.path, 'folder'));
  const command = ['--conditions=@longplay/source', 'example.mts'];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: folder.path });
  expect(stdout).toBe('done\n');
}

test.each(['Random streams', 'Runs and snapshots'])('the example of the README: %s', async (title) => {
  const section = (await read('../README.md')).split(/^## /m).find((text) => text.startsWith(`${title}\n`));
  await run(/```ts\n([^]*?)```/.exec(section ?? '')?.[1] ?? '');
});

/** What the examples of the source files take for granted. */
const setting = `
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as longplay from '@longplay/runtime';
import { z } from 'zod';
const {
  acquireRunLock, checkpointPath, defineSnapshot, explainFileError, newestCheckpoint, newestGood, onStopSignals,
  pruneCheckpoints, readStatus, RunDirectory, writeFileAtomically,
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
  ['atomic-file.ts', 1],
  ['checkpoints.ts', 4],
  ['file-error.ts', 1],
  ['run-directory.ts', 1],
  ['run-lock.ts', 1],
  ['run-status.ts', 1],
  ['snapshot.ts', 1],
  ['stop-signals.ts', 1],
])('the examples in %s: %d', async (file, count) => {
  const examples = [...(await read(file)).matchAll(/@example\n([^]*?)\n *\*\//g)].map(([, lines = '']) => lines);
  expect(examples).toHaveLength(count);
  for (const lines of examples) await run(setting + lines.replaceAll(/^ *\* ?/gm, ''));
});
