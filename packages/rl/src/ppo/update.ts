/**
 * The update of PPO: epochs of minibatches over a rollout (Schulman et al., "Proximal policy optimization algorithms",
 * 2017, algorithm 1), each a gradient step of Adam.
 *
 * A minibatch is cut into shards of `shardRows` rows, whose gradients are added in shard order, and the norm is summed
 * in blocks: the parameters come out with the same bits however many threads share the work.
 */
import { Random, sharedArrays } from '@longplay/runtime';
import type { LossBatch, LossGradient, LossTerms } from '../backends/loss-gradient.ts';
import { adamScales, blockCount, blockRange } from '../optimiser/adam.ts';
import { AdamKernels, newAdamMemory, type WasmMemory } from '../optimiser/adam-kernels.ts';
import { Barrier, barrierWords } from './barrier.ts';
import type { RolloutRows } from './rollout-buffer.ts';
import { streams } from './streams.ts';

/** Rows of one gradient computation, of which a minibatch has one or more: fixed, whatever the number of threads. */
export const shardRows = 256;

/** The numbers of `LossTerms`, in the order in which they lie in shared memory. */
const termNames = ['policyLoss', 'valueLoss', 'entropy', 'approximateKl', 'clipFraction'] as const;

/** The memory of an optimiser, and what its threads tell each other. */
export function newOptimiserMemory(parameters: number, minibatch: number) {
  const shards = Math.ceil(minibatch / shardRows);
  let wasm: WasmMemory | undefined;
  const arrays = sharedArrays(
    {
      parameters: ['float32', [parameters]],
      firstMoment: ['float32', [parameters]],
      secondMoment: ['float32', [parameters]],
      gradients: ['float32', [shards, parameters]],
      squares: ['float64', [blockCount(parameters)]],
      terms: ['float64', [shards, termNames.length]],
      barrier: ['int32', [barrierWords]],
      /** How many shards of a minibatch the threads have asked for. */
      claims: ['int32', [1]],
      /** The number of the update that each worker has begun: who begins one twice has been lost in it. */
      begun: ['int32', [1024]],
    },
    { allocate: (bytes) => (wasm = newAdamMemory(bytes)).buffer },
  );
  return { ...arrays, wasm };
}

/** Without `wasm` it can be read, and not be worked on: no message to a process carries that. */
export type OptimiserMemory = ReturnType<typeof newOptimiserMemory>;

/** What is fixed of the updates of a training. */
export interface UpdateOptions {
  readonly minibatch: number;
  readonly epochs: number;
  /** Infinity: gradients are not scaled down. */
  readonly maxGradientNorm: number;
  /** Infinity: an update is never cut short. */
  readonly targetKl: number;
  readonly normalizeAdvantages: boolean;
  /** Infinity: values may move any distance. */
  readonly valueClip: number;
  readonly seed: number;
}

/** One update: what changes from one to the next. */
export interface UpdateRequest {
  /** Counted from 0. */
  readonly update: number;
  /** Steps of Adam before this update. */
  readonly adamSteps: number;
  readonly learningRate: number;
  readonly clip: number;
  readonly entropyCoefficient: number;
  /** How many workers share the update. */
  readonly parties: number;
}

/** What an update came to: means over its gradient steps. */
export interface UpdateResult extends LossTerms {
  /** Euclidean norm of the gradient before clipping. */
  readonly gradientNorm: number;
  readonly adamSteps: number;
  /** Whether the target KL divergence ended it early. */
  readonly stoppedEarly: boolean;
}

/** One worker's share in the updates of a training. */
export class Updater {
  readonly #options: UpdateOptions;
  readonly #gradient: LossGradient;
  readonly #rows: RolloutRows;
  readonly #memory: OptimiserMemory;
  readonly #kernels: AdamKernels;
  /** Which of the parties this is. */
  readonly #index: number;
  readonly #parameters: Float32Array;
  readonly #own: Float32Array;
  readonly #order: Uint32Array;
  readonly #batches = new Map<number, LossBatch>();
  /** The rows that lie in the memory of their batch already. */
  #gathered: Uint32Array | undefined;

  constructor(
    options: UpdateOptions,
    gradient: LossGradient,
    rows: RolloutRows,
    memory: OptimiserMemory,
    index: number,
  ) {
    this.#options = options;
    this.#gradient = gradient;
    this.#rows = rows;
    this.#memory = memory;
    if (memory.wasm === undefined) throw new TypeError('an update needs the memory itself, not a copy of it');
    this.#kernels = new AdamKernels(memory.wasm);
    this.#index = index;
    // Private copies: the backends cannot read shared memory.
    this.#parameters = new Float32Array(memory.parameters.data.length);
    this.#own = new Float32Array(memory.parameters.data.length);
    this.#order = Uint32Array.from(rows.logProbabilities, (_, i) => i);
  }

  /**
   * Does this party's share of an update; every party gives the same result.
   *
   * @throws Error when this party has begun the update before: it was lost in it, and took the place of the one lost.
   */
  async run(request: UpdateRequest): Promise<UpdateResult> {
    const { update, parties } = request;
    const { minibatch, epochs, seed, targetKl } = this.#options;
    const barrier = new Barrier(this.#memory.barrier.data, parties);
    if (Atomics.exchange(this.#memory.begun.data, this.#index, update + 1) === update + 1) {
      barrier.giveUp();
      throw new Error('a worker was lost in the middle of this update');
    }
    const random = Random.from(seed, streams.minibatches, update);
    const order = this.#order.map((_, i) => i);
    const totals = new Totals();
    let { adamSteps } = request;
    this.#parameters.set(this.#memory.parameters.data);
    const minibatches = parts(order, minibatch);
    for (let epoch = 0; epoch < epochs; epoch++) {
      // One minibatch of all rows is the same in every epoch.
      if (epoch === 0 || minibatches.length > 1) this.#shuffle(order, random);
      for (const rows of minibatches) {
        const terms = await this.#gradients(rows, request, barrier);
        if (!isFinite(terms) || terms.approximateKl > 1.5 * targetKl) return totals.result(adamSteps, true, terms);
        adamSteps += 1;
        totals.add(terms, this.#step(request, adamSteps, barrier));
      }
    }
    return totals.result(adamSteps, false);
  }

  #shuffle(order: Uint32Array, random: Random): void {
    random.shuffle(order);
    this.#gathered = undefined;
  }

  /**
   * Gradients of a minibatch: a party takes one shard after the other that no other has taken, a slow one fewer. Returns
   * once all of them are there.
   */
  async #gradients(minibatch: Uint32Array, request: UpdateRequest, barrier: Barrier): Promise<LossTerms> {
    const { clip, entropyCoefficient } = request;
    const { gradients, terms } = this.#memory;
    const { valueClip, normalizeAdvantages } = this.#options;
    const size = this.#parameters.length;
    const scaling =
      normalizeAdvantages && minibatch.length > 1 // one row has no deviation
        ? meanAndDeviation(this.#rows.advantages, minibatch)
        : { mean: 0, deviation: 1 };
    const shards = parts(minibatch, shardRows);
    const weights = { clip, valueClip, entropyCoefficient, rowWeight: 1 / minibatch.length };
    const claim = () => Atomics.add(this.#memory.claims.data, 0, 1);
    for (let shard = claim(); shard < shards.length; shard = claim()) {
      const batch = this.#gather(shards[shard]!, scaling);
      const found = await this.#gradient.compute(this.#parameters, batch, weights, this.#own);
      gradients.data.set(this.#own, shard * size);
      termNames.forEach((name, k) => (terms.data[shard * termNames.length + k] = found[name]));
    }
    barrier.wait();
    if (this.#index === 0) Atomics.store(this.#memory.claims.data, 0, 0); // nobody claims before the next barrier
    const sums = termNames.map((name, k) => {
      let sum = 0;
      for (let shard = 0; shard < shards.length; shard++) sum += terms.data[shard * termNames.length + k]!;
      return [name, sum] as const;
    });
    return Object.fromEntries(sums) as unknown as LossTerms;
  }

  /** One step of Adam on this party's blocks of the parameters; returns the norm of the gradient. */
  #step({ learningRate, parties }: UpdateRequest, adamSteps: number, barrier: Barrier): number {
    const { parameters, firstMoment, secondMoment, gradients, squares } = this.#memory;
    const size = this.#parameters.length;
    const shards = gradients.data.length / size;
    const blocks = blockRange(size, this.#index, parties);
    this.#kernels.sumShards(gradients.data, shards, size, blocks, squares.data);
    barrier.wait();
    let square = 0;
    for (let block = 0; block < squares.data.length; block++) square += squares.data[block]!;
    const norm = Math.sqrt(square);
    const { maxGradientNorm } = this.#options;
    const gradientScale = norm > maxGradientNorm ? maxGradientNorm / norm : 1;
    const scales = { ...adamScales(learningRate, adamSteps), gradientScale };
    this.#kernels.step(parameters.data, firstMoment.data, secondMoment.data, gradients.data, blocks, scales);
    barrier.wait();
    this.#parameters.set(parameters.data);
    return norm;
  }

  /** The rows of a shard, one after the other. */
  #gather(order: Uint32Array, { mean, deviation }: { mean: number; deviation: number }): LossBatch {
    const batch = this.#batchOf(order.length);
    if (this.#gathered === order) return batch;
    this.#gathered = order;
    const rows = this.#rows;
    for (const name of ['logProbabilities', 'values', 'returns'] as const) {
      for (let i = 0; i < order.length; i++) batch[name][i] = rows[name][order[i]!]!;
    }
    for (let i = 0; i < order.length; i++) batch.advantages[i] = (rows.advantages[order[i]!]! - mean) / deviation;
    gatherRows(rows.observations, order, batch.observations);
    gatherRows(rows.actions, order, batch.actions);
    if (batch.masks !== undefined) gatherRows(rows.masks, order, batch.masks);
    return batch;
  }

  /** The memory of a batch is kept: the backends know it again. */
  #batchOf(count: number): LossBatch {
    let batch = this.#batches.get(count);
    if (batch === undefined) {
      const rows = this.#rows;
      const perRow = (name: 'observations' | 'actions' | 'masks') => rows[name].length / rows.values.length;
      batch = {
        observations: new Float32Array(count * perRow('observations')),
        actions: new Float32Array(count * perRow('actions')),
        masks: rows.masks.length > 0 ? new Float32Array(count * perRow('masks')) : undefined,
        logProbabilities: new Float32Array(count),
        advantages: new Float32Array(count),
        returns: new Float32Array(count),
        values: new Float32Array(count),
      };
      this.#batches.set(count, batch);
    }
    return batch;
  }
}

/** Numbers from which a row is copied faster as a piece than one by one. */
const wideRow = 32;

/** Parts of `size` rows one after the other, the last one perhaps smaller; views that follow what becomes of the order. */
function parts(order: Uint32Array, size: number): Uint32Array[] {
  if (order.length <= size) return [order];
  const count = Math.ceil(order.length / size);
  return Array.from({ length: count }, (_, i) => order.subarray(i * size, (i + 1) * size));
}

function gatherRows(from: Float32Array | Uint8Array, order: Uint32Array, to: Float32Array): void {
  const size = to.length / order.length;
  if (size >= wideRow) {
    for (let i = 0; i < order.length; i++) to.set(from.subarray(order[i]! * size, (order[i]! + 1) * size), i * size);
    return;
  }
  for (let i = 0; i < order.length; i++) {
    const source = order[i]! * size;
    for (let k = 0; k < size; k++) to[i * size + k] = from[source + k]!;
  }
}

/** Of the advantages of a minibatch, two or more; the deviation is kept from zero as in Stable-Baselines3. */
function meanAndDeviation(advantages: Float32Array, order: Uint32Array) {
  let sum = 0;
  for (let i = 0; i < order.length; i++) sum += advantages[order[i]!]!;
  const mean = sum / order.length;
  let squares = 0;
  for (let i = 0; i < order.length; i++) squares += (advantages[order[i]!]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / (order.length - 1)) + 1e-8 };
}

/** Sums over the gradient steps of an update. */
class Totals {
  #steps = 0;
  readonly #sums = new Map<keyof LossTerms | 'gradientNorm', number>();

  add(terms: LossTerms, gradientNorm: number): void {
    this.#steps += 1;
    for (const [name, value] of Object.entries({ ...terms, gradientNorm })) {
      const key = name as keyof LossTerms | 'gradientNorm';
      this.#sums.set(key, (this.#sums.get(key) ?? 0) + value);
    }
  }

  /** @param last - the terms of a step that was not taken: they stand for all where it was the first or not finite. */
  result(adamSteps: number, stoppedEarly: boolean, last?: LossTerms): UpdateResult {
    if (last !== undefined && (this.#steps === 0 || !isFinite(last))) {
      return { ...last, gradientNorm: 0, adamSteps, stoppedEarly };
    }
    const mean = (name: keyof LossTerms | 'gradientNorm') => (this.#sums.get(name) ?? 0) / this.#steps;
    const terms = Object.fromEntries(termNames.map((name) => [name, mean(name)])) as unknown as LossTerms;
    return { ...terms, gradientNorm: mean('gradientNorm'), adamSteps, stoppedEarly };
  }
}

/** Whether a loss can be learned from. */
export function isFinite({ policyLoss, valueLoss, entropy, approximateKl }: LossTerms): boolean {
  return Number.isFinite(policyLoss + valueLoss + entropy + approximateKl);
}
