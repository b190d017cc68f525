import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { dtypes, sharedArray, sharedArrays, type Dtype } from './shared-array.ts';

const allDtypes = Object.keys(dtypes) as Dtype[];

it('has the static type of every array', () => {
  const bundle = sharedArrays({ values: ['float64', [2]], counts: ['int64', []] });
  expectTypeOf(bundle.values.data).toEqualTypeOf<Float64Array>();
  expectTypeOf(bundle.counts.data).toEqualTypeOf<BigInt64Array>();
  expectTypeOf(sharedArray('int8', [1]).data).toEqualTypeOf<Int8Array>();
  expectTypeOf(bundle).not.toHaveProperty('rewards');
  expect([bundle.values.data, bundle.counts.data]).toEqual([new Float64Array(2), new BigInt64Array(1)]);
});

it('lays out any bundle in one buffer, aligned and without overlap', () => {
  const field = fc.tuple(fc.constantFrom(...allDtypes), fc.array(fc.nat({ max: 5 }), { maxLength: 3 }));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), field, { maxKeys: 6 }), fc.boolean(), (layout, shared) => {
      const bundle = sharedArrays(layout, { shared });
      expect(Object.keys(bundle)).toEqual(Object.keys(layout));
      let end = 0;
      for (const [name, [dtype, shape]] of Object.entries(layout)) {
        const { data, ...rest } = bundle[name]!;
        expect(rest).toEqual({ dtype, shape });
        expect(data).toBeInstanceOf(dtypes[dtype]);
        expect(data.length).toBe(shape.reduce((product, size) => product * size, 1));
        expect(data.buffer).toBeInstanceOf(shared ? SharedArrayBuffer : ArrayBuffer);
        expect(data.buffer).toBe(Object.values(bundle)[0]!.data.buffer);
        expect(data.byteOffset % 64).toBe(0);
        expect(data.byteOffset).toBeGreaterThanOrEqual(end);
        end = data.byteOffset + data.byteLength;
      }
    }),
  );
});

describe('across threads and processes', () => {
  it('shares its memory with a worker thread', async () => {
    const bundle = sharedArrays({ values: ['float32', [2, 3]], flag: ['int32', [1]] });
    const worker = new Worker(
      `require('node:worker_threads').parentPort.once('message', ({ values, flag }) => {
        for (let index = 0; index < values.data.length; index++) values.data[index] = index + values.shape[1];
        Atomics.store(flag.data, 0, 1);
        Atomics.notify(flag.data, 0);
      });`,
      { eval: true, execArgv: [] },
    );
    worker.postMessage(bundle, []);
    const woken = Atomics.waitAsync(bundle.flag.data, 0, 0, 10_000);
    expect(await woken.value).not.toBe('timed-out');
    expect(Atomics.load(bundle.flag.data, 0)).toBe(1);
    expect([...bundle.values.data]).toEqual([3, 4, 5, 6, 7, 8]);
    await once(worker, 'exit');
  });

  it('survives structuredClone: shared memory is the same, plain memory a copy', () => {
    for (const shared of [true, false]) {
      const bundle = sharedArrays({ a: ['int16', [4]], b: ['uint64', [1]] }, { shared });
      const clone = structuredClone(bundle);
      expect(clone).toEqual(bundle);
      bundle.a.data[3] = 7;
      bundle.b.data[0] = 9n;
      expect([clone.a.data[3], clone.b.data[0]]).toEqual(shared ? [7, 9n] : [0, 0n]);
    }
  });

  it('reaches a child process as a copy when its memory is plain', async () => {
    const child = spawn(
      process.execPath,
      ['-e', `process.once('message', (m) => { m.a.data[0] += 1; process.send(m, () => process.disconnect()); });`],
      { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' },
    );
    const bundle = sharedArrays({ a: ['float64', [2, 2]], b: ['int64', [1]] }, { shared: false });
    bundle.a.data[0] = 41;
    const answer = once(child, 'message');
    const closed = once(child, 'close');
    child.send(bundle);
    expect((await answer)[0]).toEqual({
      a: { dtype: 'float64', shape: [2, 2], data: Float64Array.of(42, 0, 0, 0) },
      b: { dtype: 'int64', shape: [1], data: BigInt64Array.of(0n) },
    });
    expect(bundle.a.data[0]).toBe(41);
    await closed;
  });
});

describe('errors', () => {
  it.each([[[-1]], [[2, 1.5]], [[Number.NaN]], [[Infinity]]])('refuses the shape %j', (shape) => {
    expect(() => sharedArrays({ rewards: ['float32', shape] })).toThrow(RangeError);
    expect(() => sharedArrays({ rewards: ['float32', shape] })).toThrow(
      `the dimensions of rewards must be whole numbers of at least 0; got [${shape.join(', ')}]`,
    );
  });

  it.each([true, false])('tells the sizes when there is no such memory (shared: %s)', (shared) => {
    const tooMuch = () => sharedArrays({ a: ['float32', [2 ** 25, 2 ** 25]], b: ['uint8', [2 ** 20]] }, { shared });
    expect(tooMuch).toThrow(RangeError);
    expect(tooMuch).toThrow('cannot allocate 4294967297.0 MiB of memory: a 4294967296.0 MiB, b 1.0 MiB');
    expect(() => sharedArray('int8', [2 ** 30, 2 ** 30], { shared })).toThrow(RangeError);
  });
});
