import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { FOOTER_BYTES, HEADER_BYTES, lengthCrc, maskedCrc } from './record-format.ts';

/** Memory for pending records: at first, and at most while nothing is pending. */
const INITIAL_BYTES = 1 << 12;
const KEPT_BYTES = 1 << 21;

/**
 * A file of TFRecords, which other processes can read while it grows. Records are collected in memory and written by
 * `flush`, at the offset where the last good flush ended: after a failed write the same bytes are written again to the
 * same place, so no broken record is ever followed by others. Writes are synchronous, which keeps them in order and
 * makes them happen in a loop that never yields; they go to the page cache, not through to the disk.
 */
export class RecordWriter {
  readonly path: string;
  readonly #file: number;
  /** Where the next flush writes. */
  #offset = 0;
  #pending = new Uint8Array(INITIAL_BYTES);
  #view = new DataView(this.#pending.buffer);
  #pendingBytes = 0;

  /** Creates the file; throws where one exists. */
  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, 'wx');
  }

  /** Bytes not yet written. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  append(data: Uint8Array): void {
    const start = this.#pendingBytes;
    const end = start + HEADER_BYTES + data.length + FOOTER_BYTES;
    if (end > this.#pending.length) this.#resize(Math.max(end, 2 * this.#pending.length));
    this.#view.setUint32(start, data.length, true);
    this.#view.setUint32(start + 4, 0, true);
    this.#view.setUint32(start + 8, lengthCrc(data.length), true);
    this.#pending.set(data, start + HEADER_BYTES);
    this.#view.setUint32(
      end - FOOTER_BYTES,
      maskedCrc(this.#pending.subarray(start + HEADER_BYTES, end - FOOTER_BYTES)),
      true,
    );
    this.#pendingBytes = end;
  }

  /** Writes what is pending; when it throws, all of it stays pending. */
  flush(): void {
    try {
      for (let done = 0; done < this.#pendingBytes;) {
        done += writeSync(this.#file, this.#pending, done, this.#pendingBytes - done, this.#offset + done);
      }
    } catch (error) {
      this.#dropPartialWrite();
      throw error;
    }
    this.#offset += this.#pendingBytes;
    this.#pendingBytes = 0;
    if (this.#pending.length > KEPT_BYTES) this.#resize(INITIAL_BYTES);
  }

  /** Closes the file without a flush. */
  close(): void {
    closeSync(this.#file);
  }

  #resize(size: number): void {
    const resized = new Uint8Array(size);
    resized.set(this.#pending.subarray(0, this.#pendingBytes));
    this.#pending = resized;
    this.#view = new DataView(resized.buffer);
  }

  #dropPartialWrite(): void {
    try {
      ftruncateSync(this.#file, this.#offset);
    } catch {
      // The torn record at the end stays; readers stop before it, and the next flush writes over it.
    }
  }
}
