import { expect, it } from 'vitest';
import { newBatchStep } from '../vector/batch-step.ts';
import { carSoccer } from './car-soccer.ts';
import type { CarSoccerBatch } from './car-soccer-batch.ts';

it('a match that is watched is the same match, seen every few ticks', () => {
  const match = carSoccer({ bodies: ['octane', 'plank'], tickSkip: 8 });
  const [watched, unwatched] = [match.batch(2) as CarSoccerBatch, match.batch(2)];
  const ticks: number[] = [];
  const { simulation, bodies } = watched.watch(1, { everyTicks: 3, see: () => ticks.push(simulation.state.tick) });
  expect(bodies).toEqual(['octane', 'plank']);

  const [a, b] = [newBatchStep(watched, watched.rows), newBatchStep(unwatched, unwatched.rows)];
  for (const index of [0, 1]) {
    watched.reset(index, 7 + index, a);
    unwatched.reset(index, 7 + index, b);
  }
  const begin = simulation.state.tick;
  for (let step = 0; step < 30; step++) {
    const actions = Float32Array.from({ length: watched.rows }, (_, row) => (17 * step + 31 * row) % 90);
    watched.step(actions, a);
    unwatched.step(actions, b);
    expect(a).toEqual(b);
  }
  expect(ticks.map((tick) => tick - begin)).toEqual(
    Array.from({ length: 90 }, (_, call) => 8 * Math.floor(call / 3) + [3, 6, 8][call % 3]!),
  );
});
