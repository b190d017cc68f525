import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { biasOffset, checkParameterCount, networkLayout, type Layer } from './layout.ts';
import type { ActionHead, NetworkShape } from './shape.ts';

const plain: NetworkShape = {
  observation: 4,
  hidden: [8],
  valueHidden: [8],
  activation: 'tanh',
  shared: false,
  head: { kind: 'categorical', sizes: [2] },
};

test('the size counts weights and biases', () => {
  // Policy (4 + 1) · 8 + (8 + 1) · 2 = 58, value (4 + 1) · 8 + (8 + 1) · 1 = 49.
  expect(networkLayout(plain).size).toBe(107);
});

test('a shared trunk is the policy’s, and the value has a head of its own', () => {
  const layout = networkLayout({ ...plain, valueHidden: [], shared: true });
  expect(layout.policy.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
    [4, 8],
    [8, 2],
  ]);
  expect(layout.value).toEqual([{ inputs: 8, outputs: 1, offset: 58 }]);
  expect(layout.size).toBe(58 + 9);
});

test('standard deviations lie between the networks', () => {
  const layout = networkLayout({ ...plain, head: { kind: 'gaussian', size: 3, squashed: false } });
  const endOfPolicy = (4 + 1) * 8 + (8 + 1) * 3;
  expect(layout.logStd).toBe(endOfPolicy);
  expect(layout.value[0]!.offset).toBe(endOfPolicy + 3);
});

test('everything lies one after the other without a gap', () => {
  const size = fc.integer({ min: 1, max: 50 });
  const sizes = fc.array(size, { maxLength: 4 });
  const head = fc.oneof(
    fc.record({ kind: fc.constant('categorical' as const), sizes: fc.array(size, { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('gaussian' as const), size, squashed: fc.boolean() }),
  ) satisfies fc.Arbitrary<ActionHead>;
  fc.assert(
    fc.property(size, sizes, sizes, fc.boolean(), head, (observation, hidden, valueHidden, shared, actions) => {
      const own = shared ? [] : valueHidden;
      const layout = networkLayout({ ...plain, observation, hidden, valueHidden: own, shared, head: actions });
      let end = 0;
      const follow = (layers: readonly Layer[], inputs: number[]) => {
        expect(layers.map((layer) => layer.inputs)).toEqual(inputs);
        for (const layer of layers) {
          expect(layer.offset).toBe(end);
          end = biasOffset(layer) + layer.outputs;
        }
      };
      follow(layout.policy, [observation, ...hidden]);
      expect(layout.logStd).toBe(actions.kind === 'gaussian' ? end : undefined);
      if (actions.kind === 'gaussian') end += actions.size;
      follow(layout.value, shared ? [hidden.at(-1) ?? observation] : [observation, ...own]);
      expect(layout.value.at(-1)!.outputs).toBe(1);
      expect(layout.size).toBe(end);
    }),
  );
});

test.each([0, -1, 1.5, Number.NaN])('a layer of %d units is refused', (units) => {
  const message = `a layer needs 1 unit or more, not ${units}`;
  expect(() => networkLayout({ ...plain, hidden: [units] })).toThrow(new RangeError(message));
  expect(() => networkLayout({ ...plain, observation: units })).toThrow(new RangeError(message));
  expect(() => networkLayout({ ...plain, head: { kind: 'categorical', sizes: [2, units] } })).toThrow(message);
  expect(() => networkLayout({ ...plain, head: { kind: 'gaussian', size: units, squashed: true } })).toThrow(message);
});

test('what is no network is refused', () => {
  expect(() => networkLayout({ ...plain, head: { kind: 'categorical', sizes: [] } })).toThrow(
    new RangeError('an action needs 1 part or more'),
  );
  expect(() => networkLayout({ ...plain, shared: true })).toThrow(
    new RangeError('a shared network has no hidden layers for the value alone, not 8'),
  );
  expect(() => checkParameterCount(3, new Float32Array(2))).toThrow('the model has 3 parameters, not 2');
});
