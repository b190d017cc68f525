import { expect, test } from 'vitest';
import { Forward } from './forward.ts';
import type { NetworkShape } from './shape.ts';

const one: NetworkShape = {
  observation: 1,
  hidden: [1],
  valueHidden: [1],
  activation: 'tanh',
  shared: false,
  head: { kind: 'categorical', sizes: [1] },
};

test.each([
  ['tanh', Math.tanh],
  ['relu', (x: number) => Math.max(0, x)],
  ['silu', (x: number) => x / (1 + Math.exp(-x))],
] as const)('a layer is inputs · weights + biases, with %s between layers', (activation, f) => {
  const forward = new Forward({ ...one, activation }, Float32Array.of(3, -4, 5, 6, 7, 8, 9, 10));
  expect(forward.outputs([0.5])[0]).toBeCloseTo(f(0.5 * 3 - 4) * 5 + 6, 12);
  expect(forward.value([0.5])).toBeCloseTo(f(0.5 * 7 + 8) * 9 + 10, 12);
});

test('weights lie row by row', () => {
  const shape = {
    ...one,
    observation: 2,
    hidden: [],
    valueHidden: [],
    head: { kind: 'categorical', sizes: [3] },
  } as const;
  const forward = new Forward(shape, Float32Array.of(1, 2, 3, 4, 5, 6, 0.1, 0.2, 0.3, 7, 8, 9));
  expect([...forward.outputs([10, 100])].map((x) => Math.round(x * 10) / 10)).toEqual([410.1, 520.2, 630.3]);
  expect(forward.value([10, 100])).toBe(7 * 10 + 8 * 100 + 9);
});

test('with a shared trunk the value is a second head', () => {
  const forward = new Forward({ ...one, valueHidden: [], shared: true }, Float32Array.of(3, 4, 5, 6, 9, 10));
  expect(forward.value([2])).toBeCloseTo(Math.tanh(10) * 9 + 10, 12);
});

test('parameters are read at every call', () => {
  const parameters = new Float32Array(8);
  const forward = new Forward(one, parameters);
  expect(forward.value([1])).toBe(0);
  parameters[7] = 5;
  expect(forward.value([1])).toBe(5);
});

test('an observation of another size is refused', () => {
  const forward = new Forward(one, new Float32Array(8));
  expect(() => forward.outputs([1, 2])).toThrow(new RangeError('an observation has 1 numbers, not 2'));
  expect(() => forward.value([])).toThrow(RangeError);
});
