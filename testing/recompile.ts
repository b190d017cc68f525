import { execFile } from 'node:child_process';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/**
 * Compiles the source of a WebAssembly module again.
 *
 * @param module - the TypeScript that holds the module in base64.
 * @param script - writes such a file: its first argument is where to.
 * @param source - which of the script's sources it is, where there are several.
 * @returns what is kept, and what was compiled: both in base64.
 *
 * @example
 * const { kept, compiled } = await recompile(beside('adam-wasm.ts'), beside('../../assembly/build.sh'));
 * expect(compiled).toBe(kept);
 */
export async function recompile(module: URL, script: URL, ...source: readonly string[]) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'longplay-assembly-'));
  const out = join(folder.path, 'module.ts');
  await promisify(execFile)(fileURLToPath(script), [out, ...source]);
  return { kept: await base64Of(module), compiled: await base64Of(pathToFileURL(out)) };
}

async function base64Of(module: URL): Promise<string> {
  const [, text] = /'([\w+/=]{500,})'/.exec(await readFile(module, 'utf8')) ?? [];
  if (text === undefined) throw new Error(`${module.href} holds no WebAssembly in base64`);
  return text;
}
