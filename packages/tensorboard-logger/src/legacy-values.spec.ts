import { describe, expect, it } from 'vitest';
import { decodeEvent } from './decode-event.ts';
import { DATA_TYPE, EVENT, HISTOGRAM, IMAGE, METADATA, PLUGIN_DATA, SUMMARY, TENSOR, VALUE } from './fields.ts';
import { bytes, double, encode, integer, message, text, WireType, type Write } from './protobuf.ts';

/** An event of another writer, with one Summary.Value. */
const eventOf = (...values: Write[]): Uint8Array =>
  encode((event) => {
    double(event, EVENT.wallTime, 2);
    integer(event, EVENT.step, 1);
    message(event, EVENT.summary, (summary) => {
      for (const value of values) message(summary, SUMMARY.value, value);
    });
  });

const plugin =
  (name: string): Write =>
  (value) =>
    message(value, VALUE.metadata, (metadata) =>
      message(metadata, METADATA.pluginData, (data) => text(data, PLUGIN_DATA.name, name)),
    );

const doubles = (...values: number[]): Uint8Array => new Uint8Array(Float64Array.from(values).buffer);

const histo: Write = (value) => {
  text(value, VALUE.tag, 'h');
  message(value, VALUE.histogram, (histogram) => {
    double(histogram, HISTOGRAM.min, -0.5);
    double(histogram, HISTOGRAM.max, 2.5);
    bytes(histogram, HISTOGRAM.bucketLimit, doubles(-1, 0, 1, 3, Number.MAX_VALUE)); // packed
    for (const count of [0, 2, 0, 5, 0]) double(histogram, HISTOGRAM.bucket, count); // not packed
  });
};

const emptyHisto: Write = (value) =>
  message(value, VALUE.histogram, (histogram) => double(histogram, HISTOGRAM.min, 0));

const image: Write = (value) =>
  message(value, VALUE.image, (each) => {
    integer(each, IMAGE.height, 3);
    integer(each, IMAGE.width, 4);
    bytes(each, IMAGE.encoded, Uint8Array.of(1, 2));
  });

const scalar =
  (tag: string, write: Write): Write =>
  (value) => {
    text(value, VALUE.tag, tag);
    message(value, VALUE.tensor, write);
  };
const raw: Write = (tensor) => {
  integer(tensor, TENSOR.type, DATA_TYPE.double);
  bytes(tensor, TENSOR.content, doubles(0.1));
};
const typed: Write = (tensor) => {
  integer(tensor, TENSOR.type, DATA_TYPE.float);
  tensor.tag(TENSOR.floats, WireType.Bit32).float(0.5);
};

describe('values of other writers', () => {
  it('are kept as they are where nothing is known of them', () => {
    // Summary.Value: tag "a" and field 6, an audio clip of one byte.
    const value = Uint8Array.of(0x0a, 1, 0x61, 0x32, 1, 7);
    expect(
      decodeEvent(
        eventOf((writer) => writer.raw(value)),
        new Map(),
      ),
    ).toStrictEqual([{ kind: 'other', step: 1, wallTime: 2, tag: 'a', value }]);
  });

  it('histo: empty outer bins dropped, outer edges replaced by min and max', () => {
    expect(decodeEvent(eventOf(histo), new Map())).toStrictEqual([
      {
        kind: 'histogram',
        step: 1,
        wallTime: 2,
        tag: 'h',
        value: [
          { left: -0.5, right: 0, count: 2 },
          { left: 0, right: 1, count: 0 },
          { left: 1, right: 2.5, count: 5 },
        ],
      },
    ]);
  });

  it('histo without any count is a histogram without bins', () => {
    expect(decodeEvent(eventOf(emptyHisto), new Map())).toMatchObject([{ kind: 'histogram', value: [] }]);
  });

  it('image', () => {
    expect(decodeEvent(eventOf(image), new Map())).toMatchObject([
      { kind: 'image', value: { width: 4, height: 3, encoded: [Uint8Array.of(1, 2)] } },
    ]);
  });

  it('scalars as tensors: raw bytes, typed elements, and without metadata after the first', () => {
    const plugins = new Map<string, string>();
    const first: Write = (value) => {
      scalar('loss', raw)(value);
      plugin('scalars')(value);
    };
    expect(decodeEvent(eventOf(first), plugins)).toMatchObject([{ kind: 'scalar', tag: 'loss', value: 0.1 }]);
    expect(decodeEvent(eventOf(scalar('loss', typed), scalar('elsewhere', typed)), plugins)).toMatchObject([
      { kind: 'scalar', tag: 'loss', value: 0.5 },
      { kind: 'other', tag: 'elsewhere' },
    ]);
  });
});
