/** The typed array of each element type. */
interface TypedArrays {
  float32: Float32Array;
  float64: Float64Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
}

/** The name of an element type, as NumPy and safetensors users know it. */
export type Dtype = keyof TypedArrays;

/** The typed array that holds elements of type `D`, over shared or plain memory. */
export type ArrayOf<D extends Dtype> = TypedArrays[D];

/** Any of the typed arrays that have a `Dtype`. */
export type TypedArray = ArrayOf<Dtype>;

/** Makes typed arrays: of a length (plain memory), or as a view of a buffer (offset in bytes, length in elements). */
export interface TypedArrayConstructor<A extends TypedArray> {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): A;
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): A;
}

/** The constructor of each element type; the one place where the two are tied together. */
export const dtypes: { readonly [D in Dtype]: TypedArrayConstructor<ArrayOf<D>> } = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
};

/** A typed array with a shape, in row-major order: the last dimension is contiguous. */
export interface SharedArray<D extends Dtype = Dtype> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly data: ArrayOf<D>;
}

/** The element type and the shape of each array of a bundle. */
export type ArrayLayout = Readonly<Record<string, readonly [dtype: Dtype, shape: readonly number[]]>>;

/** The arrays of a layout by name. */
export type SharedArrays<L extends ArrayLayout> = { readonly [Name in keyof L]: SharedArray<L[Name][0]> };

/** What memory the arrays lie in. */
export interface SharedArrayOptions {
  /** Memory that all threads see (the default), or plain memory, of which another thread or process gets a copy. */
  readonly shared?: boolean;
  /** Gives memory of at least so many bytes, such as that of a WebAssembly module, in place of new memory. */
  readonly allocate?: ((bytes: number) => ArrayBufferLike) | undefined;
}

/** A cache line: two workers that write neighbouring arrays do not fight for one. */
const ALIGNMENT = 64;
const MIB = 2 ** 20;

/**
 * Makes one array filled with zeros.
 *
 * @param shape - whole numbers; [] is a single element
 * @throws RangeError for a negative or fractional dimension, or when there is no such memory
 *
 * @example
 * const { data } = sharedArray('float32', [512, 8, 107]);
 * data.length; // => 438272
 * data.buffer instanceof SharedArrayBuffer; // => true
 */
export function sharedArray<D extends Dtype>(
  dtype: D,
  shape: readonly number[],
  options?: SharedArrayOptions,
): SharedArray<D> {
  return sharedArrays({ array: [dtype, shape] }, options).array;
}

/**
 * Makes several arrays filled with zeros in one buffer, each aligned to 64 bytes. The result is plain data: posted to
 * a worker thread, it arrives as the same arrays over the same memory.
 *
 * @throws RangeError for a negative or fractional dimension, or when there is no such memory
 *
 * @example
 * const rollout = sharedArrays({ observations: ['float32', [512, 8, 107]], actions: ['uint8', [512, 8]] });
 * rollout.observations.shape; // => [512, 8, 107]
 * rollout.actions.data.byteOffset; // => 1753088
 */
export function sharedArrays<const L extends ArrayLayout>(
  layout: L,
  {
    shared = true,
    allocate = (bytes) => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)),
  }: SharedArrayOptions = {},
): SharedArrays<L> {
  let bytes = 0;
  const fields = Object.entries(layout).map(([name, [dtype, shape]]) => {
    const length = elementCount(name, shape);
    const offset = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    bytes = offset + length * dtypes[dtype].BYTES_PER_ELEMENT;
    return { name, dtype, shape, length, offset };
  });
  const buffer = attempt(bytes, allocate, () =>
    fields.map(({ name, dtype, length }) => `${name} ${mib(length * dtypes[dtype].BYTES_PER_ELEMENT)}`).join(', '),
  );
  const arrays: Record<string, SharedArray> = Object.fromEntries(
    fields.map(({ name, dtype, shape, length, offset }) => [
      name,
      { dtype, shape: [...shape], data: new dtypes[dtype](buffer, offset, length) },
    ]),
  );
  return arrays as SharedArrays<L>;
}

function elementCount(name: string, shape: readonly number[]): number {
  if (!shape.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new RangeError(`the dimensions of ${name} must be whole numbers of at least 0; got [${shape.join(', ')}]`);
  }
  return shape.reduce((product, size) => product * size, 1);
}

function attempt(bytes: number, allocate: (bytes: number) => ArrayBufferLike, sizes: () => string): ArrayBufferLike {
  try {
    return allocate(bytes);
  } catch (cause) {
    throw new RangeError(`cannot allocate ${mib(bytes)} of memory: ${sizes()}`, { cause });
  }
}

const mib = (bytes: number) => `${(bytes / MIB).toFixed(1)} MiB`;
