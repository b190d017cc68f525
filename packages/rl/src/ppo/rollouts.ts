import type { WorkerGroup } from '@longplay/runtime';
import { lineupPart, type Lineup } from '../self-play/lineup.ts';
import type { PolicyVersion } from './acting.ts';
import type { CollectTimes, EnvironmentState } from './collector.ts';
import { setRows, type RolloutBuffer } from './rollout-buffer.ts';
import type { RolloutPlayer, RolloutPolicies } from './rollout-player.ts';

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
  collect(label: string, policies: RolloutPolicies): Promise<PlayedRollout>;
}

/** In the workers: each plays its part of the environments with its own copy of the networks. */
export function workerRollouts(workers: PpoWorkers, buffer: RolloutBuffer, lineup: Lineup): Rollouts {
  return {
    async reset(seed) {
      return (await workers.broadcast('reset', [seed])).flat();
    },
    async load(states, seed) {
      await workers.broadcast('load', [states, seed]);
    },
    async collect(label, { policy, opponent }) {
      const policies = { policy: sendable(policy, workers), opponent };
      const collected = await workers.broadcast('collect', [policies], { label });
      for (const [index, { rows }] of collected.entries()) {
        if (rows !== undefined) setRows(buffer, lineupPart(lineup, index, workers.size).firstAgent, rows);
      }
      return { times: collected.map(({ times }) => times), states: collected.flatMap(({ states }) => states) };
    },
  };
}

/**
 * The present policy as workers take it: with an array in shared memory a process would get a copy of all that memory,
 * here the optimiser's.
 */
export function sendable({ parameters, scaling }: PolicyVersion, { kind }: PpoWorkers): PolicyVersion {
  return { parameters: kind === 'processes' ? parameters.slice() : parameters, scaling };
}

/** In this thread: one player acts on the batch of all environments, wherever these are. */
export function centralRollouts(player: RolloutPlayer): Rollouts {
  return {
    reset: (seed) => player.reset(seed),
    load: (states, seed) => player.load(states, seed),
    async collect(_label, policies) {
      const { times, states } = await player.collect(policies);
      return { times: [times], states };
    },
  };
}
