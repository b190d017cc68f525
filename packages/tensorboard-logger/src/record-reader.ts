import type { FileHandle } from 'node:fs/promises';
import { FOOTER_BYTES, HEADER_BYTES, lengthCrc, maskedCrc } from './record-format.ts';

/** Where a file stops being readable. */
export interface Damage {
  readonly file: string;
  /** The byte where the broken record starts. */
  readonly offset: number;
  readonly reason: string;
}

export interface StoredRecord {
  /** Where it starts in the file. */
  readonly offset: number;
  readonly data: Uint8Array;
}

/** Read at once; a longer record makes a longer chunk. */
const CHUNK_BYTES = 1 << 18;

/**
 * Streams an open file of TFRecords, in batches, up to its end or its first broken record, of which `onDamage` is told;
 * `file` is its name. Closes it.
 */
export async function* readRecords(
  handle: FileHandle,
  file: string,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<readonly StoredRecord[]> {
  try {
    let { size } = await handle.stat();
    let offset = 0;
    let needed = CHUNK_BYTES;
    while (offset < size) {
      const chunk = await readAt(handle, offset, Math.min(needed, size - offset));
      // The file can have been cut since its size was asked.
      if (chunk.length < Math.min(needed, size - offset)) size = offset + chunk.length;

      const { records, end, rest } = parseRecords(chunk, offset);
      yield records;
      offset = end;
      if (typeof rest === 'string') return onDamage({ file, offset, reason: rest });
      if (offset < size && offset + rest > size) return onDamage({ file, offset, reason: 'the file ends in a record' });
      needed = Math.max(CHUNK_BYTES, rest);
    }
  } finally {
    await handle.close();
  }
}

/** A fresh chunk, so that what was yielded from an earlier one stays as it is; shorter at the end of the file. */
async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const chunk = new Uint8Array(length);
  let filled = 0;
  for (let read = -1; read !== 0 && filled < length; filled += read) {
    ({ bytesRead: read } = await handle.read(chunk, filled, length - filled, offset + filled));
  }
  return chunk.subarray(0, filled);
}

/** The whole records at the start of a chunk, and what follows: the bytes that the next record needs, or its damage. */
function parseRecords(chunk: Uint8Array, offset: number) {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const records: StoredRecord[] = [];
  let start = 0;
  for (;;) {
    const next = parseRecord(chunk, view, start);
    if (!(next instanceof Uint8Array)) return { records, end: offset + start, rest: next };
    records.push({ offset: offset + start, data: next });
    start += HEADER_BYTES + next.length + FOOTER_BYTES;
  }
}

/** The data of one record, the bytes that it needs where the chunk has fewer, or what is wrong with it. */
function parseRecord(chunk: Uint8Array, view: DataView, start: number): Uint8Array | number | string {
  const available = chunk.length - start;
  if (available < HEADER_BYTES) return HEADER_BYTES;
  const length = Number(view.getBigUint64(start, true));
  if (view.getUint32(start + 8, true) !== lengthCrc(length)) return 'the length of a record has a wrong checksum';
  const size = HEADER_BYTES + length + FOOTER_BYTES;
  if (available < size) return size;
  const data = chunk.subarray(start + HEADER_BYTES, start + HEADER_BYTES + length);
  if (view.getUint32(start + HEADER_BYTES + length, true) !== maskedCrc(data)) {
    return 'the data of a record have a wrong checksum';
  }
  return data;
}
