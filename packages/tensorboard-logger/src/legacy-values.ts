import { HISTOGRAM, IMAGE } from './fields.ts';
import type { Histogram } from './histogram.ts';
import type { ImageValue } from './image.ts';
import { decode, numbers, type Fields } from './protobuf.ts';

/** The forms of TensorFlow 1, which torch and tensorboardX still write. */

interface RawImage {
  width: number;
  height: number;
  encoded: Uint8Array[];
}

const IMAGE_FIELDS: Fields<RawImage> = {
  [IMAGE.width]: (image, reader) => (image.width = reader.int32()),
  [IMAGE.height]: (image, reader) => (image.height = reader.int32()),
  [IMAGE.encoded]: (image, reader) => image.encoded.push(reader.bytes()),
};

export const decodeLegacyImage = (encoded: Uint8Array): ImageValue =>
  decode<RawImage>(encoded, IMAGE_FIELDS, { width: 0, height: 0, encoded: [] });

interface RawHistogram {
  min: number;
  max: number;
  limits: number[];
  counts: number[];
}

const HISTOGRAM_FIELDS: Fields<RawHistogram> = {
  [HISTOGRAM.min]: (histogram, reader) => (histogram.min = reader.double()),
  [HISTOGRAM.max]: (histogram, reader) => (histogram.max = reader.double()),
  [HISTOGRAM.bucketLimit]: ({ limits }, reader, wireType) => numbers(reader, wireType, (each) => each.double(), limits),
  [HISTOGRAM.bucket]: ({ counts }, reader, wireType) => numbers(reader, wireType, (each) => each.double(), counts),
};

/**
 * The message gives only the right edges, the outer ones as far as +-1.8e308: as in TensorBoard's data_compat.py, empty
 * outer bins are dropped and the outer edges are min and max.
 */
export function decodeLegacyHistogram(encoded: Uint8Array): Histogram {
  const { min, max, limits, counts } = decode<RawHistogram>(encoded, HISTOGRAM_FIELDS, {
    min: 0,
    max: 0,
    limits: [],
    counts: [],
  });
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  if (first < 0) return [];
  return counts.slice(first, last + 1).map((count, i) => ({
    left: i === 0 ? min : limits[first + i - 1]!,
    right: first + i === last ? max : limits[first + i]!,
    count,
  }));
}
