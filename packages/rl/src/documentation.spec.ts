import { expect, test, vi } from 'vitest';
import { checkExamples, codeBlocks, examplesOf, importOf, UserFolder } from '../../../testing/documentation.ts';
import * as rl from './index.ts';
import * as lineup from './self-play/lineup.ts';

vi.setConfig({ testTimeout: 60_000 }); // processes that load every library, on a busy machine

test('the examples of the README run', async () => {
  const [training, backends] = await codeBlocks(new URL('../README.md', import.meta.url));
  await using folder = await UserFolder.create();
  const trained = await folder.run(training!.text);
  expect(trained.stderr).toBe('');
  expect(trained.stdout).toMatch(/^4096 \d+\.\d\n8192 \d+\.\d\n[01]\n$/);
  const { stdout, stderr } = await folder.run(backends!.text);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^onnx -?\d+\.\d+\n$/);
});

test('the examples in the sources hold', async () => {
  const { describeLineup: _, ...own } = lineup;
  const setting =
    `import { Random } from '@longplay/runtime';\n` +
    importOf(rl, '@longplay/rl') +
    importOf(own, new URL('self-play/lineup.ts', import.meta.url).href);
  const examples = await examplesOf(new URL('.', import.meta.url));
  const withResults = examples.filter(({ text }) => text.includes('// => '));
  expect(await checkExamples(withResults, { setting })).toBeGreaterThan(8);
});
