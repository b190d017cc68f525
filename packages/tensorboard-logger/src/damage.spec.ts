import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAll } from './fixtures/read-all.ts';
import { temporaryDirectory } from './fixtures/temporary-directory.ts';
import { EventFileWriter, readEvents, type Damage, type LogEvent } from './index.ts';
import { encode, text } from './protobuf.ts';
import { lengthCrc } from './record-format.ts';
import { RecordWriter } from './record-writer.ts';

/** A small file of five events, and where each of its records ends; the first record is the file version. */
async function smallFile() {
  const directory = temporaryDirectory();
  const log = await EventFileWriter.open(directory, { now: () => 1_700_000_000_000 });
  const ends = [readFileSync(log.path).length];
  const logs = [
    () => log.scalar('a', 0.5, 1),
    () => log.text('b', 'text', 2),
    () => log.scalar('a', NaN, 3),
    () => log.scalar('c', 1, 2 ** 40),
  ];
  for (const write of logs) {
    write();
    await log.flush();
    ends.push(readFileSync(log.path).length);
  }
  await log.close();
  const bytes = readFileSync(log.path);
  return { path: log.path, bytes, ends, events: await readAll(log.path) };
}

async function read(path: string): Promise<{ events: LogEvent[]; damage: Damage[] }> {
  const damage: Damage[] = [];
  const events = await readAll(path, (each) => damage.push(each));
  return { events, damage };
}

describe('damage', () => {
  it('by truncation at any byte leaves the events before it', async () => {
    const { path, bytes, ends, events } = await smallFile();
    for (let size = bytes.length; size >= 0; size--) {
      truncateSync(path, size);
      const whole = ends.filter((end) => end <= size).length;
      const offset = whole === 0 ? 0 : ends[whole - 1]!;
      const result = await read(path);
      expect(result.events, `size ${size}`).toStrictEqual(events.slice(0, Math.max(0, whole - 1)));
      expect(result.damage, `size ${size}`).toStrictEqual(
        size === offset ? [] : [{ file: path, offset, reason: 'the file ends in a record' }],
      );
    }
  });

  it('by any flipped bit leaves the events before it', async () => {
    const { path, bytes, ends, events } = await smallFile();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, flipped);
      const whole = ends.filter((end) => end <= bit >> 3).length;
      const result = await read(path);
      expect(result.events, `bit ${bit}`).toStrictEqual(events.slice(0, Math.max(0, whole - 1)));
      expect(result.damage, `bit ${bit}`).toStrictEqual([
        { file: path, offset: whole === 0 ? 0 : ends[whole - 1], reason: expect.stringContaining('wrong checksum') },
      ]);
    }
  });

  it('of one file does not hide the next', async () => {
    const { path, bytes, events } = await smallFile();
    writeFileSync(`${path}.later`, bytes);
    appendFileSync(path, 'garbage, longer than a header');
    const result = await read(join(path, '..'));
    expect(result.events).toStrictEqual([...events, ...events]);
    expect(result.damage).toStrictEqual([
      { file: path, offset: bytes.length, reason: 'the length of a record has a wrong checksum' },
    ]);
  });

  it('is a file that vanishes before its turn: the others are read', async () => {
    const { path, bytes, events } = await smallFile();
    for (const name of ['.2', '.3']) writeFileSync(path + name, bytes);
    const found: LogEvent[] = [];
    const damage: Damage[] = [];
    for await (const event of readEvents(join(path, '..'), { onDamage: (each) => damage.push(each) })) {
      if (found.push(event) === 1) rmSync(`${path}.2`);
    }
    expect(found).toStrictEqual([...events, ...events]);
    expect(damage).toStrictEqual([
      { file: `${path}.2`, offset: 0, reason: expect.stringMatching(/^cannot be opened: ENOENT/) },
    ]);
  });

  it('is a record that is no event: the others are read', async () => {
    const path = join(temporaryDirectory(), 'events.out.tfevents.1');
    const records = new RecordWriter(path);
    records.append(Uint8Array.of(0x2a, 0x7f)); // a summary of 127 bytes, of which there are none
    records.append(encode((event) => text(event, 3, 'brain.Event:2')));
    records.flush();
    records.close();
    expect(await read(path)).toStrictEqual({
      events: [],
      damage: [{ file: path, offset: 0, reason: 'not an event: premature EOF' }],
    });
  });

  it('is a length, however large, that the file does not have: nothing of that size is allocated', async () => {
    const path = join(temporaryDirectory(), 'events.out.tfevents.1');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(2n ** 52n);
    const crc = Buffer.alloc(4);
    crc.writeUInt32LE(lengthCrc(2 ** 52));
    writeFileSync(path, Buffer.concat([length, crc, Buffer.alloc(100)]));
    expect(await read(path)).toStrictEqual({
      events: [],
      damage: [{ file: path, offset: 0, reason: 'the file ends in a record' }],
    });
  });
});
