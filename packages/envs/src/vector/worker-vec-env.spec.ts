import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { batchOf } from '../batch-of.ts';
import corridor from '../fixtures/vector/corridor.ts';
import { checkVecEnv } from './check-vec-env.ts';
import { differenceOf, record, replay } from './recording.ts';
import { SyncVecEnv } from './sync-vec-env.ts';
import { WorkerVecEnv } from './worker-vec-env.ts';

vi.setConfig({ testTimeout: 30_000 });

const environment = fileURLToPath(import.meta.resolve('../fixtures/vector/corridor.ts'));

describe('does the same, bit for bit, as the environments in this thread', async () => {
  const own = new SyncVecEnv(batchOf(Array.from({ length: 5 }, () => corridor())));
  const { first, actions, steps } = await record(own, 7, 300);
  const states = await own.saveState();

  it.each([
    ['threads', 1],
    ['threads', 2],
    ['threads', 3],
    ['threads', 9],
    ['processes', 2],
  ] as const)('in %s, %i of them', async (kind, workers) => {
    await using environments = await WorkerVecEnv.open({ environment, environments: 5, workers, kind });
    expect(differenceOf(own, first, await environments.reset(7))).toBeUndefined();
    const played = await replay(environments, actions);
    for (const [t, step] of steps.entries()) expect(differenceOf(own, step, played[t]!)).toBeUndefined();
    expect(await environments.saveState()).toEqual(states);
    const loaded = await environments.loadState(states.toReversed());
    expect(differenceOf(own, await own.loadState(states.toReversed()), loaded)).toBeUndefined();
    await own.loadState(states);
  });
});

describe('keeps the contract', () => {
  it.each([
    ['threads', 2],
    ['processes', 2],
  ] as const)('in %s', async (kind, workers) => {
    const make = () => WorkerVecEnv.open({ environment, environments: 3, workers, kind });
    await checkVecEnv(make, { makeEnv: () => corridor(), steps: 100 });
  });
});
