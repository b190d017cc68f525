import { describe, expect, it } from 'vitest';
import { copyShared, expectSendable } from './sendable.ts';

const shared = (...values: number[]) => {
  const array = new Float32Array(new SharedArrayBuffer(4 * values.length));
  array.set(values);
  return array;
};

describe('copyShared', () => {
  it('copies shared memory wherever it is, and leaves the rest as it is', () => {
    const plain = Float32Array.of(1);
    const date = new Date(0);
    const message = { list: [shared(1, 2)], map: new Map([['a', shared(3)]]), set: new Set([shared(4)]), plain, date };
    const copied = copyShared(message);
    expect(copied).toEqual({
      list: [Float32Array.of(1, 2)],
      map: new Map([['a', Float32Array.of(3)]]),
      set: new Set([Float32Array.of(4)]),
      plain,
      date,
    });
    expect([copied.plain, copied.date]).toEqual([plain, date]);
    expect(copied.list[0]!.buffer).toBeInstanceOf(ArrayBuffer);
    expect(copied.map.get('a')!.buffer).toBeInstanceOf(ArrayBuffer);
    expect([...copied.set][0]!.buffer).toBeInstanceOf(ArrayBuffer);
  });

  it('keeps two views of one memory together, each at its place', () => {
    const all = shared(1, 2, 3, 4);
    const { part, data, buffer } = copyShared({
      part: all.subarray(1, 3),
      data: new DataView(all.buffer, 4, 8),
      buffer: all.buffer,
    });
    expect([...part]).toEqual([2, 3]);
    expect(data.getFloat32(0, true)).toBe(2);
    expect(part.buffer).toBe(data.buffer);
    expect(part.buffer).toBe(buffer);
  });

  it('follows cycles', () => {
    const node: { self?: unknown; array: Float32Array } = { array: shared(5) };
    node.self = node;
    const copied = copyShared(node);
    expect(copied.self).toBe(copied);
    expect([...copied.array]).toEqual([5]);
  });
});

describe('expectSendable', () => {
  it.each([1, 'text', null, undefined, 5n, Float32Array.of(1), { a: [1] }, [new Map()], new Date(0), shared(1)])(
    'lets %s pass',
    (value) => expect(() => expectSendable(value, 'it')).not.toThrow(),
  );

  it.each([() => 1, Symbol('s'), { f: () => 1 }, [[() => 1]], new Map([['f', () => 1]]), new WeakMap()])(
    'refuses %s',
    (value) => expect(() => expectSendable(value, 'the thing')).toThrow('the thing cannot be sent between workers'),
  );
});
