import { expect, test } from 'vitest';
import { checkDocument, checkExamples, examplesOf, importOf } from '../../../testing/documentation.ts';
import * as carSoccer from './car-soccer/index.ts';
import * as envs from './index.ts';
import * as longview from './longview/index.ts';

test.each([
  ['../README.md', [2, 2, 1, 1, 2]],
  ['../../../docs/environments.md', [1, 1]],
  ['../../../docs/car-soccer.md', [1, 3]],
  ['../../../docs/longview.md', [2, 1, 1]],
])('the examples of %s hold: %j results', async (path, results) => {
  expect(await checkDocument(new URL(path, import.meta.url))).toEqual(results);
});

test('the examples in the sources hold', async () => {
  const setting =
    `import { Random } from '@longplay/runtime';\n` +
    importOf(envs, '@longplay/envs') +
    importOf(carSoccer, '@longplay/envs/car-soccer') +
    importOf(longview, '@longplay/envs/longview');
  expect(await checkExamples(await examplesOf(new URL('.', import.meta.url)), { setting })).toBeGreaterThan(80);
});
