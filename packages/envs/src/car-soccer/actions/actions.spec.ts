import { createHash } from 'node:crypto';
import { ConfigurationError } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { continuousActions } from './continuous-actions.ts';
import { actionTable, drivingTable, lookupTableActions } from './lookup-table-actions.ts';

it('has the 90 actions of the community, in their order', () => {
  const hash = createHash('sha256').update(JSON.stringify(actionTable)).digest('hex');
  expect(hash).toBe('86b6ecd582d08c677eabebeb3ecd1fa93fba9c7de5d9f535e0b23e47dddd3288');
  expect(actionTable).toHaveLength(90);
});

it('puts the row of the chosen action into the controls of the car', () => {
  const { parse } = lookupTableActions();
  const controls = new Float64Array(16).fill(9);
  for (let action = 0; action < 90; action++) {
    parse(Float32Array.of(3, action), 1, controls, 8);
    expect([...controls]).toEqual([...Array<number>(8).fill(9), ...actionTable[action]!]);
  }
});

it('takes another table, such as that of driving alone', () => {
  expect(drivingTable).toEqual(actionTable.slice(0, 24));
  const { space, parse } = lookupTableActions(drivingTable);
  const controls = new Float64Array(8);
  parse(Float32Array.of(23), 0, controls, 0);
  expect([space, [...controls]]).toEqual([{ type: 'discrete', n: 24 }, drivingTable[23]]);
});

it.each([
  [[], 'the table of actions has no rows'],
  [[[0, 0, 0, 0, 0, 0, 0]], 'the table of actions has [0, 0, 0, 0, 0, 0, 0] in row 0'],
  [[actionTable[0]!, [2, 0, 0, 0, 0, 0, 0, 0]], 'in row 1'],
  [[[0, NaN, 0, 0, 0, 0, 0, 0]], 'in row 0'],
  [[[0, 0, 0, 0, 0, 0.5, 0, 0]], 'in row 0'],
])('refuses the table %j', (table, message) => {
  expect(() => lookupTableActions(table)).toThrow(ConfigurationError);
  expect(() => lookupTableActions(table)).toThrow(message);
});

it('takes eight numbers as controls: sticks clipped, buttons pressed above 0', () => {
  const controls = new Float64Array(16);
  continuousActions().parse(Float32Array.of(7, -2, -1, 0.5, 0, 3, -0.5, 0, 0.25), 1, controls, 8);
  expect([...controls.subarray(8)]).toEqual([-1, -1, 0.5, 0, 1, 0, 0, 1]);
  expect([...controls.subarray(0, 8)]).toEqual(Array<number>(8).fill(0));
});
