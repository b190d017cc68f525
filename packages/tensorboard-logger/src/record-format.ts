import { crc32c } from '@node-rs/crc32';

/**
 * A TFRecord is the length of the data (8 bytes), its checksum (4), the data, their checksum (4), all little-endian.
 * Source: tensorflow/core/lib/io/record_writer.h.
 */
export const HEADER_BYTES = 12;
export const FOOTER_BYTES = 4;

/** Added after the rotation; source: tensorflow/core/lib/hash/crc32c.h. */
const MASK_DELTA = 0xa282ead8;

/** CRC-32C rotated right by 15 bits plus a constant, so that a checksum of data that hold checksums stays sound. */
export function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}

/** Checksums of the lengths that most records have; 0 where not yet known. */
const lengthCrcs = new Uint32Array(1024);

/** The masked checksum of a record's length. Most lengths repeat; the call into native code costs more than a look-up. */
export function lengthCrc(length: number): number {
  const known = lengthCrcs[length];
  if (known !== undefined && known !== 0) return known;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  const crc = maskedCrc(bytes);
  if (length < lengthCrcs.length) lengthCrcs[length] = crc;
  return crc;
}
