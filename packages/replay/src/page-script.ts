import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const packed = new URL('./page.js', import.meta.url);

/** The page's code: out of the published package; in a clone, where sources run, made from them (about 0.3 s). */
export async function pageScript(): Promise<string> {
  if (existsSync(packed)) return readFile(packed, 'utf8');
  const { bundlePage } = await import('./bundle.ts');
  return bundlePage();
}
