import { Random } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { initialParameters } from './initialise.ts';
import { biasOffset, networkLayout, type Layer } from './layout.ts';
import type { NetworkShape } from './shape.ts';

const shape: NetworkShape = {
  observation: 12,
  hidden: [40, 9],
  valueHidden: [16],
  activation: 'tanh',
  shared: false,
  head: { kind: 'gaussian', size: 3, squashed: false },
};
const layout = networkLayout(shape);

/** The largest difference of the smaller of WᵀW and WWᵀ from gain² I. */
function distanceFromOrthogonal(parameters: Float32Array, { inputs, outputs, offset }: Layer, gain: number): number {
  const weight = (i: number, j: number) => parameters[offset + i * outputs + j]!;
  const [count, length] = inputs >= outputs ? [outputs, inputs] : [inputs, outputs];
  const element = (vector: number, k: number) => (inputs >= outputs ? weight(k, vector) : weight(vector, k));
  let largest = 0;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      let product = 0;
      for (let k = 0; k < length; k++) product += element(a, k) * element(b, k);
      largest = Math.max(largest, Math.abs(product - (a === b ? gain * gain : 0)));
    }
  }
  return largest;
}

test('weights are orthogonal, with the gains of the heads, and biases 0', () => {
  const parameters = initialParameters(shape, Random.from(1), { logStd: -0.5 });
  const gains = [Math.SQRT2, Math.SQRT2, 0.01, Math.SQRT2, 1]; // the policy's layers, then the value's
  [...layout.policy, ...layout.value].forEach((layer, i) => {
    expect(distanceFromOrthogonal(parameters, layer, gains[i]!)).toBeLessThan(1e-5 * gains[i]! ** 2);
    const biases = parameters.subarray(biasOffset(layer), biasOffset(layer) + layer.outputs);
    expect(biases.every((bias) => bias === 0)).toBe(true);
  });
  expect([...parameters.subarray(layout.logStd, layout.logStd! + 3)]).toEqual([-0.5, -0.5, -0.5]);
});

test('with a shared trunk each head has its own gain', () => {
  const shared: NetworkShape = { ...shape, valueHidden: [], shared: true };
  const { policy, value } = networkLayout(shared);
  const parameters = initialParameters(shared, Random.from(1));
  expect(distanceFromOrthogonal(parameters, policy.at(-1)!, 0.01)).toBeLessThan(1e-9);
  expect(distanceFromOrthogonal(parameters, value.at(-1)!, 1)).toBeLessThan(1e-5);
});

test('without orthogonality all are even within ±1 / sqrt(inputs), as in PyTorch', () => {
  const wide: NetworkShape = { ...shape, observation: 100, hidden: [400] };
  const parameters = initialParameters(wide, Random.from(2), { orthogonal: false });
  const { offset, inputs, outputs } = networkLayout(wide).policy[0]!;
  const drawn = parameters.subarray(offset, offset + (inputs + 1) * outputs);
  const scaled = Array.from(drawn, (x) => x * Math.sqrt(inputs));
  expect(Math.max(...scaled.map(Math.abs))).toBeLessThanOrEqual(1);
  expect(Math.max(...scaled.map(Math.abs))).toBeGreaterThan(0.999);
  // The variance of a uniform number in ±1 is 1/3, that of its square 4/45.
  const variance = scaled.reduce((sum, x) => sum + x * x, 0) / scaled.length;
  expect(Math.abs(variance - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / scaled.length));
});

test('one seed gives one start, another seed another', () => {
  const [first, again, other] = [3, 3, 4].map((seed) => initialParameters(shape, Random.from(seed)));
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});
