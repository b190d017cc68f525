import { expect, test } from 'vitest';
import { recompile } from '../../../../testing/recompile.ts';

const beside = (path: string) => new URL(path, import.meta.url);

test('the compiled module is what its source compiles to', { timeout: 120_000 }, async () => {
  const { kept, compiled } = await recompile(beside('external-sampling-wasm.ts'), beside('../../assembly/build.sh'));
  expect(compiled).toBe(kept);
});
