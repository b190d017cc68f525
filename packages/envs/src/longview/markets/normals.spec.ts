import { expect, it } from 'vitest';
import { Random } from '@longplay/runtime';
import { NormalStream } from './normals.ts';

function normals(count: number, seed: number): Float64Array {
  const stream = new NormalStream();
  stream.start(Random.from(seed));
  const out = new Float64Array(count);
  stream.normals(out, count);
  return out;
}

it('goes on like the stream of Random that it starts from', () => {
  const random = Random.from(3);
  const drawn = normals(200_000, 3);
  const furthest = drawn.reduce((most, x) => Math.max(most, Math.abs(x - random.normal())), 0);
  // The two differ in the last bits of their exponentials and logarithms alone.
  expect(furthest).toBeLessThan(1e-14);
  const stream = new NormalStream();
  stream.start(Random.from(4));
  expect(stream.word() >>> 0).toBe(Random.from(4).uint32());
});

it('has the moments and tails of the normal distribution', () => {
  const drawn = normals(1_000_000, 1);
  const mean = (f: (x: number) => number) => drawn.reduce((sum, x) => sum + f(x), 0) / drawn.length;
  const share = (bound: number) => mean((x) => (x > bound ? 1 : 0));
  // Within 4 standard errors: those of z, z², z³ and z⁴ are 1, √2, √15 and √96 in a thousand.
  expect(Math.abs(mean((x) => x))).toBeLessThan(4e-3);
  expect(Math.abs(mean((x) => x ** 2) - 1)).toBeLessThan(4e-3 * Math.SQRT2);
  expect(Math.abs(mean((x) => x ** 3))).toBeLessThan(4e-3 * Math.sqrt(15));
  expect(Math.abs(mean((x) => x ** 4) - 3)).toBeLessThan(4e-3 * Math.sqrt(96));
  // 1 - Phi(2) and 1 - Phi(4), where 31.7 of a million are expected.
  expect(Math.abs(share(2) - 0.0227501319)).toBeLessThan(4 * Math.sqrt(0.02275 / 1e6));
  expect(Math.abs(share(4) - 3.1671e-5)).toBeLessThan(4 * Math.sqrt(3.1671e-5 / 1e6));
});
