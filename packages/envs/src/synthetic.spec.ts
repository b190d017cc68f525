import { expect, it } from 'vitest';
import { make, registered } from './registry.ts';
import { newBatchStep } from './vector/batch-step.ts';

it('has the observations, actions and episode length that it is told', () => {
  const env = make('Synthetic-v0', { observations: 3, actions: 4, episodeLength: 5 });
  expect((env.reset({ seed: 1 }).observation as Float32Array).length).toBe(3);
  expect(env.actionSpace).toEqual({ type: 'discrete', n: 4 });
  expect([1, 2, 3, 4, 5].map(() => env.step(0).truncated)).toEqual([false, false, false, false, true]);
});

it('has one action that pays for each observation, whatever the seed and the row', () => {
  const batch = registered('Synthetic-v0', { observations: 2, actions: 3 }).makeBatch(3);
  const out = newBatchStep(batch, 3);
  for (let row = 0; row < 3; row++) batch.reset(row, row, out);
  const best = new Map<string, Set<number>>();
  for (let step = 0; step < 900; step++) {
    const shown = [0, 1, 2].map((row) => String(out.observations.subarray(2 * row, 2 * row + 2)));
    batch.step(Float32Array.of(0, 1, 2), out);
    for (const [action, observation] of shown.entries()) {
      const actions = best.get(observation) ?? new Set();
      if (out.rewards[action] === 1) actions.add(action);
      best.set(observation, actions);
    }
  }
  expect(best.size).toBe(256);
  // 900 steps in rows that always take their own action see every observation with each of them.
  expect([...best.values()].every((actions) => actions.size === 1)).toBe(true);
});
