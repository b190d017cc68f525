import { types } from 'node:util';

/**
 * A value with its shared memory copied into plain buffers: a message to a child process can carry no
 * SharedArrayBuffer. Values without any are passed on as they are.
 */
export function copyShared<T>(value: T): T;
export function copyShared(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (types.isSharedArrayBuffer(value)) return new Uint8Array(value).slice().buffer;
  if (types.isTypedArray(value)) return types.isSharedArrayBuffer(value.buffer) ? plainCopy(value) : value;
  if (Array.isArray(value)) return value.map((item) => copyShared(item));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyShared(item)]));
}

function plainCopy(view: NodeJS.TypedArray): unknown {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
  const View = view.constructor as new (buffer: ArrayBuffer) => unknown;
  return new View(bytes.buffer);
}
