import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SnapshotError } from './errors.ts';
import { anyKey } from './fixtures/run/any-key.ts';
import { temporaryFolder } from './fixtures/run/temporary-folder.ts';
import {
  bytesOf,
  encodeSafetensors,
  readSafetensors,
  type Tensor,
  type TensorDtype,
  tensorDtypes,
} from './safetensors.ts';
import { dtypes } from './shared-array.ts';

/** A file with this header, whatever it says, and these data. */
function fileOf(header: string | Uint8Array, data: readonly number[] = []): Buffer {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Uint8Array.from(data)]);
}

async function readBytes(bytes: Uint8Array) {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'file.safetensors');
  await writeFile(path, bytes);
  return await readSafetensors(path); // before the folder goes
}

test('the bytes of a file: length, header padded by spaces to 8 bytes, data by falling width, then name', () => {
  const tensors = new Map<string, Tensor>([
    ['b', { dtype: 'U8', shape: [3], data: new Uint8Array([1, 2, 3]) }],
    ['z', { dtype: 'U16', shape: [], data: new Uint16Array([0x0504]) }],
    ['a', { dtype: 'U8', shape: [0], data: new Uint8Array([]) }],
  ]);
  const header =
    '{"__metadata__":{},' +
    '"z":{"dtype":"U16","shape":[],"data_offsets":[0,2]},' +
    '"a":{"dtype":"U8","shape":[0],"data_offsets":[2,2]},' +
    '"b":{"dtype":"U8","shape":[3],"data_offsets":[2,5]}}';
  // 175 characters: 1 space makes 176 = 0xb0.
  expect(header).toHaveLength(175);
  const expected = Buffer.concat([
    Uint8Array.from([0xb0, 0, 0, 0, 0, 0, 0, 0]),
    Buffer.from(`${header} `),
    Uint8Array.from([4, 5, 1, 2, 3]),
  ]);
  expect(Buffer.concat(encodeSafetensors(tensors))).toEqual(expected);
});

const tensor: fc.Arbitrary<Tensor> = fc
  .tuple(
    fc.constantFrom(...(Object.keys(tensorDtypes) as TensorDtype[])),
    fc.array(fc.nat(4), { maxLength: 3 }),
    fc.uint8Array({ minLength: 512, maxLength: 512 }),
  )
  .map(([dtype, shape, bytes]) => {
    const length = shape.reduce((total, size) => total * size, 1);
    return { dtype, shape, data: new dtypes[tensorDtypes[dtype]](bytes.slice().buffer, 0, length) };
  });
const text = fc.string({ unit: 'grapheme' });

test('every dtype, shape, name and text comes back, bit for bit', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'file.safetensors');
  const tensors = fc.array(fc.tuple(anyKey, tensor), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(tensors, fc.dictionary(anyKey, text), async (entries, metadata) => {
      const given = new Map(entries);
      await writeFile(path, encodeSafetensors(given, metadata));
      const file = await readSafetensors(path);
      expect(file.metadata).toEqual(metadata);
      expect([...file.tensors.keys()].toSorted()).toEqual([...given.keys()].toSorted());
      for (const [name, { dtype, shape, data }] of given) {
        const read = file.tensors.get(name);
        expect(read).toMatchObject({ dtype, shape });
        expect(read?.data.constructor).toBe(data.constructor);
        expect(read && Buffer.concat(bytesOf(read.data))).toEqual(Buffer.concat(bytesOf(data)));
      }
    }),
    { numRuns: 100, seed: 1, endOnFailure: true },
  );
});

const u8 = (begin: number, end: number, shape = [end - begin]) => ({ dtype: 'U8', shape, data_offsets: [begin, end] });

test.each<[what: string, file: Buffer, message: string]>([
  ['an empty file', Buffer.alloc(0), 'it has 0 bytes, fewer than the 8'],
  ['half a length', Buffer.alloc(7), 'it has 7 bytes, fewer than the 8'],
  ['a header beyond the file', fileOf('{}').subarray(0, 9), 'its header of 2 bytes exceeds the file of 9 bytes'],
  ['a huge header', Buffer.alloc(16, 0xff), 'exceeds 100000000'],
  ['a header of 100 MB and a byte', Buffer.from([1, 225, 245, 5, 0, 0, 0, 0]), 'its header of 100000001 bytes'],
  ['no JSON', fileOf('{"a":'), 'its header is not JSON in UTF-8'],
  ['bytes that are no UTF-8', fileOf(Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x30, 0x7d])), 'not JSON in UTF-8'],
  ['a byte order mark', fileOf('\ufeff{}'), 'its header is not JSON in UTF-8'],
  ['a space before the brace', fileOf(' {}'), 'its header is not a JSON object'],
  ['a list', fileOf('[]'), 'its header is not a JSON object'],
  ['null', fileOf('null'), 'its header is not a JSON object'],
  ['a duplicate tensor', fileOf('{"a":0,"a":0}'), 'its header has the key "a" twice'],
  ['a late duplicate', fileOf('{"a":["{",":","\\""], "b{":{"a":"a"}, "a" :0}'), 'its header has the key "a" twice'],
  ['an escaped name', fileOf('{"a":0,"\\u0061":0}'), 'the escaped key "\\u0061"'],
  ['a duplicate field', fileOf('{"a":{"dtype":"U8","shape":[],"dtype":"U8"}}'), 'its header has the key "dtype" twice'],
  ['metadata of numbers', fileOf('{"__metadata__":{"a":1}}'), '__metadata__ is not a map from text to text'],
  ['a list of metadata', fileOf('{"__metadata__":[]}'), '__metadata__ is not a map from text to text'],
  ['a tensor of null', fileOf('{"a":null}'), 'tensor a is badly described'],
  ['no offsets', fileOf('{"a":{"dtype":"U8","shape":[]}}'), 'data_offsets'],
  ['three offsets', fileOf(JSON.stringify({ a: { ...u8(0, 1), data_offsets: [0, 1, 1] } }), [0]), 'data_offsets'],
  ['a negative size', fileOf(JSON.stringify({ a: u8(0, 1, [-1, -1]) }), [0]), 'tensor a is badly described'],
  ['half a size', fileOf(JSON.stringify({ a: u8(0, 1, [0.5, 2]) }), [0]), 'tensor a is badly described'],
  ['an unsafe size', fileOf(JSON.stringify({ a: u8(0, 1, [2 ** 53, 0]) }), [0]), 'tensor a is badly described'],
  ['too few bytes', fileOf(JSON.stringify({ a: u8(0, 1, [2]) }), [0]), 'tensor a, U8 [2], needs 2 bytes and has 1'],
  ['ends before it starts', fileOf(JSON.stringify({ a: u8(1, 0, []) }), [0]), 'needs 1 bytes and has -1'],
  ['an overflow', fileOf(JSON.stringify({ a: u8(0, 1, [2 ** 40, 2 ** 40]) }), [0]), 'and has 1'],
  ['a gap at the start', fileOf(JSON.stringify({ a: u8(1, 2) }), [0, 0]), 'starts at byte 1 of the data instead of 0'],
  [
    'a gap',
    fileOf(JSON.stringify({ a: u8(0, 1), b: u8(2, 3) }), [0, 0, 0]),
    'b starts at byte 2 of the data instead of 1',
  ],
  [
    'an overlap',
    fileOf(JSON.stringify({ a: u8(0, 2), b: u8(1, 3) }), [0, 0, 0]),
    'b starts at byte 1 of the data instead of 2',
  ],
  [
    'the same bytes twice',
    fileOf(JSON.stringify({ a: u8(0, 1), b: u8(0, 1) }), [0]),
    'starts at byte 0 of the data instead of 1',
  ],
  ['too much data', fileOf('{}', [0]), 'describes 0 bytes of data, and it has 1'],
  ['too little data', fileOf(JSON.stringify({ a: u8(0, 2) }), [0]), 'describes 2 bytes of data, and it has 1'],
  ['data that no memory holds', fileOf(JSON.stringify({ a: u8(0, 2 ** 45) }), [0]), 'bytes of data, and it has 1'],
])('%s is refused', async (_, file, message) => {
  const error: unknown = await readBytes(file).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(SnapshotError);
  expect(error).toMatchObject({ message: expect.stringContaining(message), cure: expect.stringContaining('copy') });
});

test('a dtype that cannot be held is named', async () => {
  const file = fileOf('{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}', [0]);
  await expect(readBytes(file)).rejects.toMatchObject({
    name: 'SnapshotError',
    message: expect.stringContaining('tensor a has dtype F8_E4M3'),
    cure: expect.stringContaining('F64, I64'),
  });
});

test('a changed byte never leads to anything but a file or a SnapshotError', async () => {
  const good = Buffer.concat(
    encodeSafetensors(new Map([['a', { dtype: 'F32', shape: [2], data: new Float32Array(2) }]]), { key: 'text' }),
  );
  const others: unknown[] = [];
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (position, value) => {
      const bytes = Uint8Array.from(good);
      bytes[position] = value;
      await readBytes(bytes).catch((error: unknown) => {
        if (!(error instanceof SnapshotError)) others.push(error);
      });
    }),
    { numRuns: 500, seed: 1 },
  );
  expect(others).toEqual([]);
});

test('a file that is missing, is a folder, or is cut is a SnapshotError', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'file.safetensors');
  await expect(readSafetensors(path)).rejects.toThrow(`cannot read ${path}: it does not exist`);
  await expect(readSafetensors(folder.path)).rejects.toThrow('it is a folder, not a file');
  await writeFile(path, encodeSafetensors(new Map([['a', { dtype: 'U8', shape: [9], data: new Uint8Array(9) }]])));
  const { length } = await readFile(path);
  for (let cut = length - 1; cut >= 0; cut--) {
    await truncate(path, cut);
    await expect(readSafetensors(path)).rejects.toBeInstanceOf(SnapshotError);
  }
});

const encode = (name: string, given: Tensor) => () => encodeSafetensors(new Map([[name, given]]));

test('a tensor that contradicts itself is a programming mistake', () => {
  const data = new Float32Array(6);
  expect(encode('a', { dtype: 'F64', shape: [6], data })).toThrow(
    new TypeError('tensor a of dtype F64 needs a Float64Array, got Float32Array'),
  );
  expect(encode('a', { dtype: 'F32', shape: [2, 2], data })).toThrow(
    new RangeError('tensor a of shape [2,2] cannot hold 6 elements'),
  );
  expect(encode('a', { dtype: 'F32', shape: [-2, -3], data })).toThrow(RangeError);
  for (const name of ['"', 'a\n', '\ud800']) {
    expect(encode(name, { dtype: 'F32', shape: [6], data })).toThrow('has characters that JSON escapes');
  }
  expect(encode('__metadata__', { dtype: 'F32', shape: [6], data })).toThrow(RangeError);
});
