import { LongplayError, WorkerError, type Logger, type WorkerGroup } from '@longplay/runtime';
import type { OptimiserArrays } from './standing.ts';
import {
  isFinite,
  shardRows,
  type OptimiserMemory,
  type Updater,
  type UpdateRequest,
  type UpdateResult,
} from './update.ts';

/** The parameters of a training and what improves them. */
export interface OptimiserOptions {
  readonly memory: OptimiserMemory;
  readonly workers: WorkerGroup<typeof import('./ppo.worker.ts')>;
  /** Does the updates in this thread, where the workers share no memory with it. */
  readonly local: Updater | undefined;
  readonly minibatch: number;
  readonly logger: Logger;
}

/** Does the updates of a training, shared among the workers where they share memory. */
export class Optimiser {
  readonly #options: OptimiserOptions;
  /** What the arrays were before the update under way. */
  readonly #backup: OptimiserArrays;

  constructor(options: OptimiserOptions) {
    this.#options = options;
    const size = options.memory.parameters.data.length;
    const zeros = () => new Float32Array(size);
    this.#backup = { parameters: zeros(), firstMoment: zeros(), secondMoment: zeros() };
  }

  /** The parameters and moments, over the memory that the workers see. */
  get arrays(): OptimiserArrays {
    const { parameters, firstMoment, secondMoment } = this.#options.memory;
    return { parameters: parameters.data, firstMoment: firstMoment.data, secondMoment: secondMoment.data };
  }

  /**
   * One update. A worker that is lost in the middle of it costs nothing but time: the update is done again from its
   * beginning, by one worker, with the same result.
   *
   * @throws LongplayError when the loss or its gradient is not finite; the parameters are then those of before.
   */
  async update(request: Omit<UpdateRequest, 'parties'>): Promise<UpdateResult> {
    const backup = Object.entries(this.#backup) as [keyof OptimiserArrays, Float32Array][];
    for (const [name, data] of backup) data.set(this.arrays[name]);
    const restore = () => {
      for (const [name, data] of backup) this.arrays[name].set(data);
      const { barrier, claims, begun } = this.#options.memory;
      for (const { data } of [barrier, claims, begun]) data.fill(0);
    };
    try {
      const result = await this.#attempt(request, restore);
      if (!isFinite(result) || !Number.isFinite(result.gradientNorm)) throw notFinite(request.update, result);
      return result;
    } catch (error) {
      restore();
      throw error;
    }
  }

  async #attempt(request: Omit<UpdateRequest, 'parties'>, restore: () => void): Promise<UpdateResult> {
    const { workers, local, minibatch, logger } = this.#options;
    if (local !== undefined) return local.run({ ...request, parties: 1 });
    const label = `update ${request.update}`;
    const parties = Math.min(workers.size, Math.ceil(minibatch / shardRows));
    try {
      return (await workers.broadcast('update', [{ ...request, parties }], { label }))[0]!;
    } catch (error) {
      if (!(error instanceof WorkerError)) throw error;
      logger.warn(`${error.message}; doing ${label} again from its beginning, in one worker`);
      restore();
      return (await workers.call(0, 'update', [{ ...request, parties: 1 }], { label }))!;
    }
  }
}

function notFinite(update: number, result: UpdateResult): LongplayError {
  const { policyLoss, valueLoss, entropy, approximateKl, gradientNorm } = result;
  const what = isFinite(result)
    ? `the gradient of update ${update} is not finite: norm ${gradientNorm}`
    : `the loss of update ${update} is not finite: policy ${policyLoss}, value ${valueLoss}, entropy ${entropy}, KL divergence ${approximateKl}`;
  return new LongplayError(what, {
    cure: 'lower ppo.learningRate or ppo.maxGradientNorm, or set normalization.rewards and normalization.observations',
  });
}
