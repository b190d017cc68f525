import { open, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { SnapshotError } from './errors.ts';
import { explainFileError } from './file-error.ts';
import { type Dtype, dtypes, type TypedArray } from './shared-array.ts';

// The safetensors format: 8 bytes little-endian length of the header, the header in JSON, the data of all tensors.
// Source: the section "Format" of the README of github.com/huggingface/safetensors.

/** The element types of the format, each with the array that holds it: half precision stays in its raw 16 bits. */
export const tensorDtypes = {
  F64: 'float64',
  I64: 'int64',
  U64: 'uint64',
  F32: 'float32',
  I32: 'int32',
  U32: 'uint32',
  F16: 'uint16',
  BF16: 'uint16',
  I16: 'int16',
  U16: 'uint16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'uint8',
} as const satisfies Readonly<Record<string, Dtype>>;

/** The name of an element type in a safetensors file. */
export type TensorDtype = keyof typeof tensorDtypes;

/** A tensor in row-major order. */
export interface Tensor {
  readonly dtype: TensorDtype;
  /** The dimensions; `[]` is one number, and a dimension of 0 makes the tensor empty. */
  readonly shape: readonly number[];
  /** The array that `tensorDtypes` names, of as many elements as the product of `shape`. */
  readonly data: TypedArray;
}

/** What a safetensors file holds. */
export interface SafetensorsFile {
  /** The tensors by name, in the order of their data. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The free texts of `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** All bytes before the data: the header's length and the header. */
  readonly head: Uint8Array;
}

const metadataKey = '__metadata__';
/** The reference implementation's bound (`MAX_HEADER_SIZE` of safetensors/src/tensor.rs), in bytes. */
const longestHeader = 100_000_000;
/** Reads, and chunks to write or hash, stay below the 2 GiB that one system call or one hash update takes. */
const chunkBytes = 64 * 1024 * 1024;

/**
 * Encodes tensors as a safetensors file. The first chunk is all before the data; the others are views of the given
 * arrays, not copies: they must not change until the chunks are used.
 *
 * @throws {TypeError | RangeError} where a tensor's data do not fit its dtype or shape, or a name is impossible.
 *
 * @example
 * const weights = { dtype: 'F32', shape: [2, 1], data: new Float32Array([1, 2]) } as const;
 * await writeFileAtomically(path, encodeSafetensors(new Map([['weights', weights]]), { step: '7' }));
 * const file = await readSafetensors(path);
 * file.tensors.get('weights'); // => { dtype: 'F32', shape: [2, 1], data: new Float32Array([1, 2]) }
 * file.metadata; // => { step: '7' }
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  // The widest elements first, so that every tensor starts at a multiple of its element's size.
  const ordered = [...tensors].toSorted(
    ([a, { data: x }], [b, { data: y }]) => y.BYTES_PER_ELEMENT - x.BYTES_PER_ELEMENT || (a < b ? -1 : 1),
  );
  for (const key of Object.keys(metadata)) checkKey(key);
  let end = 0;
  const entries = ordered.map(([name, { dtype, shape, data }]) => {
    checkTensor(name, { dtype, shape, data });
    const begin = end;
    end += data.byteLength;
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const json = JSON.stringify(Object.fromEntries([[metadataKey, metadata], ...entries]));
  const text = new TextEncoder().encode(json);
  // Spaces round the header up to 8 bytes, so that the data are aligned too.
  const head = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(head.length - 8), true);
  head.set(text, 8);
  return [head, ...ordered.flatMap(([, { data }]) => bytesOf(data))];
}

/**
 * Refuses a key of a JSON object with characters that JSON escapes (quotes, backslashes, control characters, half
 * surrogate pairs): `JSON.parse` of Node 24 and 26 misreads some, see github.com/nodejs/node/issues/63785.
 */
export function checkKey(key: string): void {
  const json = JSON.stringify(key);
  if (json !== `"${key}"`) throw new RangeError(`the name ${json} has characters that JSON escapes: choose another`);
}

/** The memory of an array as bytes, in chunks that one system call or one hash update takes. */
export function bytesOf(data: TypedArray): Uint8Array[] {
  return Array.from({ length: Math.ceil(data.byteLength / chunkBytes) }, (_, chunk) => {
    const offset = chunk * chunkBytes;
    const length = Math.min(chunkBytes, data.byteLength - offset);
    return new Uint8Array(data.buffer, data.byteOffset + offset, length);
  });
}

/**
 * Reads a safetensors file of any origin, each tensor into memory of its own. Nothing in the file is trusted: memory
 * is taken only for data that the file really has.
 *
 * @throws {SnapshotError} where the file cannot be read or breaks a rule of the format.
 */
export async function readSafetensors(path: string): Promise<SafetensorsFile> {
  try {
    const file = await open(path, 'r');
    try {
      return await readOpened(file, path);
    } finally {
      await file.close();
    }
  } catch (error) {
    const explained = explainFileError(error);
    if (explained === undefined) throw error;
    throw new SnapshotError(`cannot read ${path}: ${explained.reason}`, { cure: explained.cure, cause: error });
  }
}

async function readOpened(file: FileHandle, path: string): Promise<SafetensorsFile> {
  const { size } = await file.stat();
  if (size < 8) throw damaged(path, `it has ${size} bytes, fewer than the 8 of a header's length`);
  const prefix = new Uint8Array(8);
  await fill(file, [prefix], 0, path);
  const length = Number(new DataView(prefix.buffer).getBigUint64(0, true));
  if (length > longestHeader) throw damaged(path, `its header of ${length} bytes exceeds ${longestHeader}`);
  if (8 + length > size) throw damaged(path, `its header of ${length} bytes exceeds the file of ${size} bytes`);
  const head = new Uint8Array(8 + length);
  await fill(file, [head], 0, path);

  const { metadata, infos } = parseHeader(head.subarray(8), path);
  const dataBytes = infos.at(-1)?.end ?? 0;
  if (8 + length + dataBytes !== size) {
    throw damaged(path, `its header describes ${dataBytes} bytes of data, and it has ${size - 8 - length}`);
  }
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, elements } of infos) {
    const data = new dtypes[tensorDtypes[dtype]](elements);
    await fill(file, bytesOf(data), 8 + length + begin, path);
    tensors.set(name, { dtype, shape, data });
  }
  return { tensors, metadata, head };
}

const infoSchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

interface TensorInfo {
  readonly name: string;
  readonly dtype: TensorDtype;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly begin: number;
  readonly end: number;
}

/** The header's metadata and its tensors in the order of their data, without a gap or an overlap. */
function parseHeader(bytes: Uint8Array, path: string) {
  const header = parseJsonObject(bytes, path);
  let metadata: Record<string, string> = {};
  const infos: TensorInfo[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === metadataKey) {
      if (!isTextMap(value)) throw damaged(path, `its ${metadataKey} is not a map from text to text`);
      metadata = value;
    } else {
      infos.push(parseInfo(name, value, path));
    }
  }
  infos.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const info of infos) {
    if (info.begin !== end) {
      throw damaged(path, `tensor ${info.name} starts at byte ${info.begin} of the data instead of ${end}`);
    }
    end = info.end;
  }
  return { metadata, infos };
}

function parseInfo(name: string, value: unknown, path: string): TensorInfo {
  const parsed = infoSchema.safeParse(value);
  if (!parsed.success) {
    throw damaged(path, `tensor ${name} is badly described: ${z.prettifyError(parsed.error)}`);
  }
  const { dtype, shape, data_offsets } = parsed.data;
  if (!isTensorDtype(dtype)) {
    throw new SnapshotError(`${path}: tensor ${name} has dtype ${dtype}`, {
      cure: `convert it to one of ${Object.keys(tensorDtypes).join(', ')}`,
    });
  }
  const [begin, end] = data_offsets;
  const elements = product(shape);
  const bytes = elements * dtypes[tensorDtypes[dtype]].BYTES_PER_ELEMENT;
  if (end - begin !== bytes) {
    throw damaged(path, `tensor ${name}, ${dtype} [${shape}], needs ${bytes} bytes and has ${end - begin}`);
  }
  return { name, dtype, shape, elements, begin, end };
}

function parseJsonObject(bytes: Uint8Array, path: string): object {
  let value: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(path, 'its header is not JSON in UTF-8', error);
  }
  // The format asks for the brace to be the very first byte.
  if (!text.startsWith('{') || typeof value !== 'object' || value === null) {
    throw damaged(path, 'its header is not a JSON object');
  }
  const problem = keyProblem(text);
  if (problem !== undefined) throw damaged(path, `its header has ${problem}`);
  return value;
}

/** What is wrong with the keys of this valid JSON text, which `JSON.parse` does not tell, if anything. */
function keyProblem(json: string): string | undefined {
  const keysOfOpenObjects: Set<string>[] = [];
  let stringStart: number | undefined;
  let string = '';
  for (const { 0: token, index } of json.matchAll(/\\.|["{}:]/g)) {
    if (token === '"' && stringStart === undefined) {
      stringStart = index;
    } else if (token === '"') {
      string = json.slice(stringStart, index + 1);
      stringStart = undefined;
    } else if (stringStart !== undefined) {
      continue;
    } else if (token === '{') {
      keysOfOpenObjects.push(new Set());
    } else if (token === '}') {
      keysOfOpenObjects.pop();
    } else {
      const keys = keysOfOpenObjects.at(-1);
      if (string.includes('\\')) return `the escaped key ${string}, which cannot be read safely`;
      if (keys?.has(string)) return `the key ${string} twice`;
      keys?.add(string);
    }
  }
  return undefined;
}

/** Reads from `position` until every chunk is full. */
async function fill(file: FileHandle, chunks: Iterable<Uint8Array>, position: number, path: string): Promise<void> {
  let at = position;
  for (const chunk of chunks) {
    for (let offset = 0; offset < chunk.length;) {
      const { bytesRead } = await file.read(chunk, offset, chunk.length - offset, at);
      if (bytesRead === 0) throw damaged(path, `it ends at byte ${at}, while it is read`);
      offset += bytesRead;
      at += bytesRead;
    }
  }
}

function checkTensor(name: string, { dtype, shape, data }: Tensor): void {
  checkKey(name);
  if (name === metadataKey) throw new RangeError(`a tensor cannot have the name ${metadataKey}`);
  const Expected = dtypes[tensorDtypes[dtype]];
  if (!(data instanceof Expected)) {
    throw new TypeError(`tensor ${name} of dtype ${dtype} needs a ${Expected.name}, got ${data.constructor.name}`);
  }
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0) || product(shape) !== data.length) {
    throw new RangeError(`tensor ${name} of shape [${shape}] cannot hold ${data.length} elements`);
  }
}

function isTextMap(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}

function isTensorDtype(dtype: string): dtype is TensorDtype {
  return Object.hasOwn(tensorDtypes, dtype);
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}

function damaged(path: string, what: string, cause?: unknown): SnapshotError {
  return new SnapshotError(`${path} is not a safetensors file, or is damaged: ${what}`, {
    cure: 'use an older or another copy of the file',
    cause,
  });
}
