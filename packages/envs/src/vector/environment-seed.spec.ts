import { expect, it } from 'vitest';
import { environmentSeed } from './environment-seed.ts';

it('gives every environment of a set a seed of its own, the same ones for ever', () => {
  const seeds = Array.from({ length: 10_000 }, (_, index) => environmentSeed(7, index));
  // Of 10 000 numbers below 2^32, two are the same with probability 1.2 %; not under this seed.
  expect(new Set(seeds).size).toBe(10_000);
  expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  expect(seeds.slice(0, 2)).toEqual([1346918821, 3233210301]); // recorded: a change here changes every run
});

it('gives other seeds under another seed', () => {
  expect(environmentSeed(8, 0)).not.toBe(environmentSeed(7, 0));
});

it('refuses what is no whole number', () => {
  expect(() => environmentSeed(0.5, 0)).toThrow(RangeError);
  expect(() => environmentSeed(0, NaN)).toThrow(RangeError);
});
