import { createHash } from 'node:crypto';
import { z } from 'zod';
import { writeFileAtomically } from './atomic-file.ts';
import { SnapshotError } from './errors.ts';
import {
  bytesOf,
  checkKey,
  encodeSafetensors,
  readSafetensors,
  type SafetensorsFile,
  type TensorDtype,
} from './safetensors.ts';
import { type ArrayOf, type Dtype, type TypedArray } from './shared-array.ts';

/** An array of a snapshot: its dtype and shape. One dimension may be -1: its size is known only from the data. */
export type ArraySpec = readonly [dtype: Dtype, shape: readonly number[]];

/** The arrays that belong to their specifications, by name. */
export type ArraysOf<Specs extends Readonly<Record<string, ArraySpec>>> = {
  [Name in keyof Specs]: ArrayOf<Specs[Name][0]>;
};

/** All that a trainer needs to go on. */
export interface SnapshotState<Arrays, Header> {
  /** How far the training is, in its own unit (timesteps, iterations): a whole number from 0. */
  readonly step: number;
  /** The large state, in row-major order. */
  readonly arrays: Arrays;
  /** Everything else. */
  readonly header: Header;
}

/** Declares the state of a trainer, once: `save` and `load` both follow from it. */
export interface SnapshotDefinition<Specs extends Readonly<Record<string, ArraySpec>>, Schema extends z.ZodType> {
  /** Whose state it is, algorithm and variant, such as `thompson-sampling`. */
  readonly kind: string;
  /** Raised whenever the meaning of the state changes. */
  readonly version: number;
  /** The arrays by name. */
  readonly arrays: Specs;
  /** The schema of the header: plain data, without keys that JSON escapes. Numbers, also NaN, -0 and bigint, are exact. */
  readonly header: Schema;
}

/** Saves and loads the state of one kind of trainer, see {@link defineSnapshot}. */
export interface Snapshot<Arrays, HeaderInput, HeaderOutput> {
  /**
   * Writes the state atomically; the arrays must not change until it is done.
   * @throws {TypeError | RangeError} where the state breaks its own declaration; nothing is written then.
   * @throws {RunDirectoryError} where the file cannot be written; an old one is then untouched.
   */
  save(path: string, state: SnapshotState<Arrays, HeaderInput>): Promise<void>;
  /**
   * Reads the state back, each array into memory of its own.
   * @throws {SnapshotError} where the file cannot be read, is damaged, or was written by another kind, version or
   * configuration; the message says what was expected and what was found.
   */
  load(path: string): Promise<SnapshotState<Arrays, HeaderOutput>>;
}

/**
 * Declares the state of a trainer as one safetensors file, readable from Python and Rust: the arrays are its tensors;
 * kind, version, step, the header (JSON) and a SHA-256 of the whole file are texts of its metadata. The hash is taken
 * with 64 zeros in its own place.
 *
 * JSON has no NaN, infinities, -0 and bigint: they are kept as `{"$number": "NaN"}` and `{"$bigint": "12"}`.
 *
 * @throws {RangeError} where a declared shape is impossible.
 *
 * @example
 * const bandit = defineSnapshot({
 *   kind: 'thompson-sampling',
 *   version: 1,
 *   arrays: { wins: ['float64', [3]], history: ['uint8', [-1]] },
 *   header: z.object({ seed: z.number() }),
 * });
 * const arrays = { wins: new Float64Array([1, 0, 2]), history: new Uint8Array([0, 2, 2]) };
 * await bandit.save(path, { step: 3, arrays, header: { seed: 7 } });
 * await bandit.load(path); // => { step: 3, arrays, header: { seed: 7 } }
 */
export function defineSnapshot<const Specs extends Readonly<Record<string, ArraySpec>>, Schema extends z.ZodType>(
  definition: SnapshotDefinition<Specs, Schema>,
): Snapshot<ArraysOf<Specs>, z.input<Schema>, z.output<Schema>> {
  const { kind, version, arrays: specs, header: schema } = definition;
  for (const [name, [, shape]] of Object.entries(specs)) checkSpec(name, shape);

  return {
    async save(path, { step, arrays, header }) {
      const given: Readonly<Record<string, TypedArray>> = arrays;
      const tensors = new Map(
        Object.entries(specs).map(([name, [dtype, shape]]) => {
          const data = given[name];
          if (data === undefined) throw new TypeError(`snapshot ${kind} needs the array ${name}`);
          return [name, { dtype: tensorDtype[dtype], shape: resolveShape(shape, data.length), data }];
        }),
      );
      const extra = Object.keys(given).find((name) => !Object.hasOwn(specs, name));
      if (extra !== undefined) throw new TypeError(`snapshot ${kind} declares no array ${extra}`);
      if (!stepSchema.safeParse(step).success) throw new RangeError(`step must be a whole number from 0, got ${step}`);
      const text = stringify(header);
      const accepted = schema.safeParse(parse(text));
      if (!accepted.success) {
        throw new TypeError(`the header of snapshot ${kind} breaks its schema: ${z.prettifyError(accepted.error)}`);
      }
      const metadata = { kind, version: String(version), step: String(step), header: text, sha256: noHash };
      await writeFileAtomically(path, sealed(encodeSafetensors(tensors, metadata)));
    },

    async load(path) {
      const file = await readSafetensors(path);
      verifyHash(file, path);
      const { metadata, tensors } = file;
      expectEqual(path, 'kind', kind, metadata['kind']);
      expectEqual(path, 'version', String(version), metadata['version']);
      expectEqual(path, 'arrays', Object.keys(specs).toSorted().join(', '), [...tensors.keys()].toSorted().join(', '));
      for (const [name, { dtype, shape }] of tensors) {
        const spec = specs[name];
        if (spec === undefined) continue; // the names are equal
        expectEqual(path, `dtype of ${name}`, tensorDtype[spec[0]], dtype);
        if (!matches(shape, spec[1])) throw mismatch(path, `shape of ${name} [${spec[1]}]`, `[${shape}]`);
      }
      const step = parseText(path, 'step', stepSchema, metadata['step']);
      const header = parseText(path, 'header', schema, metadata['header']);
      // The loop above has shown that every array is there, with the declared dtype.
      const arrays = Object.fromEntries([...tensors].map(([name, { data }]) => [name, data])) as ArraysOf<Specs>;
      return { step, arrays, header };
    },
  };
}

const stepSchema = z.int().nonnegative();
/** Stands in the place of the hash while the hash is taken. */
const noHash = '0'.repeat(64);

const tensorDtype: Readonly<Record<Dtype, TensorDtype>> = {
  float32: 'F32',
  float64: 'F64',
  int8: 'I8',
  uint8: 'U8',
  int16: 'I16',
  uint16: 'U16',
  int32: 'I32',
  uint32: 'U32',
  int64: 'I64',
  uint64: 'U64',
};

function checkSpec(name: string, shape: readonly number[]): void {
  const unknown = shape.filter((size) => size === -1).length;
  const smallest = unknown === 0 ? 0 : 1;
  if (unknown > 1 || !shape.every((size) => size === -1 || (Number.isSafeInteger(size) && size >= smallest))) {
    throw new RangeError(`array ${name} has the shape [${shape}]: whole sizes are needed, one may be -1 (unknown)`);
  }
}

/** The shape with its -1 replaced by what `length` elements leave for it. */
function resolveShape(shape: readonly number[], length: number): number[] {
  const known = shape.reduce((total, size) => (size === -1 ? total : total * size), 1);
  return shape.map((size) => (size === -1 ? length / known : size));
}

function matches(shape: readonly number[], spec: readonly number[]): boolean {
  return shape.length === spec.length && spec.every((size, axis) => size === -1 || size === shape[axis]);
}

/** JSON in which every number is kept, see {@link defineSnapshot}. */
function stringify(header: unknown): string {
  return JSON.stringify(header, (key, value: unknown) => {
    checkKey(key);
    if (typeof value === 'bigint') return { $bigint: String(value) };
    if (Object.is(value, -0)) return { $number: '-0' };
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    if (typeof value === 'object' && value !== null && ('$number' in value || '$bigint' in value)) {
      throw new TypeError(`the header's "${key}" has a key $number or $bigint, which stand for numbers`);
    }
    return value;
  });
}

function parse(json: string): unknown {
  return JSON.parse(json, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$number' in value) return Number(value.$number);
    if ('$bigint' in value) return BigInt(String(value.$bigint));
    return value;
  });
}

/** Puts the hash of all chunks in its place in the first. */
function sealed(chunks: Uint8Array[]): Uint8Array[] {
  const [head] = chunks;
  if (head !== undefined) Buffer.from(head.buffer).write(sha256(chunks), hashPosition(head), 'latin1');
  return chunks;
}

function verifyHash({ tensors, metadata, head }: SafetensorsFile, path: string): void {
  const found = metadata['sha256'];
  if (found === undefined) {
    throw new SnapshotError(`${path} is a safetensors file, but no snapshot: its metadata has no sha256`, {
      cure: 'give the path of a file that a training run has saved',
    });
  }
  const at = hashPosition(head);
  const unsealed = head.slice().fill(noHash.charCodeAt(0), at, at + noHash.length);
  const chunks = [...tensors.values()].flatMap(({ data }) => bytesOf(data));
  const expected = sha256([unsealed, ...chunks]);
  if (found !== expected) {
    throw new SnapshotError(`${path} is damaged: its content has the SHA-256 ${expected}, expected ${found}`, {
      cure: 'use an older or another copy of the file',
    });
  }
}

/** Where the digits of the hash start. The quotes make it the key itself: within a JSON text they are escaped. */
function hashPosition(head: Uint8Array): number {
  const key = '"sha256":"';
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).indexOf(key) + key.length;
}

function sha256(chunks: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

function parseText<Schema extends z.ZodType>(path: string, what: string, schema: Schema, text = ''): z.output<Schema> {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    throw mismatch(path, `${what} in JSON`, text);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw mismatch(path, `${what} after its schema`, z.prettifyError(parsed.error));
  return parsed.data;
}

function expectEqual(path: string, what: string, expected: string, found = 'nothing'): void {
  if (expected !== found) throw mismatch(path, `${what} ${expected}`, found);
}

function mismatch(path: string, expected: string, found: string): SnapshotError {
  return new SnapshotError(`${path} does not fit: expected ${expected}, found ${found}`, {
    cure: 'use the algorithm, the configuration and the version of the program that wrote it, or start a new run',
  });
}
