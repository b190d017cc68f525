import { expect, it } from 'vitest';
import { BinaryWriter, encode, message, text, type Write } from './protobuf.ts';

const failing: Write = (each) =>
  message(each, 1, (inner) => {
    text(inner, 2, 'half');
    throw new Error('no more');
  });
const good: Write = (each) => message(each, 1, (inner) => text(inner, 2, 'whole'));

it('a writer can be used again after a message that failed', () => {
  const writer = new BinaryWriter();
  expect(() => encode(failing, writer)).toThrow('no more');
  expect(encode(good, writer)).toStrictEqual(encode(good));
});
