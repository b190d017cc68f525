import { environmentPart } from '@longplay/envs';
import type { SharedArray, WorkerGroup } from '@longplay/runtime';
import type { Collector, CollectTimes, EnvironmentState } from './collector.ts';
import { setRows, type RolloutBuffer } from './rollout-buffer.ts';
import type { Scaling } from './running-statistics.ts';

type PpoWorkers = WorkerGroup<typeof import('./ppo.worker.ts')>;

/** A rollout that lies in the buffer. */
export interface PlayedRollout {
  /** Of each that played a part of it. */
  readonly times: readonly CollectTimes[];
  /** Where each environment stands after it. */
  readonly states: readonly EnvironmentState[];
}

/**
 * Where the rollouts of a training come from. What was played and where that led come in one answer: a worker that is
 * lost in between could not tell the one without the other.
 */
export interface Rollouts {
  /** Starts new episodes everywhere, and tells where they stand. */
  reset(seed: number): Promise<readonly EnvironmentState[]>;
  /** Goes on from saved states; environments that have none start new episodes under `seed`. */
  load(states: readonly EnvironmentState[], seed: number): Promise<void>;
  /** Plays a rollout into the buffer. */
  collect(label: string, scaling: Scaling | undefined): Promise<PlayedRollout>;
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
      return (await workers.broadcast('reset', [seed])).flat();
    },
    async load(states, seed) {
      await workers.broadcast('load', [states, seed]);
    },
    async collect(label, scaling) {
      // With an array in shared memory a process gets a copy of all that memory, here the optimiser's.
      const present = workers.kind === 'processes' ? parameters.data.slice() : parameters.data;
      const collected = await workers.broadcast('collect', [present, scaling], { label });
      for (const [index, { rows }] of collected.entries()) {
        if (rows !== undefined) setRows(buffer, environmentPart(environments, index, workers.size).first, rows);
      }
      return { times: collected.map(({ times }) => times), states: collected.flatMap(({ states }) => states) };
    },
  };
}

/** In this thread: one collector acts on the batch of all environments, wherever these are. */
export function centralRollouts(collector: Collector, load: () => Promise<void>): Rollouts {
  return {
    async reset(seed) {
      await collector.reset(seed);
      return collector.saveState();
    },
    load: (states, seed) => collector.loadState(states, seed),
    async collect(_label, scaling) {
      await load();
      return { times: [await collector.collect(scaling)], states: await collector.saveState() };
    },
  };
}
