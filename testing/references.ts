/** What a Markdown document points at inside the repository. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const repository = new URL('../', import.meta.url);
/** In running text a path is one of the repository if it begins with one of these. */
const folders = /^(?:benchmarks|docs|jobs|packages|profiles|proofs|testing)\//;

/** The links of a document to files and headings that are not there, and the paths in its code spans that lead nowhere. */
export async function brokenReferences(document: URL): Promise<string[]> {
  const text = await proseOf(document);
  const broken: string[] = [];
  for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(link)) continue;
    const target = new URL(link, document);
    const heading = target.hash.slice(1);
    target.hash = '';
    const found = existsSync(fileURLToPath(target)) && (heading === '' || (await anchorsOf(target)).has(heading));
    if (!found) broken.push(link);
  }
  for (const [, path = ''] of text.matchAll(/`([\w./-]+)`/g)) {
    if (folders.test(path) && !existsSync(new URL(path, repository))) broken.push(path);
  }
  return broken;
}

/** A document without its blocks of code. */
const proseOf = async (document: URL) => (await readFile(document, 'utf8')).replaceAll(/^```[^]*?^```/gm, '');

/** The anchors of the headings, as GitHub makes them. */
async function anchorsOf(document: URL): Promise<Set<string>> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of (await proseOf(document)).matchAll(/^#+ (.+)$/gm)) {
    const name = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = name;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${name}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}
