import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32c } from '@node-rs/crc32';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEvent } from './encode-event.ts';
import { temporaryDirectory } from './fixtures/temporary-directory.ts';
import { EventFileWriter } from './index.ts';
import { lengthCrc, maskedCrc } from './record-format.ts';

const ascii = (text: string) => Buffer.from(text, 'ascii');

describe('checksum', () => {
  it('is CRC-32C: RFC 3720 section B.4, and tensorboardX tests/test_crc32c.py', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(ascii('123456789'))).toBe(0xe3069283);
    expect(crc32c(ascii('abcd'))).toBe(0x92c80a31);
  });

  it('is masked: rotated right by 15 bits, plus 0xa282ead8', () => {
    // 0x92c80a31 >>> 15 = 0x00012590, << 17 = 0x14620000; the sum 0x14632590 + 0xa282ead8 = 0xb6e61068.
    expect(maskedCrc(ascii('abcd'))).toBe(0xb6e61068);
  });

  it('of a length is that of its eight bytes, looked up or not', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(2000), fc.nat(), fc.constantFrom(2 ** 32, 2 ** 40 + 1)), (length) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64LE(BigInt(length));
        const expected = maskedCrc(bytes);
        expect(lengthCrc(length)).toBe(expected);
        expect(lengthCrc(length)).toBe(expected);
      }),
    );
  });
});

/*
 * One scalar as Event (event.proto, summary.proto), tag byte = field number * 8 + wire type:
 *   09 .. f8 3f     1: wall_time, double 1.5
 *   10 03           2: step, varint 3
 *   2a 0a           5: summary, 10 bytes
 *     0a 08           1: value, 8 bytes
 *       0a 01 61        1: tag, 1 byte "a"
 *       15 00 00 00 3f  2: simple_value, float 0.5
 */
const event = Buffer.from('09000000000000f83f 1003 2a0a 0a08 0a0161 150000003f'.replaceAll(' ', ''), 'hex');
/** 1: wall_time 1.5; 3: file_version, 13 bytes "brain.Event:2". */
const version = Buffer.concat([Buffer.from('09000000000000f83f1a0d', 'hex'), ascii('brain.Event:2')]);

/*
 * The records: length, checksum, data, checksum. The four checksums come from a bitwise CRC-32C (reflected polynomial
 * 0x82f63b78) in Python, apart from this package: 24 -> 0x224b7fa3, version -> 0x6c64282a, 23 -> 0x1ef8cee7,
 * event -> 0xcd6857de.
 */
const file = Buffer.concat([
  Buffer.from('1800000000000000a37f4b22', 'hex'),
  version,
  Buffer.from('2a28646c', 'hex'),
  Buffer.from('1700000000000000e7cef81e', 'hex'),
  event,
  Buffer.from('de5768cd', 'hex'),
]);

describe('bytes', () => {
  it('of an event', () => {
    const encoded = encodeEvent({ kind: 'scalar', wallTime: 1.5, step: 3, tag: 'a', value: 0.5 });
    expect(Buffer.from(encoded).toString('hex')).toBe(event.toString('hex'));
  });

  it('of a whole file', async () => {
    const directory = temporaryDirectory();
    const log = await EventFileWriter.open(join(directory, 'run'), { now: () => 1500 });
    log.scalar('a', 0.5, 3);
    await log.close();
    expect(readFileSync(log.path).toString('hex')).toBe(file.toString('hex'));
  });
});
