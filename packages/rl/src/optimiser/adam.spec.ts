import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random, sharedArrays } from '@longplay/runtime';
import { twinStep, twinSum } from '../fixtures/adam-twin.ts';
import { AdamKernels, newAdamMemory, type WasmMemory } from './adam-kernels.ts';
import { adam, adamScales, blockBounds, blockCount, blockRange } from './adam.ts';
import { OneThreadAdam } from './one-thread-adam.ts';

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
  const optimiser = new OneThreadAdam(parameters);
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

/** Random state of an optimiser with `shards` gradients, in memory that the kernels can work on. */
function newState(size: number, shards: number) {
  let memory: WasmMemory | undefined;
  const arrays = sharedArrays(
    {
      parameters: ['float32', [size]],
      firstMoment: ['float32', [size]],
      secondMoment: ['float32', [size]],
      gradients: ['float32', [shards, size]],
      squares: ['float64', [blockCount(size)]],
    },
    { allocate: (bytes) => (memory = newAdamMemory(bytes)).buffer },
  );
  const { parameters, firstMoment, secondMoment, gradients, squares } = arrays;
  parameters.data.set(normals(size, 1));
  firstMoment.data.set(normals(size, 2));
  secondMoment.data.set(normals(size, 3).map(Math.abs));
  gradients.data.set(normals(shards * size, 4));
  const state = {
    parameters: parameters.data,
    firstMoment: firstMoment.data,
    secondMoment: secondMoment.data,
    gradients: gradients.data,
    squares: squares.data,
  };
  return { kernels: new AdamKernels(memory!), state };
}

const scales = { ...adamScales(1e-3, 3), gradientScale: 0.37 };

/** Every array as plain numbers. */
const copies = (state: object) =>
  Object.fromEntries(Object.entries(state).map(([name, data]) => [name, Array.from(data as Float32Array)]));

function stepWithParties(size: number, shards: number, parties: number) {
  const { kernels, state } = newState(size, shards);
  const ranges = Array.from({ length: parties }, (_, party) => blockRange(size, party, parties));
  for (const blocks of ranges) kernels.sumShards(state.gradients, shards, size, blocks, state.squares);
  const { parameters, firstMoment, secondMoment, gradients } = state;
  for (const blocks of ranges) kernels.step(parameters, firstMoment, secondMoment, gradients, blocks, scales);
  return copies(state);
}

test.each([1, 2, 3, 7])('%d parties give the same bits as one', (parties) => {
  expect(stepWithParties(20_001, 3, parties)).toEqual(stepWithParties(20_001, 3, 1));
});

test.each([
  [1, 1],
  [3, 2],
  [4096, 1],
  [9_155, 2],
  [12_290, 5],
])('%d parameters and %d shards: the same bits as the loops in TypeScript', (size, shards) => {
  const { state } = newState(size, shards);
  const { parameters, firstMoment, secondMoment, gradients, squares } = state;
  for (let block = 0; block < squares.length; block++) {
    squares[block] = twinSum(gradients, shards, size, ...blockBounds(size, { first: block, end: block + 1 }));
  }
  twinStep(parameters, firstMoment, secondMoment, gradients.subarray(0, size), scales);
  expect(stepWithParties(size, shards, 1)).toEqual(copies(state));
});

test.each([-1, Number.NaN, Infinity])('a learning rate of %d is refused', (rate) => {
  expect(() => adamScales(rate, 1)).toThrow(
    new RangeError(`the learning rate must be a finite number of 0 or more, not ${rate}`),
  );
});
