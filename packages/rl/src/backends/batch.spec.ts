import { expect, test } from 'vitest';
import { everyLoss } from '../fixtures/losses.ts';
import { lossRows, rowsOf } from './batch.ts';
import { rehearsal } from './rehearsal.ts';

const discrete = everyLoss(6)[0]!.loss;

test('a batch that fits has its number of rows', () => {
  for (const { loss } of everyLoss(6)) expect(lossRows(loss.options, loss.batch)).toBe(6);
});

test('observations that are not whole rows are refused', () => {
  const { shape } = discrete.options;
  expect(() => rowsOf(shape, new Float32Array(9))).toThrow(
    new RangeError('a batch of 9 numbers is not whole rows of 5'),
  );
  expect(() => rowsOf(shape, new Float32Array())).toThrow('a batch of 0 numbers');
});

test.each(['actions', 'logProbabilities', 'advantages', 'returns', 'values'] as const)(
  'too few %s are refused',
  (part) => {
    const batch = { ...discrete.batch, [part]: discrete.batch[part].subarray(1) };
    expect(() => lossRows(discrete.options, batch)).toThrow(new RangeError(`a batch of 6 rows needs 6 ${part}, not 5`));
  },
);

test.each([5, -1, 1.5, Number.NaN])('an action %d that does not exist is refused', (action) => {
  const batch = { ...discrete.batch, actions: discrete.batch.actions.with(3, action) };
  expect(() => lossRows(discrete.options, batch)).toThrow(
    new RangeError(`action ${action} is not a whole number in [0, 5)`),
  );
});

test('each part of an action has its own range', () => {
  const head = { kind: 'categorical', sizes: [3, 2] } as const;
  const shape = { observation: 2, hidden: [], valueHidden: [], activation: 'tanh', shared: false, head } as const;
  const { options, batch } = rehearsal(shape, { rows: 2 });
  expect(lossRows(options, { ...batch, actions: Float32Array.of(2, 1, 2, 1) })).toBe(2);
  expect(() => lossRows(options, { ...batch, actions: Float32Array.of(2, 1, 1, 2) })).toThrow('action 2');
});

test('masks are there exactly where the loss is masked', () => {
  const masks = new Float32Array(30).fill(1);
  const { options, batch } = discrete;
  expect(lossRows({ ...options, masked: true }, { ...batch, masks })).toBe(6);
  expect(() => lossRows({ ...options, masked: true }, batch)).toThrow('a batch of 6 rows needs 30 masks, not 0');
  expect(() => lossRows(options, { ...batch, masks })).toThrow('a batch of 6 rows needs 0 masks, not 30');
});
