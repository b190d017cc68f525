import type { WorkerContext } from '@longplay/runtime';
import { loadEnvironment, SyncVecEnv, type Space } from '@longplay/envs';
import type { BackendName } from '../backends/backend.ts';
import { backendNamed } from '../backends/backends.ts';
import type { LossGradient, LossOptions } from '../backends/loss-gradient.ts';
import { lineupPart, type Lineup } from '../self-play/lineup.ts';
import { Actor, type PolicyVersion } from './acting.ts';
import { actionMapping } from './action-head.ts';
import type { CollectTimes, EnvironmentState } from './collector.ts';
import { playEpisodes, type PlayedEpisode } from './play-episodes.ts';
import { agentRows, copyRows, type RolloutBuffer, type RolloutRows } from './rollout-buffer.ts';
import { RolloutPlayer, type RolloutPolicies } from './rollout-player.ts';
import { Updater, type OptimiserMemory, type UpdateOptions, type UpdateRequest, type UpdateResult } from './update.ts';

/** What every worker of a training by PPO gets. */
export interface PpoWorkerData {
  readonly environment: string;
  readonly environmentOptions: Readonly<Record<string, unknown>>;
  /** The options of the environment of evaluations. */
  readonly evaluationOptions: Readonly<Record<string, unknown>>;
  /** All matches of the training. */
  readonly lineup: Lineup;
  readonly steps: number;
  readonly backend: BackendName;
  readonly loss: LossOptions;
  readonly actionSpace: Space;
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

/** Episodes to play: who against whom, and which. */
export interface PlayRequest {
  readonly player: PolicyVersion;
  readonly opponent?: PolicyVersion;
  readonly stochastic: boolean;
  readonly episodes: readonly number[];
  readonly seed: number;
}

/** Opens something when it is first needed. */
function once<T>(open: () => Promise<T>): () => Promise<T> {
  let first: Promise<T> | undefined;
  return () => (first ??= open());
}

/** Plays rollouts and evaluation episodes, and does a share of the updates. */
export const create = async ({ index, workers, seed, data, signal }: WorkerContext<PpoWorkerData>) => {
  const { buffer, optimiser, loss, lineup, steps } = data;
  const backend = await backendNamed(data.backend);
  const factory = await loadEnvironment(data.environment, data.environmentOptions);
  const evaluated = once(() => loadEnvironment(data.environment, data.evaluationOptions));
  const part = lineupPart(lineup, index, workers);
  const rows = agentRows(buffer, part.firstAgent, part.agents);
  const shared = buffer.values.data.buffer instanceof SharedArrayBuffer;
  /** Released when the worker is closed. */
  const held = <T extends AsyncDisposable>(resource: T): T => {
    signal.addEventListener('abort', () => void resource[Symbol.asyncDispose]());
    return resource;
  };

  const mapping = actionMapping(data.actionSpace, data.squash);
  const openActor = async () => held(await Actor.open(backend, loss.shape, mapping));
  // Each use begins by loading a version.
  const policy = once(openActor);
  const older = once(openActor);
  const updater = once(async () => {
    const gradient: LossGradient = held(await backend.openGradient(loss));
    const all = agentRows(buffer, 0, buffer.lastValues.data.length);
    return new Updater(data.update, gradient, all, optimiser, index);
  });
  const player = once(async () => {
    const batch = factory.makeBatch(part.count, part.first);
    const environments = new SyncVecEnv(batch, { name: factory.name, firstIndex: part.first });
    return RolloutPlayer.open({
      environments: held(environments),
      lineup,
      part,
      seed,
      steps,
      actor: await policy(),
      openOlder: older,
      rows,
      now: () => performance.now(),
    });
  });
  return {
    /** Starts new episodes, and tells where they stand. */
    async reset(episodes: number): Promise<EnvironmentState[]> {
      return (await player()).reset(episodes);
    },
    /** Goes on where the environments stood; where they cannot tell, starts new episodes under `episodes`. */
    async load(states: readonly EnvironmentState[], episodes: number): Promise<void> {
      await (await player()).load(states.slice(part.first, part.first + part.count), episodes);
    },
    async collect(policies: RolloutPolicies): Promise<Collected> {
      const collected = await (await player()).collect(policies);
      return shared ? collected : { ...collected, rows: copyRows(rows) };
    },
    /** A share of an update, and its result; of a worker that has no share, nothing. */
    async update(request: UpdateRequest): Promise<UpdateResult | undefined> {
      return index < request.parties ? (await updater()).run(request) : undefined;
    },
    async play(request: PlayRequest): Promise<PlayedEpisode[]> {
      const { stochastic, episodes, seed: ownSeed } = request;
      const own = await policy();
      await own.load(request.player);
      const opponent = request.opponent && (await older());
      if (request.opponent !== undefined) await opponent?.load(request.opponent);
      return playEpisodes(await evaluated(), { player: own, opponent, stochastic }, episodes, ownSeed);
    },
  };
};
