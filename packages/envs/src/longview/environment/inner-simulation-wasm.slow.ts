import { expect, test } from 'vitest';
import { recompile } from '../../../../../testing/recompile.ts';

const beside = (path: string) => new URL(path, import.meta.url);

test('the compiled module is what its source compiles to', { timeout: 120_000 }, async () => {
  const { kept, compiled } = await recompile(
    beside('inner-simulation-wasm.ts'),
    beside('../../../assembly/build.sh'),
    'inner-simulation',
  );
  expect(compiled).toBe(kept);
});
