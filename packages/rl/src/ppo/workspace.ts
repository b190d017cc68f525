import { ConfigurationError, openWorkers, type Logger } from '@longplay/runtime';
import { SyncVecEnv, WorkerVecEnv, type VecEnv } from '@longplay/envs';
import type { Backend } from '../backends/backend.ts';
import { networkLayout } from '../model/layout.ts';
import { lineupPart } from '../self-play/lineup.ts';
import { Actor } from './acting.ts';
import type { EnvironmentState } from './collector.ts';
import { Optimiser } from './optimiser.ts';
import type { PpoPlan, PpoTraining } from './plan.ts';
import type { PpoWorkerData } from './ppo.worker.ts';
import { agentRows, newRolloutBuffer, type RolloutBuffer } from './rollout-buffer.ts';
import { RolloutPlayer } from './rollout-player.ts';
import { centralRollouts, workerRollouts, type Rollouts } from './rollouts.ts';
import { newOptimiserMemory, Updater, type OptimiserMemory } from './update.ts';

/** What a training works with: its workers and its memory. */
export type Workspace = Awaited<ReturnType<typeof openWorkspace>>;

/** Starts the workers of a training and makes its memory. */
export async function openWorkspace(training: PpoTraining, plan: PpoPlan, backend: Backend, logger: Logger) {
  /** What a worker that takes a lost one's place goes on from. */
  let last: { readonly states: readonly EnvironmentState[]; readonly episodes: number } | undefined;
  const { seed, ppo, workerKind, deadline, collector } = training;
  const { factory, lineup } = plan;
  const { buffer, memory } = allocate(training, plan);
  /** Whether the workers share no memory with this thread. */
  const apart = workerKind === 'processes' && plan.workers > 1;
  // Child processes get copies, and nothing can copy the memory of WebAssembly: updates are then done here.
  const data = workerData(training, plan, backend, buffer, apart ? { ...memory, wasm: undefined } : memory);
  await using opened = new AsyncDisposableStack();
  const workers = opened.use(
    await openWorkers<typeof import('./ppo.worker.ts')>({
      module: import.meta.resolve('@longplay/rl/ppo-worker'),
      workers: plan.workers,
      kind: workerKind,
      seed,
      data,
      init: async (worker) => {
        if (last === undefined || collector === 'central') return; // no rollout yet, or none is played there
        await worker.call('load', [last.states, last.episodes]);
        if (last.states.every(({ environment }) => environment !== null)) return;
        logger.warn(`${factory.name} cannot save its state: worker ${worker.index} starts new episodes`);
      },
      onFailure: 'restart',
      logger,
      deadline,
    }),
  );
  const rollouts =
    collector === 'workers'
      ? workerRollouts(workers, buffer, lineup)
      : await openCentral(training, plan, backend, buffer, opened, logger);
  const local = apart ? await openUpdater(data, backend, memory, opened) : undefined;
  const optimiser = new Optimiser({ memory, workers, local, minibatch: ppo.minibatch, logger });
  const owned = opened.move();
  return {
    workers,
    rollouts,
    optimiser,
    buffer,
    /**
     * Tells where the environments stand, for workers that take a lost one's place from now on.
     * @param episodes - the seed of new episodes in environments that cannot tell where they stood.
     */
    remember(states: readonly EnvironmentState[], episodes: number): void {
      last = { states, episodes };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** @throws ConfigurationError when there is no such memory. */
function allocate({ ppo }: PpoTraining, { layout, shape, agents }: PpoPlan) {
  const { observationSize, actionSize, maskSize } = layout;
  const rewardParts = layout.rewardParts.length;
  const sizes = { agents, steps: ppo.steps, observationSize, actionSize, maskSize, rewardParts };
  try {
    return { buffer: newRolloutBuffer(sizes), memory: newOptimiserMemory(networkLayout(shape).size, ppo.minibatch) };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ConfigurationError(`out of memory: ${cause.message}`, {
      cure: 'lower environments, ppo.steps or ppo.minibatch, or take smaller networks (policy.hidden)',
      cause,
    });
  }
}

/** What the workers get. */
function workerData(
  training: PpoTraining,
  { layout, shape, factory, evaluated, lineup }: PpoPlan,
  backend: Backend,
  buffer: RolloutBuffer,
  optimiser: OptimiserMemory,
): PpoWorkerData {
  const { ppo, policy } = training;
  return {
    environment: factory.name,
    environmentOptions: factory.options,
    evaluationOptions: evaluated.options,
    lineup,
    steps: ppo.steps,
    backend: backend.name,
    loss: { shape, valueCoefficient: ppo.valueCoefficient, masked: layout.maskSize > 0 },
    actionSpace: layout.actionSpace,
    squash: policy.squash,
    buffer,
    optimiser,
    update: updateOptions(training),
  };
}

function updateOptions({ ppo, seed }: PpoTraining) {
  const { minibatch, epochs, maxGradientNorm, targetKl, normalizeAdvantages, valueClip } = ppo;
  return {
    minibatch,
    epochs,
    normalizeAdvantages,
    seed,
    maxGradientNorm: maxGradientNorm ?? Infinity,
    targetKl: targetKl ?? Infinity,
    valueClip: valueClip ?? Infinity,
  };
}

async function openCentral(
  { seed, workerKind, deadline, ppo }: PpoTraining,
  { factory, shape, mapping, lineup, agents, workers }: PpoPlan,
  backend: Backend,
  buffer: RolloutBuffer,
  opened: AsyncDisposableStack,
  logger: Logger,
): Promise<Rollouts> {
  const { name, options } = factory;
  const matches = lineup.matches.length;
  const environments: VecEnv =
    workers === 1
      ? new SyncVecEnv(factory.makeBatch(matches), { name })
      : await WorkerVecEnv.open({
          environment: name,
          options,
          environments: matches,
          workers,
          kind: workerKind,
          deadline,
          logger,
        });
  opened.use(environments);
  const openActor = async () => opened.use(await Actor.open(backend, shape, mapping));
  const player = await RolloutPlayer.open({
    environments,
    lineup,
    part: lineupPart(lineup, 0, 1),
    seed,
    steps: ppo.steps,
    actor: await openActor(),
    openOlder: openActor,
    rows: agentRows(buffer, 0, agents),
    now: () => performance.now(),
  });
  return centralRollouts(player);
}

async function openUpdater(
  data: PpoWorkerData,
  backend: Backend,
  memory: OptimiserMemory,
  opened: AsyncDisposableStack,
) {
  const gradient = opened.use(await backend.openGradient(data.loss));
  return new Updater(data.update, gradient, agentRows(data.buffer, 0, data.buffer.lastValues.data.length), memory, 0);
}
