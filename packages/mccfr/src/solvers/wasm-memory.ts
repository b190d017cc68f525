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

/** Memory of no pages. */
export function newWasmMemory(): WasmMemory {
  const { Memory } = (globalThis as unknown as { WebAssembly: WebAssemblyApi<object> }).WebAssembly;
  return new Memory({ initial: 0, maximum: MOST_PAGES, shared: true });
}

/** Adds room for so many bytes, all zero, and gives its address. @throws RangeError when there is no such memory */
export function addRoom(memory: WasmMemory, bytes: number): number {
  return memory.grow(Math.ceil(bytes / PAGE)) * PAGE;
}
