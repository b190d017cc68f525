import type { WorkerContext } from '@longplay/runtime';
import { environmentPart, loadEnvironment, SyncVecEnv } from '@longplay/envs';
import type { BackendName } from '../backends/backend.ts';
import { backendNamed } from '../backends/backends.ts';
import type { LossGradient, LossOptions } from '../backends/loss-gradient.ts';
import type { Policy } from '../backends/policy.ts';
import { actionMapping } from './action-head.ts';
import { Collector, type CollectTimes, type EnvironmentState } from './collector.ts';
import { actionDistribution } from '../model/distribution.ts';
import { playEpisodes, type PlayedEpisode } from './play-episodes.ts';
import { copyRows, environmentRows, type RolloutBuffer, type RolloutRows } from './rollout-buffer.ts';
import type { Scaling } from './running-statistics.ts';
import { Updater, type OptimiserMemory, type UpdateOptions, type UpdateRequest, type UpdateResult } from './update.ts';

/** What every worker of a training by PPO gets. */
export interface PpoWorkerData {
  readonly environment: string;
  readonly environmentOptions: Readonly<Record<string, unknown>>;
  /** All environments of the training. */
  readonly environments: number;
  readonly steps: number;
  readonly backend: BackendName;
  readonly loss: LossOptions;
  readonly squash: boolean;
  readonly buffer: RolloutBuffer;
  readonly optimiser: OptimiserMemory;
  readonly update: UpdateOptions;
}

/** What a worker has collected. */
export interface Collected {
  readonly times: CollectTimes;
  /** Where its environments stand now. */
  readonly states: readonly EnvironmentState[];
  /** A copy, where the trainer does not see this worker's memory. */
  readonly rows?: RolloutRows;
}

const now = () => performance.now();

/** Opens something when it is first needed. */
function once<T>(open: () => Promise<T>): () => Promise<T> {
  let first: Promise<T> | undefined;
  return () => (first ??= open());
}

/** Plays rollouts and evaluation episodes, and does a share of the updates. */
export const create = async ({ index, workers, seed, data, signal }: WorkerContext<PpoWorkerData>) => {
  const { buffer, optimiser, loss, steps, squash } = data;
  const backend = await backendNamed(data.backend);
  const factory = await loadEnvironment(data.environment, data.environmentOptions);
  const own = environmentPart(data.environments, index, workers);
  const rows = environmentRows(buffer, own.first, own.count);
  const shared = buffer.values.data.buffer instanceof SharedArrayBuffer;
  /** Released when the worker is closed. */
  const held = <T extends AsyncDisposable>(resource: T): T => {
    signal.addEventListener('abort', () => void resource[Symbol.asyncDispose]());
    return resource;
  };

  // Opened with any parameters: each use begins by loading the present ones.
  const policy = once<Policy>(async () =>
    held(await backend.openPolicy(loss.shape, new Float32Array(optimiser.parameters.data.length))),
  );
  const updater = once(async () => {
    const gradient: LossGradient = held(await backend.openGradient(loss));
    return new Updater(data.update, gradient, environmentRows(buffer, 0, data.environments), optimiser, index);
  });
  // Filled with the present parameters before each use.
  const parameters = new Float32Array(optimiser.parameters.data.length);
  const distribution = actionDistribution(loss.shape, parameters);
  const collector = once(async () => {
    const batch = factory.makeBatch(own.count, own.first);
    return new Collector({
      environments: held(new SyncVecEnv(batch, { name: factory.name, firstIndex: own.first })),
      first: own.first,
      seed,
      steps,
      policy: await policy(),
      distribution,
      mapping: actionMapping(batch.actionSpace, squash),
      rows,
      now,
    });
  });
  const use = async (present: Float32Array): Promise<Policy> => {
    parameters.set(present);
    const loaded = await policy();
    await loaded.load(parameters);
    return loaded;
  };

  return {
    /** Starts new episodes, and tells where they stand. */
    async reset(episodes: number): Promise<EnvironmentState[]> {
      const player = await collector();
      await player.reset(episodes);
      return player.saveState();
    },
    /** Goes on where the environments stood; where they cannot tell, starts new episodes under `episodes`. */
    async load(states: readonly EnvironmentState[], episodes: number): Promise<void> {
      await (await collector()).loadState(states.slice(own.first, own.first + own.count), episodes);
    },
    async collect(present: Float32Array, scaling: Scaling | undefined): Promise<Collected> {
      const begun = now();
      await use(present);
      const loaded = (now() - begun) / 1000;
      const player = await collector();
      const played = await player.collect(scaling);
      const states = await player.saveState();
      const times = { ...played, total: (now() - begun) / 1000, inference: played.inference + loaded };
      return shared ? { times, states } : { times, states, rows: copyRows(rows) };
    },
    /** A share of an update, and its result; of a worker that has no share, nothing. */
    async update(request: UpdateRequest): Promise<UpdateResult | undefined> {
      return index < request.parties ? (await updater()).run(request) : undefined;
    },
    async play(
      present: Float32Array,
      scaling: Scaling | undefined,
      episodes: readonly number[],
      episodeSeed: number,
    ): Promise<PlayedEpisode[]> {
      const acting = { policy: await use(present), distribution, squash, scaling, stochastic: false };
      return playEpisodes(factory, acting, episodes, episodeSeed);
    },
  };
};
