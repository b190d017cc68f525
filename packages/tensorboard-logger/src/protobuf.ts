import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

export { BinaryWriter, WireType, type BinaryReader } from '@bufbuild/protobuf/wire';

/** Writes the fields of one message. */
export type Write = (writer: BinaryWriter) => void;

/** `writer` can be given to spare its allocation; it must not be in use, and can be given again, even after a throw. */
export function encode(write: Write, writer = new BinaryWriter()): Uint8Array {
  try {
    write(writer);
  } catch (error) {
    writer.finish(); // drops the half of a message
    throw error;
  }
  return writer.finish();
}

/** Writes a field that is itself a message. */
export function message(writer: BinaryWriter, field: number, write: Write): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}

export function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

export function bytes(writer: BinaryWriter, field: number, value: Uint8Array): void {
  writer.tag(field, WireType.LengthDelimited).bytes(value);
}

/** Writes an int32, int64 or enum field. */
export function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

export function double(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Bit64).double(value);
}

/** How to read each known field of a message, by number, into `target`; each must consume its value. */
export type Fields<T> = Readonly<Record<number, (target: T, reader: BinaryReader, wireType: WireType) => void>>;

/**
 * Reads a message into `target` and returns it; unknown fields are skipped, as protobuf asks. Throws when the bytes are
 * no protobuf message.
 */
export function decode<T>(encoded: Uint8Array, fields: Fields<T>, target: T): T {
  const reader = new BinaryReader(encoded);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    const read = fields[field];
    if (read === undefined) reader.skip(wireType, field);
    else read(target, reader, wireType);
  }
  if (reader.pos > reader.len) throw new RangeError('a field reaches beyond its message');
  return target;
}

/** Reads a repeated number, packed (proto3) or one by one (proto2), into `out`. */
export function numbers(
  reader: BinaryReader,
  wireType: WireType,
  read: (reader: BinaryReader) => number,
  out: number[],
): void {
  if (wireType !== WireType.LengthDelimited) {
    out.push(read(reader));
    return;
  }
  const packed = new BinaryReader(reader.bytes());
  while (packed.pos < packed.len) out.push(read(packed));
}
