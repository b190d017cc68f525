import { expect, test } from 'vitest';
import { checkDocument, checkExamples, examplesOf, importOf } from '../../../testing/documentation.ts';
import * as runtime from './index.ts';
import * as processIdentity from './process-identity.ts';

test('the examples of the README hold', async () => {
  expect(await checkDocument(new URL('../README.md', import.meta.url))).toEqual([1, 1, 1]);
});

test('the examples in the sources hold', async () => {
  const setting = `import { copyFile, mkdtemp, readdir, readFile } from 'node:fs/promises';
    import { join } from 'node:path';
    import { z } from 'zod';
    ${importOf(runtime, '@longplay/runtime')}
    ${importOf(processIdentity, new URL('process-identity.ts', import.meta.url).href)}
    const counter = defineSnapshot({ kind: 'counter', version: 1, arrays: {}, header: z.object({}) });
    await copyFile(new URL('${new URL('fixtures/workers/sum.worker.ts', import.meta.url).href}'), 'sum.worker.ts');
    await using workers = await openWorkers({ module: import.meta.resolve('./sum.worker.ts'), workers: 1 });
    const trainOneBatch = async () => process.emit('SIGINT', 'SIGINT');
    const save = async () => {};`;
  const before = `const folder = await mkdtemp('example-');\nconst path = join(folder, 'example');`;
  const examples = await examplesOf(new URL('.', import.meta.url));
  expect(await checkExamples(examples, { setting, before })).toBeGreaterThan(40);
});
