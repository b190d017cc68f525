import { ConfigurationError, detectCores, openWorkers, workerCount, type Logger } from '@longplay/runtime';
import { SyncVecEnv, WorkerVecEnv, type VecEnv } from '@longplay/envs';
import type { Backend } from '../backends/backend.ts';
import { actionDistribution } from '../model/distribution.ts';
import { networkLayout } from '../model/layout.ts';
import { Collector, type EnvironmentState } from './collector.ts';
import { Optimiser } from './optimiser.ts';
import type { PpoPlan, PpoTraining } from './plan.ts';
import type { PpoWorkerData } from './ppo.worker.ts';
import { environmentRows, newRolloutBuffer } from './rollout-buffer.ts';
import { centralRollouts, workerRollouts } from './rollouts.ts';
import { newOptimiserMemory, Updater, type OptimiserMemory } from './update.ts';

/** What a training works with: its workers and its memory. */
export type Workspace = Awaited<ReturnType<typeof openWorkspace>>;

/** Starts the workers of a training and makes its memory. */
export async function openWorkspace(training: PpoTraining, plan: PpoPlan, backend: Backend, logger: Logger) {
  /** What a worker that takes a lost one's place goes on from. */
  let last: { readonly states: readonly EnvironmentState[]; readonly episodes: number } | undefined;
  const { environments, seed, ppo, workerKind, deadline, collector } = training;
  const { layout, shape, factory } = plan;
  const { buffer, memory } = allocate(training, plan);
  /** Whether the workers share no memory with this thread. */
  const apart = workerKind === 'processes' && workersFor(training) > 1;
  const loss = { shape, valueCoefficient: ppo.valueCoefficient, masked: layout.maskSize > 0 };
  const data: PpoWorkerData = {
    environment: factory.name,
    environmentOptions: factory.options,
    environments,
    steps: ppo.steps,
    backend: backend.name,
    loss,
    squash: training.policy.squash,
    buffer,
    // Child processes get copies, and nothing can copy the memory of WebAssembly: updates are then done here.
    optimiser: apart ? { ...memory, wasm: undefined } : memory,
    update: updateOptions(training),
  };
  await using opened = new AsyncDisposableStack();
  const workers = opened.use(
    await openWorkers<typeof import('./ppo.worker.ts')>({
      module: import.meta.resolve('@longplay/rl/ppo-worker'),
      workers: workersFor(training),
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
      ? workerRollouts(workers, buffer, memory.parameters)
      : await openCentral(training, plan, backend, buffer, memory, opened, logger);
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
function allocate({ environments, ppo }: PpoTraining, { layout, shape }: PpoPlan) {
  const { observationSize, actionSize, maskSize } = layout;
  const rewardParts = layout.rewardParts.length;
  const sizes = { environments, steps: ppo.steps, observationSize, actionSize, maskSize, rewardParts };
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

/** The workers that a training has on this machine: never more than environments. */
export function workersFor({ numWorkers, environments }: Pick<PpoTraining, 'numWorkers' | 'environments'>): number {
  return Math.min(workerCount(numWorkers, detectCores()), environments);
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
  training: PpoTraining,
  { factory, shape, mapping }: PpoPlan,
  backend: Backend,
  buffer: ReturnType<typeof newRolloutBuffer>,
  memory: OptimiserMemory,
  opened: AsyncDisposableStack,
  logger: Logger,
) {
  const { environments: count, seed, workerKind, deadline, ppo } = training;
  const workers = workersFor(training);
  const { name, options } = factory;
  const environments: VecEnv =
    workers === 1
      ? new SyncVecEnv(factory.makeBatch(count), { name })
      : await WorkerVecEnv.open({
          environment: name,
          options,
          environments: count,
          workers,
          kind: workerKind,
          deadline,
          logger,
        });
  opened.use(environments);
  const parameters = new Float32Array(memory.parameters.data.length);
  const policy = opened.use(await backend.openPolicy(shape, parameters));
  const collector = new Collector({
    environments,
    first: 0,
    seed,
    steps: ppo.steps,
    policy,
    distribution: actionDistribution(shape, parameters),
    mapping,
    rows: environmentRows(buffer, 0, count),
    now: () => performance.now(),
  });
  return centralRollouts(collector, async () => {
    parameters.set(memory.parameters.data);
    await policy.load(parameters);
  });
}

async function openUpdater(
  data: PpoWorkerData,
  backend: Backend,
  memory: OptimiserMemory,
  opened: AsyncDisposableStack,
) {
  const gradient = opened.use(await backend.openGradient(data.loss));
  return new Updater(data.update, gradient, environmentRows(data.buffer, 0, data.environments), memory, 0);
}
