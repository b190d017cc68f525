import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { actorCriticLayout, biasOffset, blockSizes } from './actor-critic.ts';

test('the documented example', () => {
  // Policy (4 + 1) · 8 + (8 + 1) · 2 = 58, value (4 + 1) · 8 + (8 + 1) · 1 = 49.
  expect(actorCriticLayout({ observation: 4, hidden: [8], actions: 2 }).size).toBe(107);
});

test('layers follow one another without a gap', () => {
  const size = fc.integer({ min: 1, max: 50 });
  fc.assert(
    fc.property(size, fc.array(size, { maxLength: 4 }), size, (observation, hidden, actions) => {
      const layout = actorCriticLayout({ observation, hidden, actions });
      let end = 0;
      for (const network of [layout.policy, layout.value]) {
        expect(network.map((layer) => layer.inputs)).toEqual([observation, ...hidden]);
        for (const layer of network) {
          expect(layer.offset).toBe(end);
          end = biasOffset(layer) + layer.outputs;
        }
      }
      expect(layout.policy.at(-1)!.outputs).toBe(actions);
      expect(layout.value.at(-1)!.outputs).toBe(1);
      expect(layout.size).toBe(end);
      expect(blockSizes(layout).reduce((sum, length) => sum + length)).toBe(end);
    }),
  );
});

test.each([0, -1, 1.5, Number.NaN])('a layer of %d units is refused', (units) => {
  expect(() => actorCriticLayout({ observation: 4, hidden: [units], actions: 2 })).toThrow(RangeError);
});
