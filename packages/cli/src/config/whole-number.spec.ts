import { expect, it } from 'vitest';
import { wholeNumber } from './whole-number.ts';

it.each([
  ['0', 0],
  ['12', 12],
  ['1_000_000', 1e6],
  ['2e3', 2000],
])('%s is the whole number %i', (text, value) => {
  expect(wholeNumber('--paths', text, 0)).toBe(value);
});

it.each(['', ' 1', '-1', '1.5', '1e-3', '_1', '1_', '1__0', '0x10', 'Infinity', '1e16', '101', 'e3'])(
  '"%s" is none up to 100',
  (text) => {
    expect(() => wholeNumber('--paths', text, 1, 100)).toThrow(`--paths is ${text}`);
  },
);
