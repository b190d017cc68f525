import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkExamples, codeBlocks, examplesOf, importOf, UserFolder } from '../../../testing/documentation.ts';
import * as histogram from './histogram.ts';
import * as logger from './index.ts';

const beside = (path: string) => new URL(path, import.meta.url);

const [program] = await codeBlocks(beside('../README.md'));

it('shows a program that prints what it says', async () => {
  const printed = [...program!.text.matchAll(/^\/\/ => (.*)$/gm)].map(([, line]) => line);
  expect(printed.length).toBeGreaterThan(0);
  await using folder = await UserFolder.create();
  const { stdout } = await folder.run(program!.text);
  expect(stdout.trim().split('\n')).toStrictEqual(printed);
});

it.each(['event-file-writer.ts', 'read-events.ts'])('shows the lines of the example in %s', (file) => {
  const [, example] = /@example\n([^]*?)\n \*\//.exec(readFileSync(beside(file), 'utf8'))!;
  const lines = example!.split('\n').map((line) => line.replace(/^ \* ?/, ''));
  expect(program!.text.split('\n')).toStrictEqual(expect.arrayContaining(lines));
});

it('shows in other sources what holds', async () => {
  const setting = importOf(logger, '@longplay/tensorboard-logger') + importOf(histogram, beside('histogram.ts').href);
  const examples = await examplesOf(beside('.'));
  const others = examples.filter(({ file }) => !['event-file-writer.ts', 'read-events.ts'].includes(file));
  expect(await checkExamples(others, { setting })).toBeGreaterThan(4);
});
