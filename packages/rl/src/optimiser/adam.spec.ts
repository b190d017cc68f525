import { Random } from '@longplay/runtime';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Adam, adam, adamScales, adamSlice, blockCount, blockRange, sumShards } from './adam.ts';

const normals = (count: number, seed: number) => {
  const random = Random.from(seed);
  return Float32Array.from({ length: count }, () => random.normal());
};

test('a constant gradient moves a parameter by the learning rate in every step', () => {
  // With both biases corrected, the moments are g and g² exactly (Kingma and Ba 2015, section 3).
  const g = -3;
  let m = 0;
  let v = 0;
  for (let t = 1; t <= 100; t++) {
    m = adam.beta1 * m + (1 - adam.beta1) * g;
    v = adam.beta2 * v + (1 - adam.beta2) * g * g;
    const { stepSize, rootScale } = adamScales(0.01, t);
    expect((stepSize * m) / (rootScale * Math.sqrt(v))).toBeCloseTo(-0.01, 12);
  }
});

/** The algorithm as it is printed in the paper, on a clipped gradient, in double precision. */
function printed(initial: Float32Array, gradients: readonly Float32Array[], rate: number, limit: number): Float64Array {
  const theta = Float64Array.from(initial);
  const m = new Float64Array(theta.length);
  const v = new Float64Array(theta.length);
  gradients.forEach((gradient, step) => {
    const norm = Math.hypot(...gradient);
    gradient.forEach((unclipped, i) => {
      const g = unclipped * Math.min(1, limit / norm);
      m[i] = 0.9 * m[i]! + 0.1 * g;
      v[i] = 0.999 * v[i]! + 0.001 * g * g;
      const mHat = m[i]! / (1 - 0.9 ** (step + 1));
      const vHat = v[i]! / (1 - 0.999 ** (step + 1));
      theta[i]! -= (rate * mHat) / (Math.sqrt(vHat) + 1e-5);
    });
  });
  return theta;
}

test.each([0.5, Infinity])('it is the algorithm of the paper, with a limit of %d on the norm', (limit) => {
  const parameters = normals(50, 1);
  const gradients = Array.from({ length: 30 }, (_, step) => normals(50, 2 + step).map((g) => g * (step % 3)));
  const expected = printed(parameters, gradients, 0.01, limit);
  const optimiser = new Adam(parameters);
  for (const gradient of gradients) {
    expect(optimiser.step(gradient.slice(), 0.01, limit)).toBeCloseTo(Math.hypot(...gradient), 5);
  }
  parameters.forEach((parameter, i) => expect(parameter).toBeCloseTo(expected[i]!, 5));
});

test('parties share all blocks, each of them once', () => {
  const size = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(size, fc.integer({ min: 1, max: 20 }), (parameters, parties) => {
      const ranges = Array.from({ length: parties }, (_, party) => blockRange(parameters, party, parties));
      const blocks = ranges.flatMap(({ first, end }) => Array.from({ length: end - first }, (_, k) => first + k));
      expect(blocks).toEqual(Array.from({ length: blockCount(parameters) }, (_, block) => block));
    }),
  );
});

test.each([1, 2, 3, 7])('%d parties give the same bits as one', (parties) => {
  const size = 20_000;
  const run = (count: number) => {
    const parameters = normals(size, 1);
    const firstMoment = new Float32Array(size);
    const secondMoment = new Float32Array(size);
    const gradients = normals(3 * size, 2);
    const squares = new Float64Array(blockCount(size));
    const ranges = Array.from({ length: count }, (_, party) => blockRange(size, party, count));
    for (const blocks of ranges) sumShards(gradients, 3, size, blocks, squares);
    const scales = { ...adamScales(1e-3, 1), gradientScale: 0.5 };
    for (const blocks of ranges) adamSlice(parameters, firstMoment, secondMoment, gradients, blocks, scales);
    return { parameters, firstMoment, secondMoment, squares };
  };
  expect(run(parties)).toEqual(run(1));
});

test('shards are added up, and so are the squares of the sums', () => {
  const size = 10_000;
  const gradients = normals(3 * size, 1);
  const expected = Array.from(
    { length: size },
    (_, i) => gradients[i]! + gradients[size + i]! + gradients[2 * size + i]!,
  );
  const squares = new Float64Array(blockCount(size));
  sumShards(gradients, 3, size, blockRange(size, 0, 1), squares);
  expected.forEach((sum, i) => expect(gradients[i]).toBeCloseTo(sum, 5));
  const total = expected.reduce((sum, g) => sum + g * g, 0);
  expect(squares.reduce((sum, square) => sum + square) / total).toBeCloseTo(1, 6);
});

test.each([-1, Number.NaN, Infinity])('a learning rate of %d is refused', (rate) => {
  expect(() => adamScales(rate, 1)).toThrow(
    new RangeError(`the learning rate must be a finite number of 0 or more, not ${rate}`),
  );
});
