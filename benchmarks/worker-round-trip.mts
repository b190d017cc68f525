// The round trip of a call to a worker, beside tinypool's own: alternating blocks in one process, medians of blocks.
// node --conditions=@longplay/source benchmarks/worker-round-trip.mts
import { cpus } from 'node:os';
import { Tinypool } from 'tinypool';
import { openWorkers } from '@longplay/runtime';
import { median } from '../testing/median.ts';

const module = import.meta.resolve('../packages/runtime/src/fixtures/workers/drill.ts');
const calls = 3000;
const blocks = 9;

async function microseconds(call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < calls; i++) await call();
  return ((performance.now() - start) * 1000) / calls;
}

console.log(`Node ${process.version}, ${cpus()[0]?.model}, ${cpus().length} cores; ${blocks} blocks of ${calls} calls`);
console.log('workers    payload       ours us  tinypool us  ratio');
for (const kind of ['threads', 'processes'] as const) {
  await using group = await openWorkers<typeof import('../packages/runtime/src/fixtures/workers/drill.ts')>({
    module,
    workers: 2,
    kind,
  });
  const pool = new Tinypool({
    filename: new URL('echo-worker.mjs', import.meta.url).href,
    runtime: kind === 'threads' ? 'worker_threads' : 'child_process',
    minThreads: 1,
    maxThreads: 1,
    env: process.env as Record<string, string>,
    serialization: 'advanced',
  });
  for (const [name, payload] of [
    ['nothing', undefined],
    ['107 floats', new Float32Array(107)],
  ] as const) {
    const times: { ours: number[]; tinypool: number[] } = { ours: [], tinypool: [] };
    for (let block = 0; block < blocks; block++) {
      times.ours.push(await microseconds(() => group.call(0, 'echo', [payload])));
      times.tinypool.push(await microseconds(() => pool.run(payload)));
    }
    const [ours, tinypool] = [median(times.ours), median(times.tinypool)];
    const ratio = median(times.ours.map((time, block) => time / times.tinypool[block]!));
    console.log(
      [
        kind.padEnd(9),
        name.padEnd(12),
        ours.toFixed(1).padStart(8),
        tinypool.toFixed(1).padStart(12),
        ratio.toFixed(2).padStart(6),
      ].join('  '),
    );
  }
  await pool.destroy();
}
