import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Random } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { forwardDigest, seededPolicy } from '../fixtures/forward-digest.ts';

/** Time for loading the library on a busy machine. */
const busy = { timeout: 60_000 };

const fixture = fileURLToPath(new URL('../fixtures/forward-digest.ts', import.meta.url));

test.each([
  ['small', 4, [64, 64], 2],
  ['large', 107, [256, 256], 90],
  ['odd', 7, [17], 3],
] as const)('a row gives the same bits in every batch: %s networks', busy, async (_, observation, hidden, actions) => {
  const head = { kind: 'categorical', sizes: [actions] } as const;
  const shape = { observation, hidden, valueHidden: hidden, activation: 'tanh', shared: false, head } as const;
  await using policy = await seededPolicy(shape);
  const random = Random.from(2);
  const rows = 300;
  const observations = Float32Array.from({ length: rows * observation }, () => 2 * random.normal());
  const outputs = Float32Array.from(await policy.outputs(observations));
  const values = Float32Array.from(await policy.values(observations));
  for (const size of [1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 17, 31, 33, 64, 100, 128, 255, 256, 299]) {
    const first = random.int(rows - size + 1);
    const part = observations.subarray(first * observation, (first + size) * observation);
    expect(await policy.outputs(part)).toEqual(outputs.slice(first * actions, (first + size) * actions));
    expect(await policy.values(part)).toEqual(values.slice(first, first + size));
  }
});

test('threads and processes give the same bits', busy, async () => {
  const here = await forwardDigest();
  const execArgv = ['--conditions=@longplay/source'];
  const worker = new Worker(fixture, { execArgv });
  expect((await once(worker, 'message')) as unknown[]).toEqual([here]);
  const process = spawnSync('node', [...execArgv, fixture], { encoding: 'utf8' });
  expect(process.stdout).toBe(`${here}\n`);
});
