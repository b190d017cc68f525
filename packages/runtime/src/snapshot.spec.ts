import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { SnapshotError } from './errors.ts';
import { anyKey } from './fixtures/run/any-key.ts';
import { counter, counterState } from './fixtures/run/counter.ts';
import { start } from './fixtures/run/start.ts';
import { temporaryFolder } from './fixtures/run/temporary-folder.ts';
import { encodeSafetensors } from './safetensors.ts';
import { defineSnapshot } from './snapshot.ts';

const definition = {
  kind: 'thompson-sampling',
  version: 1,
  arrays: { wins: ['float64', [3]], history: ['uint8', [-1]] },
  header: z.object({ seed: z.number() }),
} as const;
const bandit = defineSnapshot(definition);
const arrays = { wins: new Float64Array([1, 0, 2]), history: new Uint8Array([0, 2, 2]) };

test('the example of the documentation', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'bandit.safetensors');
  await bandit.save(path, { step: 3, arrays, header: { seed: 7 } });
  const state = await bandit.load(path);
  expect(state).toEqual({ step: 3, arrays, header: { seed: 7 } });
  expectTypeOf(state.arrays.wins).toEqualTypeOf<Float64Array>();
  expectTypeOf(state.arrays.history).toEqualTypeOf<Uint8Array>();
  expectTypeOf(state.header).toEqualTypeOf<{ seed: number }>();
});

test('arrays over shared memory, of several dimensions and of sizes known only from the data', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'table.safetensors');
  const table = defineSnapshot({
    kind: 'table',
    version: 1,
    arrays: { regrets: ['float32', [-1, 3]], visits: ['uint64', []], none: ['int8', [0, 4]] },
    header: z.strictObject({}),
  });
  const regrets = new Float32Array(new SharedArrayBuffer(24)).map((_, index) => index / 3);
  const state = {
    step: 0,
    arrays: { regrets, visits: new BigUint64Array([2n ** 63n]), none: new Int8Array() },
    header: {},
  };
  await table.save(path, state);
  expect(await table.load(path)).toEqual(state);
  const torn = { ...state, arrays: { ...state.arrays, regrets: regrets.subarray(1) } };
  await expect(table.save(path, torn)).rejects.toThrow(RangeError);
  expect(await table.load(path)).toEqual(state);
});

test('every number of the header comes back exactly', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'numbers.safetensors');
  const anything = defineSnapshot({ kind: 'any', version: 1, arrays: {}, header: z.unknown() });
  const leaf = fc.oneof(
    fc.double(),
    fc.constantFrom(NaN, Infinity, -Infinity, -0),
    fc.bigInt(),
    fc.string(),
    fc.boolean(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('tree')), fc.dictionary(anyKey, tie('tree'))),
  }));
  await fc.assert(
    fc.asyncProperty(tree, async (header) => {
      await anything.save(path, { step: 1, arrays: {}, header });
      expect((await anything.load(path)).header).toEqual(header);
    }),
    { numRuns: 100, seed: 1, endOnFailure: true },
  );
});

test('a state that breaks its declaration is a programming mistake, and nothing is written', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'bandit.safetensors');
  const good = { step: 3, arrays, header: { seed: 7 } };
  const wrong: [state: object, message: string][] = [
    [{ ...good, step: -1 }, 'step must be a whole number from 0, got -1'],
    [{ ...good, step: 0.5 }, 'step must be a whole number from 0, got 0.5'],
    [{ ...good, arrays: { wins: arrays.wins } }, 'snapshot thompson-sampling needs the array history'],
    [{ ...good, arrays: { ...arrays, losses: arrays.wins } }, 'snapshot thompson-sampling declares no array losses'],
    [{ ...good, arrays: { ...arrays, wins: new Float32Array(3) } }, 'tensor wins of dtype F64 needs a Float64Array'],
    [{ ...good, arrays: { ...arrays, wins: new Float64Array(4) } }, 'tensor wins of shape [3] cannot hold 4 elements'],
    [{ ...good, header: { seed: 'seven' } }, 'the header of snapshot thompson-sampling breaks its schema'],
    [{ ...good, header: { seed: 7, 'a"b': 1 } }, 'the name "a\\"b" has characters that JSON escapes'],
    [{ ...good, header: { seed: { $number: '7' } } }, `the header's "seed" has a key $number or $bigint`],
  ];
  for (const [state, message] of wrong) {
    await expect(bandit.save(path, state as typeof good)).rejects.toThrow(message);
  }
  await expect(bandit.load(path)).rejects.toThrow('it does not exist');
});

test.each([[[-1, -1]], [[-2]], [[1.5]], [[-1, 0]]])('the shape %j is impossible', (shape) => {
  const define = () => defineSnapshot({ kind: 'a', version: 1, arrays: { a: ['int8', shape] }, header: z.object({}) });
  expect(define).toThrow(RangeError);
});

test('what another kind, version or configuration wrote is refused, naming what was expected and found', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'bandit.safetensors');
  await bandit.save(path, { step: 3, arrays, header: { seed: 7 } });
  const wins = ['float64', [3]] as const;
  const history = ['uint8', [-1]] as const;
  const others = [
    [defineSnapshot({ ...definition, kind: 'ppo' }), 'expected kind ppo, found thompson-sampling'],
    [defineSnapshot({ ...definition, version: 2 }), 'expected version 2, found 1'],
    [defineSnapshot({ ...definition, arrays: { wins } }), 'expected arrays wins, found history, wins'],
    [
      defineSnapshot({ ...definition, arrays: { wins, history, more: wins } }),
      'expected arrays history, more, wins, found history, wins',
    ],
    [
      defineSnapshot({ ...definition, arrays: { wins: ['float32', [3]], history } }),
      'expected dtype of wins F32, found F64',
    ],
    [
      defineSnapshot({ ...definition, arrays: { wins: ['float64', [4]], history } }),
      'expected shape of wins [4], found [3]',
    ],
    [
      defineSnapshot({ ...definition, arrays: { wins, history: ['uint8', [-1, 1]] } }),
      'expected shape of history [-1,1], found [3]',
    ],
    [defineSnapshot({ ...definition, header: z.strictObject({}) }), 'expected header after its schema, found'],
  ] as const;
  for (const [other, message] of others) {
    const error: unknown = await other.load(path).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SnapshotError);
    expect(error).toMatchObject({
      message: expect.stringContaining(message),
      cure: expect.stringContaining('version'),
    });
  }
});

test('a safetensors file of other origin is no snapshot', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'other.safetensors');
  await writeFile(path, encodeSafetensors(new Map(), {}));
  await expect(bandit.load(path)).rejects.toThrow('is a safetensors file, but no snapshot: its metadata has no sha256');
  await writeFile(path, encodeSafetensors(new Map(), { sha256: 'short' }));
  await expect(bandit.load(path)).rejects.toThrow('is damaged');
});

test('a flipped bit in any byte is detected', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'bandit.safetensors');
  await bandit.save(path, { step: 3, arrays, header: { seed: 7 } });
  const bytes = await readFile(path);
  const flipped = join(folder.path, 'flipped.safetensors');
  for (let byte = 0; byte < bytes.length; byte++) {
    const copy = Uint8Array.from(bytes);
    copy[byte]! ^= 1 << ((byte * 5) % 8); // all eight places in turn
    await writeFile(flipped, copy);
    await expect(bandit.load(flipped), `byte ${byte}`).rejects.toBeInstanceOf(SnapshotError);
  }
});

test('a flipped bit of a large snapshot is detected', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'counter.safetensors');
  await counter.save(path, counterState(5));
  const bytes = await readFile(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
      const copy = Uint8Array.from(bytes);
      copy[bit >> 3]! ^= 1 << (bit & 7);
      await writeFile(path, copy);
      await expect(counter.load(path)).rejects.toBeInstanceOf(SnapshotError);
    }),
    { numRuns: 100, seed: 1, endOnFailure: true },
  );
});

test('a snapshot cut at any length is detected', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'bandit.safetensors');
  await bandit.save(path, { step: 3, arrays, header: { seed: 7 } });
  const bytes = await readFile(path);
  for (let length = 0; length < bytes.length; length++) {
    await writeFile(path, bytes.subarray(0, length));
    await expect(bandit.load(path), `${length} bytes`).rejects.toBeInstanceOf(SnapshotError);
  }
});

test('a disk that fills up in the middle of a snapshot leaves the old one, and says so', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'counter.safetensors');
  await counter.save(path, counterState(1));
  // The limit counts blocks of 512 or 1024 bytes, by shell: 64 or 128 KiB of a snapshot of 256 KiB.
  const program = start('fill-the-disk.ts', ['save', path], 'ulimit -f 128; exec "$@"');
  expect(await program.ended).toBe(1);
  expect(program.output()).toBe(
    `RunDirectoryError: cannot write ${path}: it would exceed the largest file allowed ` +
      '(raise the limit (ulimit -f), or choose another disk)\n',
  );
  expect(await counter.load(path)).toEqual(counterState(1));
  await expect(readFile(`${path}.tmp`)).rejects.toThrow('ENOENT');
});
