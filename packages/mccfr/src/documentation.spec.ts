import { expect, test, vi } from 'vitest';
import { checkDocument, checkExamples, examplesOf, importOf } from '../../../testing/documentation.ts';
import * as holdem from './holdem/index.ts';
import * as mccfr from './index.ts';

vi.setConfig({ testTimeout: 90_000 }); // processes, on a busy machine

test.each([
  ['../README.md', [4]],
  ['../../../docs/mccfr.md', [1, 3, 1]],
])('the examples of %s hold: %j results', async (path, results) => {
  expect(await checkDocument(new URL(path, import.meta.url))).toEqual(results);
});

test('the examples in the sources hold', async () => {
  const setting = importOf(mccfr, '@longplay/mccfr') + importOf(holdem, '@longplay/mccfr/holdem');
  expect(await checkExamples(await examplesOf(new URL('.', import.meta.url)), { setting })).toBeGreaterThan(20);
});
