import { describe, expect, it } from 'vitest';
import type { BatchLayout } from '../batch-env.ts';
import { box, discrete } from '../spaces.ts';
import { newBatchStep, rowsOfStep, setStep } from './batch-step.ts';

const layout: BatchLayout = {
  observationSpace: box(-1, 1, 3),
  actionSpace: discrete(2),
  observationSize: 3,
  actionSize: 1,
  maskSize: 2,
  rewardParts: ['goal', 'cost'],
  teams: [0],
};

it('has a row of each array for each agent, in plain or shared memory', () => {
  for (const shared of [false, true]) {
    const step = newBatchStep(layout, 4, { shared });
    const lengths = Object.fromEntries(Object.entries(step).map(([name, array]) => [name, array.length]));
    expect(lengths).toEqual({
      observations: 12,
      finalObservations: 12,
      rewards: 4,
      terminated: 4,
      truncated: 4,
      masks: 8,
      rewardParts: 8,
      outcomes: 4,
    });
    for (const { buffer } of Object.values(step)) expect(buffer instanceof SharedArrayBuffer).toBe(shared);
  }
});

describe('rows of a step', () => {
  it('are the same memory', () => {
    const step = newBatchStep(layout, 4);
    const rows = rowsOfStep(step, layout, 1, 2);
    for (const array of Object.values(rows)) array.fill(1);
    expect([...step.rewards]).toEqual([0, 1, 1, 0]);
    expect([...step.observations]).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
    expect([...step.masks]).toEqual([0, 0, 1, 1, 1, 1, 0, 0]);
  });

  it('are copied into other rows whole', () => {
    const step = newBatchStep(layout, 4);
    const from = newBatchStep(layout, 2);
    for (const array of Object.values(from)) array.fill(1);
    setStep(rowsOfStep(step, layout, 2, 2), from);
    const expected = newBatchStep(layout, 4);
    for (const array of Object.values(rowsOfStep(expected, layout, 2, 2))) array.fill(1);
    expect(step).toEqual(expected);
  });
});
