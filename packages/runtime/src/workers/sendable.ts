import { types } from 'node:util';

/**
 * Throws a `TypeError` for a result that no message can carry: tinypool would lose it, and the worker with it. Numbers,
 * texts, typed arrays, and plain lists and objects of these are known to travel; anything else is tried.
 */
export function expectSendable(result: unknown, what: string): void {
  if (isPlain(result) || (isCollection(result) && Object.values(result).every(isPlain))) return;
  cloneMessage(result, what);
}

/** A structured clone: what the other side of a message gets. Throws a `TypeError` for what cannot be cloned. */
export function cloneMessage<T>(message: T, what: string): T {
  try {
    return structuredClone(message);
  } catch (cause) {
    throw cannotSend(what, cause);
  }
}

export function cannotSend(what: string, cause: unknown): TypeError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TypeError(`${what} cannot be sent between workers: ${reason}`, { cause });
}

function isPlain(value: unknown): boolean {
  return ArrayBuffer.isView(value) || !['object', 'function', 'symbol'].includes(typeof value) || value === null;
}

function isCollection(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * A message with its shared memory copied into plain buffers: one to a child process can carry no SharedArrayBuffer.
 * Lists, objects, maps and sets are rebuilt around the copies; anything else is passed on as it is.
 */
export function copyShared<T>(message: T): T {
  return copy(message, new Map()) as T;
}

/** `done` holds the copy of everything met so far, so that cycles and things met twice stay what they are. */
function copy(value: unknown, done: Map<unknown, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!done.has(value)) done.set(value, value);
  else return done.get(value);
  const keep = <T extends object>(copied: T): T => {
    done.set(value, copied);
    return copied;
  };
  if (types.isSharedArrayBuffer(value)) return keep(new Uint8Array(value).slice().buffer);
  if (ArrayBuffer.isView(value)) return types.isSharedArrayBuffer(value.buffer) ? keep(copyView(value, done)) : value;
  if (value instanceof Map) {
    const copied = keep(new Map<unknown, unknown>());
    for (const [key, item] of value) copied.set(copy(key, done), copy(item, done));
    return copied;
  }
  if (value instanceof Set) {
    const copied = keep(new Set<unknown>());
    for (const item of value) copied.add(copy(item, done));
    return copied;
  }
  if (!isCollection(value)) return value;
  const copied: Record<string, unknown> = keep(Array.isArray(value) ? ([] as unknown as Record<string, unknown>) : {});
  for (const [key, item] of Object.entries(value)) copied[key] = copy(item, done);
  return copied;
}

/** The same kind of view at the same place of the copied buffer: two views of one memory stay views of one memory. */
function copyView(view: ArrayBufferView, done: Map<unknown, unknown>): ArrayBufferView {
  const buffer = copy(view.buffer, done) as ArrayBuffer;
  const View = view.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView;
  const length = 'length' in view ? (view.length as number) : view.byteLength;
  return new View(buffer, view.byteOffset, length);
}
