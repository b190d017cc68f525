import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { GrowingArray } from './growing-array.ts';

it('holds all that was appended, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: -32768, max: 32767 }), { maxLength: 9 }), { maxLength: 600 }),
      (parts) => {
        const array = new GrowingArray((length) => new Int16Array(length));
        for (const part of parts) array.push(...part);
        expect(array.toArray()).toEqual(Int16Array.from(parts.flat()));
      },
    ),
  );
});

it('grows, and gives copies', () => {
  const array = new GrowingArray((length) => new Uint8Array(length));
  for (let value = 0; value < 5000; value++) array.push(value & 255);
  const before = array.toArray();
  array.push(7);
  expect([before.length, array.toArray().length, before[4999], array.toArray()[5000]]).toEqual([
    5000,
    5001,
    4999 & 255,
    7,
  ]);
});
