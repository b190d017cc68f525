import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { imageOf } from './image.ts';

const decode = (image: Uint8Array) => PNG.sync.read(Buffer.from(image));

describe('imageOf', () => {
  it('encodes RGB and RGBA pixels', () => {
    const rgb = imageOf({ width: 1, height: 2, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) });
    expect(decode(rgb.encoded[0]!).data).toStrictEqual(Buffer.of(1, 2, 3, 255, 4, 5, 6, 255));
    const rgba = imageOf({ width: 1, height: 2, pixels: Uint8ClampedArray.of(1, 2, 3, 128, 4, 5, 6, 0) });
    expect(decode(rgba.encoded[0]!).data).toStrictEqual(Buffer.of(1, 2, 3, 128, 4, 5, 6, 0));
    expect(rgba).toMatchObject({ width: 1, height: 2 });
  });

  it('takes a PNG as it is', () => {
    const png = new Uint8Array(PNG.sync.write(new PNG({ width: 300, height: 2 })));
    expect(imageOf(png)).toStrictEqual({ width: 300, height: 2, encoded: [png] });
  });

  it('refuses what is no image', () => {
    expect(() => imageOf({ width: 2, height: 2, pixels: new Uint8Array(15) })).toThrow(
      new RangeError('2x2 pixels need 12 (RGB) or 16 (RGBA) bytes, got 15'),
    );
    for (const width of [0, -1, 1.5, NaN]) {
      expect(() => imageOf({ width, height: 2, pixels: new Uint8Array(9) })).toThrow(RangeError);
    }
    const sizeless = PNG.sync.write(new PNG({ width: 3, height: 2 })).subarray(0, 24);
    sizeless.writeUInt32BE(0, 20);
    expect(() => imageOf(sizeless)).toThrow(new RangeError('not a PNG image: its size is 3x0'));
    expect(() => imageOf(Buffer.from('GIF89a'))).toThrow(
      new RangeError("not a PNG image: its 6 bytes do not start with PNG's signature and header"),
    );
  });
});
