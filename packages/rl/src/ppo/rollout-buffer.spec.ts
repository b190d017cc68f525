import { describe, expect, it } from 'vitest';
import { copyRows, agentRows, newRolloutBuffer, rolloutBytes, setRows, type RolloutBuffer } from './rollout-buffer.ts';

const shape = { agents: 3, steps: 4, observationSize: 2, actionSize: 1, maskSize: 5, rewardParts: 2 };

/** A buffer in which every number tells its environment. */
function labelled(): RolloutBuffer {
  const buffer = newRolloutBuffer(shape);
  for (const { data } of Object.values(buffer)) {
    for (let i = 0; i < data.length; i++) data[i] = 1 + Math.floor((i * shape.agents) / data.length);
  }
  return buffer;
}

describe('the rows of agents', () => {
  it('are those of these agents in every array, over the same memory', () => {
    const buffer = labelled();
    const rows = agentRows(buffer, 1, 2);
    expect(rows.observations).toHaveLength(2 * 4 * 2);
    expect(rows.lastValues).toHaveLength(2);
    for (const array of Object.values(rows)) {
      expect(new Set(array)).toEqual(new Set([2, 3]));
      array.fill(9);
    }
    for (const { data } of Object.values(buffer)) expect(new Set(data)).toEqual(new Set([1, 9]));
  });

  it('copied from one buffer and set in another are in their places', () => {
    const copy = copyRows(agentRows(labelled(), 1, 2));
    expect(copy.rewards.buffer).toBeInstanceOf(ArrayBuffer); // what a process can send
    const other = newRolloutBuffer(shape);
    setRows(other, 1, copy);
    const { data } = labelled().observations;
    expect(other.observations.data).toEqual(data.map((label) => (label === 1 ? 0 : label)));
    expect(other.ends.data).toEqual(labelled().ends.data.map((label) => (label === 1 ? 0 : label)));
  });
});

it('rolloutBytes is what the arrays take', () => {
  const arrays = Object.values(newRolloutBuffer(shape));
  expect(rolloutBytes(shape)).toBe(arrays.reduce((sum, { data }) => sum + data.byteLength, 0));
});
