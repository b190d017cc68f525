import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const base64 = async (path: string) => /'([\w+/=]+)'/.exec(await readFile(path, 'utf8'))?.[1];

test('the compiled module is what its source compiles to', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'longplay-assembly-'));
  try {
    const out = join(folder, 'external-sampling-wasm.ts');
    await promisify(execFile)(fileURLToPath(new URL('../../assembly/build.sh', import.meta.url)), [out]);
    const committed = fileURLToPath(new URL('external-sampling-wasm.ts', import.meta.url));
    expect(await base64(out)).toBe(await base64(committed));
    expect((await base64(out))?.length).toBeGreaterThan(500);
  } finally {
    await rm(folder, { recursive: true });
  }
});
