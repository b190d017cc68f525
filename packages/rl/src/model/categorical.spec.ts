import { Random } from '@longplay/runtime';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Categorical } from './categorical.ts';

const logSoftmax = (logits: number[]): number[] => {
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return logits.map((logit) => logit - Math.log(total));
};

test('actions are drawn as often as they are probable', () => {
  const random = Random.from(1);
  const logits = Float32Array.of(0, 1, -2, 0.5, 3, 0, -1, 2, -30);
  const sizes = [5, 4];
  const distribution = new Categorical(sizes);
  const counts = new Float64Array(9);
  const draws = 40_000;
  const actions = new Float32Array(2);
  for (let i = 0; i < draws; i++) {
    distribution.sample(logits, 0, undefined, random, actions);
    counts[actions[0]!]! += 1;
    counts[5 + actions[1]!]! += 1;
  }
  const probabilities = [[...logits.subarray(0, 5)], [...logits.subarray(5)]].flatMap(logSoftmax).map(Math.exp);
  probabilities.forEach((p, j) => {
    expect(Math.abs(counts[j]! - draws * p)).toBeLessThanOrEqual(4 * Math.sqrt(draws * p * (1 - p)));
  });
});

test('the log-probability is that of the softmax over the legal actions, and illegal ones are never drawn', () => {
  const part = fc.integer({ min: 1, max: 6 });
  const logit = fc.double({ min: -20, max: 20, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 3 }),
      fc.array(logit, { minLength: 36, maxLength: 36 }),
      fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }),
      fc.integer(),
      (sizes, logits, legal, seed) => {
        const width = sizes.reduce((sum, size) => sum + size, 0);
        const outputs = Float32Array.from(logits).subarray(0, 2 * width);
        const masks = Uint8Array.from(legal, Number).subarray(0, 2 * width);
        const random = Random.from(seed);
        const actions = new Float32Array(2 * sizes.length);
        for (const row of [0, 1]) {
          let first = row * width;
          for (const size of sizes) {
            masks[first + random.int(size)] = 1; // one legal action at least
            first += size;
          }
          const logProbability = new Categorical(sizes).sample(outputs, row, masks, random, actions);
          first = row * width;
          const expected = sizes.reduce((sum, size, i) => {
            const action = actions[row * sizes.length + i]!;
            expect(masks[first + action]).toBe(1);
            const masked = Array.from({ length: size }, (_, j) => (masks[first + j] ? outputs[first + j]! : -Infinity));
            first += size;
            return sum + logSoftmax(masked)[action]!;
          }, 0);
          expect(logProbability).toBeCloseTo(expected, 10);
        }
      },
    ),
  );
});

test('logits of any size neither overflow nor let an action of no weight be drawn', () => {
  const distribution = new Categorical([3]);
  const actions = new Float32Array(1);
  const random = Random.from(1);
  for (let i = 0; i < 100; i++) {
    expect(distribution.sample(Float32Array.of(1e30, 1e30, -1e30), 0, undefined, random, actions)).toBe(-Math.LN2);
    expect(actions[0]).toBeLessThan(2);
  }
});

test('the mode is the first of the largest legal logits', () => {
  const distribution = new Categorical([3, 2]);
  const outputs = Float32Array.of(0, 5, 5, 1, 1, 7, 6, 5, 0, 9);
  const actions = new Float32Array(4);
  distribution.mode(outputs, 0, undefined, actions);
  distribution.mode(outputs, 1, Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 0), actions);
  expect([...actions]).toEqual([1, 0, 1, 0]);
});

test('a mask without a legal action is refused', () => {
  const distribution = new Categorical([2, 2]);
  const masks = Uint8Array.of(1, 1, 0, 0);
  const refusal = new RangeError('a mask leaves no legal action');
  const outputs = new Float32Array(4);
  const actions = new Float32Array(2);
  expect(() => distribution.sample(outputs, 0, masks, Random.from(1), actions)).toThrow(refusal);
  expect(() => distribution.mode(outputs, 0, masks, actions)).toThrow(refusal);
});
