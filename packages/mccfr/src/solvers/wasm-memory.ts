import { ConfigurationError } from '@longplay/runtime';

/** Memory that all threads, and kernels of WebAssembly, have in common. */
export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  /** Adds so many pages at the end, and tells how many there were; what lies in the memory stays where it is. */
  grow(pages: number): number;
}

/** What is used of WebAssembly, whose types TypeScript has in its DOM library alone. */
export interface WebAssemblyApi<Exports> {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: { env: { memory: WasmMemory } }) => { readonly exports: Exports };
}

/** Bytes of a page. */
const PAGE = 65_536;
/** The most pages that a kernel declares: 4 GiB. */
const MOST_PAGES = 65_536;

/**
 * Memory of at least so many bytes, all zero. Those that are never used take no memory of the machine.
 *
 * @throws ConfigurationError when there is no such memory
 */
export function newWasmMemory(bytes: number): WasmMemory {
  const { Memory } = (globalThis as unknown as { WebAssembly: WebAssemblyApi<object> }).WebAssembly;
  const initial = Math.ceil(bytes / PAGE);
  return orTell(bytes, () => new Memory({ initial, maximum: MOST_PAGES, shared: true }));
}

/** Lets the memory have at least so many bytes. @throws ConfigurationError when it cannot */
export function growTo(memory: WasmMemory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) orTell(bytes, () => memory.grow(Math.ceil(missing / PAGE)));
}

function orTell<Result>(bytes: number, allocate: () => Result): Result {
  try {
    return allocate();
  } catch (cause) {
    throw new ConfigurationError(`there is no memory of ${bytes} bytes for WebAssembly: ${(cause as Error).message}`, {
      cause,
      cure: 'allow the process more address space, of which each such memory takes some gigabytes, or solve fewer games at once',
    });
  }
}
