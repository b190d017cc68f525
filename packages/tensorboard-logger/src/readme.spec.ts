import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryDirectory } from './fixtures/temporary-directory.ts';

const beside = (path: string) => new URL(path, import.meta.url);

const [, program] = /```ts\n([^]*?)```/.exec(readFileSync(beside('../README.md'), 'utf8'))!;

it('shows a program that prints what it says', async () => {
  const printed = [...program!.matchAll(/^\/\/ => (.*)$/gm)].map(([, line]) => line);
  expect(printed.length).toBeGreaterThan(0);

  // Run like a user's program: from a folder of its own, with the package in its node_modules.
  const directory = temporaryDirectory();
  symlinkSync(beside('../../../node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'demo.mts'), program!);
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@longplay/source', 'demo.mts'], {
    cwd: directory,
  });
  expect(stdout.trim().split('\n')).toStrictEqual(printed);
});

it.each(['event-file-writer.ts', 'read-events.ts'])('shows the lines of the example in %s', (file) => {
  const [, example] = /@example\n([^]*?)\n \*\//.exec(readFileSync(beside(file), 'utf8'))!;
  const lines = example!.split('\n').map((line) => line.replace(/^ \* ?/, ''));
  expect(program!.split('\n')).toStrictEqual(expect.arrayContaining(lines));
});
