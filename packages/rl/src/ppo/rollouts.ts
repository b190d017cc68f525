import { environmentPart } from '@longplay/envs';
import type { SharedArray, WorkerGroup } from '@longplay/runtime';
import type { Collector, CollectTimes, EnvironmentState } from './collector.ts';
import { setRows, type RolloutBuffer } from './rollout-buffer.ts';
import type { Scaling } from './running-statistics.ts';

type PpoWorkers = WorkerGroup<typeof import('./ppo.worker.ts')>;

/** Where the rollouts of a training come from. */
export interface Rollouts {
  /** Starts new episodes everywhere. */
  reset(seed: number): Promise<void>;
  /** Goes on from saved states; environments that have none start new episodes under `seed`. */
  load(states: readonly EnvironmentState[], seed: number): Promise<void>;
  /** Plays a rollout into the buffer; the times of each that played a part of it. */
  collect(label: string, scaling: Scaling | undefined): Promise<CollectTimes[]>;
  /** Where each environment stands. */
  states(): Promise<EnvironmentState[]>;
}

/** In the workers: each plays its part of the environments with its own copy of the networks. */
export function workerRollouts(
  workers: PpoWorkers,
  buffer: RolloutBuffer,
  parameters: SharedArray<'float32'>,
): Rollouts {
  const environments = buffer.lastValues.data.length;
  return {
    async reset(seed) {
      await workers.broadcast('reset', [seed]);
    },
    async load(states, seed) {
      await workers.broadcast('load', [states, seed]);
    },
    async collect(label, scaling) {
      const collected = await workers.broadcast('collect', [parameters.data, scaling], { label });
      return collected.map(({ times, rows }, index) => {
        if (rows !== undefined) setRows(buffer, environmentPart(environments, index, workers.size).first, rows);
        return times;
      });
    },
    async states() {
      return (await workers.broadcast('states', [])).flat();
    },
  };
}

/** In this thread: one collector acts on the batch of all environments, wherever these are. */
export function centralRollouts(collector: Collector, load: () => Promise<void>): Rollouts {
  return {
    reset: (seed) => collector.reset(seed),
    load: (states, seed) => collector.loadState(states, seed),
    async collect(_label, scaling) {
      await load();
      return [await collector.collect(scaling)];
    },
    states: () => collector.saveState(),
  };
}
