import { fileURLToPath } from 'node:url';
import { silentLogger } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { batchOf } from '../batch-of.ts';
import corridor from '../fixtures/vector/corridor.ts';
import { differenceOf, firstDifference, record, replayFrom } from './recording.ts';
import { SyncVecEnv } from './sync-vec-env.ts';
import { WorkerVecEnv } from './worker-vec-env.ts';

const environment = fileURLToPath(import.meta.resolve('../fixtures/vector/corridor.ts'));

describe('does the same, bit for bit, as the environments in this thread', async () => {
  const own = new SyncVecEnv(batchOf(Array.from({ length: 5 }, () => corridor())));
  const recording = await record(own, 7, 300);
  const states = await own.saveState();

  it.each([
    ['threads', 1],
    ['threads', 2],
    ['threads', 3],
    ['processes', 2],
  ] as const)('in %s, %i of them', async (kind, workers) => {
    await using environments = await WorkerVecEnv.open({ environment, environments: 5, workers, kind });
    const played = await replayFrom(environments, recording);
    expect(firstDifference(own, recording.steps, played)).toBeUndefined();
    expect(await environments.saveState()).toEqual(states);
    const loaded = await environments.loadState(states.toReversed());
    expect(differenceOf(own, await own.loadState(states.toReversed()), loaded)).toBeUndefined();
    await own.loadState(states);
  });
});

it('takes no more workers than environments', async () => {
  const lines: string[] = [];
  const logger = { ...silentLogger, debug: (line: string) => void lines.push(line) };
  await using environments = await WorkerVecEnv.open({ environment, environments: 1, workers: 3, logger });
  await environments.reset(1);
  expect(lines.filter((line) => line.includes('started'))).toHaveLength(1);
});
