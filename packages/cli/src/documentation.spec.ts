import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { checkExamples, examplesOf, importOf } from '../../../testing/documentation.ts';
import { brokenReferences } from '../../../testing/references.ts';
import { fileFolder } from '../../../testing/temporary-folder.ts';

const repository = new URL('../../../', import.meta.url);
const folder = await fileFolder();

it('every document of the repository points at what is there', async () => {
  const documents = globSync(['README.md', 'docs/*.md', 'packages/*/README.md'], { cwd: fileURLToPath(repository) });
  expect(documents.length).toBeGreaterThan(15);
  for (const document of documents) {
    expect([document, await brokenReferences(new URL(document, repository))]).toEqual([document, []]);
  }
});

it('a link or a path that leads nowhere is found', async () => {
  const document = join(folder, 'document.md');
  const links = '[a](#a-b-c) [b](#a-b-c-1) [c](document.md#none) [d](none.md) [e](https://example.org/none.md)';
  await writeFile(
    document,
    `# A: b, \`c\`\n\n${links}\n\n## A b c\n\n\`docs/none.md\` \`docs/decisions.md\` \`./my.ts\`\n`,
  );
  const broken = ['document.md#none', 'none.md', 'docs/none.md'];
  expect(await brokenReferences(pathToFileURL(document))).toEqual(broken);
});

it('the examples in the sources hold', async () => {
  const sources = new URL('.', import.meta.url);
  const examples = await examplesOf(sources);
  const files = new Set(examples.map(({ file }) => new URL(file, sources).href));
  const imports = Array.from(files, async (file) => importOf((await import(file)) as object, file));
  const setting = (await Promise.all(imports)).join('');
  expect(await checkExamples(examples, { setting })).toBeGreaterThan(5);
});
