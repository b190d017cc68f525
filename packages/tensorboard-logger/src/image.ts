import { PNG } from 'pngjs';
import { show } from './show.ts';

/** An image to log: a PNG file's bytes, or pixels in rows from the top left, 3 (RGB) or 4 (RGBA) bytes each. */
export type Image =
  Uint8Array | { readonly width: number; readonly height: number; readonly pixels: Uint8Array | Uint8ClampedArray };

/** Images of one size as they lie in an event file: encoded, as PNG by this package. */
export interface ImageValue {
  readonly width: number;
  readonly height: number;
  /** One by this package; TensorFlow writes a whole batch. */
  readonly encoded: readonly Uint8Array[];
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Colour types of the PNG specification, section 11.2.1. */
const RGB = 2;
const RGBA = 6;

/**
 * Encodes pixels as PNG and finds a ready PNG's size. Throws a `TypeError` for what is neither pixels nor bytes, and a
 * `RangeError` for sizes that are wrong and for bytes that are no PNG.
 */
export function imageOf(image: Image): ImageValue {
  if (!(image instanceof Uint8Array || hasPixels(image))) {
    throw new TypeError(`an image must be a PNG file's bytes or { width, height, pixels }, got ${show(image)}`);
  }
  const encoded = image instanceof Uint8Array ? image : encodePng(image);
  return { ...pngSize(encoded), encoded: [encoded] };
}

function hasPixels(image: unknown): boolean {
  if (typeof image !== 'object' || image === null || !('pixels' in image)) return false;
  return image.pixels instanceof Uint8Array || image.pixels instanceof Uint8ClampedArray;
}

function encodePng({ width, height, pixels }: Exclude<Image, Uint8Array>): Uint8Array {
  const channels = pixels.length / (width * height);
  if (!(isSize(width) && isSize(height)) || (channels !== 3 && channels !== 4)) {
    throw new RangeError(
      `${width}x${height} pixels need ${width * height * 3} (RGB) or ${width * height * 4} (RGBA) bytes, got ${pixels.length}`,
    );
  }
  const colorType = channels === 3 ? RGB : RGBA;
  const png = new PNG({ width, height });
  png.data = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  return PNG.sync.write(png, { colorType, inputColorType: colorType, inputHasAlpha: channels === 4 });
}

const isSize = (n: number) => Number.isSafeInteger(n) && n > 0;

/** The size in the IHDR chunk, which a PNG starts with: PNG specification, section 11.2.1. */
function pngSize(png: Uint8Array): { width: number; height: number } {
  if (png.length < 24 || SIGNATURE.some((byte, i) => png[i] !== byte)) {
    throw new RangeError(`not a PNG image: its ${png.length} bytes do not start with PNG's signature and header`);
  }
  const view = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width === 0 || height === 0) throw new RangeError(`not a PNG image: its size is ${width}x${height}`);
  return { width, height };
}
