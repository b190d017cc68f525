import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';
import { temporaryDirectory } from './fixtures/temporary-directory.ts';
import { RecordWriter } from './record-writer.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of array buffers in use. */
function memoryInUse(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

it('gives the memory of a large record back', { timeout: 20_000 }, async () => {
  const records = new RecordWriter(join(temporaryDirectory(), 'records'));
  const before = memoryInUse();
  records.append(new Uint8Array(1 << 26));
  expect(memoryInUse() - before).toBeGreaterThan(60e6);
  records.flush();
  // V8 sweeps buffers on another thread, which may be late.
  await vi.waitFor(() => expect(memoryInUse() - before).toBeLessThan(4e6), { timeout: 10_000 });
  records.close();
});
