import { execFile } from 'node:child_process';
import { glob, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as holdem from './holdem/index.ts';
import * as mccfr from './index.ts';

vi.setConfig({ testTimeout: 90_000 }); // processes, on a busy machine

/** A user's folder, with the packages installed. */
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longplay-test-'));
  await symlink(new URL('../../../node_modules', import.meta.url), join(folder, 'node_modules'));
});

afterAll(() => rm(folder, { recursive: true }));

/**
 * Runs a program in the user's folder, and checks each `expression; // => value` of it.
 *
 * @returns how many hold; rejects at the first that does not.
 */
async function run(name: string, program: string): Promise<number> {
  const checked = program.replaceAll(/^( *)(.+);\s*\/\/ => (.+)$/gm, '$1check($2, $3);');
  await writeFile(
    join(folder, name),
    `import { deepStrictEqual } from 'node:assert/strict';
    let holds = 0;
    const check = (value: unknown, expected: unknown) => { deepStrictEqual(value, expected); holds++; };
    ${checked}
    console.log(holds);`,
  );
  const command = ['--conditions=@longplay/source', name];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: folder });
  return Number(stdout);
}

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

/** A statement that imports all that a module exports. */
const importOf = (module: object, name: string) => `import { ${Object.keys(module).join(', ')} } from '${name}';\n`;

test.each([
  ['../README.md', [4]],
  ['../../../docs/mccfr.md', [1, 3, 1]],
])('the examples of %s hold: %j results', async (path, results) => {
  const found: number[] = [];
  for (const [, text = ''] of (await read(path)).matchAll(/^```ts\n([^]*?)^```$/gm))
    found.push(await run('example.mts', text));
  expect(found).toEqual(results);
});

test('the examples in the sources hold', async () => {
  const source = fileURLToPath(new URL('.', import.meta.url));
  const examples: string[] = [];
  for await (const path of glob('**/*.ts', { cwd: source, exclude: ['**/*.spec.ts', '**/*.slow.ts', 'fixtures'] })) {
    for (const [, lines = ''] of (await readFile(join(source, path), 'utf8')).matchAll(/@example\n([^]*?)\n *\*\//g)) {
      examples.push(`{ // ${path}\n${lines.replaceAll(/^ *\* ?/gm, '')}\n}`);
    }
  }
  const setting =
    `import type { Game, Policy } from '@longplay/mccfr';\n` +
    importOf(mccfr, '@longplay/mccfr') +
    importOf(holdem, '@longplay/mccfr/holdem');
  const results = examples.join('\n').match(/\/\/ => /g)?.length;
  expect(await run('examples.mts', setting + examples.join('\n'))).toBe(results);
});
