import { Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { backendNamed } from '../backends/backends.ts';
import { relativeDistance } from '../backends/health.ts';
import type { LossBatch } from '../backends/loss-gradient.ts';
import { randomRollout } from '../fixtures/rollout.ts';
import { initialParameters } from '../model/initialise.ts';
import { networkLayout } from '../model/layout.ts';
import type { ActionHead, NetworkShape } from '../model/shape.ts';
import { adam } from '../optimiser/adam.ts';
import { referenceLoss } from '../reference.ts';
import { agentRows, type RolloutRows } from './rollout-buffer.ts';
import { streams } from './streams.ts';
import { newOptimiserMemory, Updater, type UpdateOptions, type UpdateRequest } from './update.ts';

const environments = 4;
const steps = 96;
const onnx = await backendNamed('onnx');
const base: UpdateOptions = {
  minibatch: 128,
  epochs: 2,
  maxGradientNorm: 0.5,
  targetKl: Infinity,
  normalizeAdvantages: true,
  valueClip: Infinity,
  seed: 3,
};
const request: UpdateRequest = {
  update: 0,
  adamSteps: 0,
  learningRate: 3e-3,
  clip: 0.2,
  entropyCoefficient: 0.01,
  parties: 1,
};
const categorical: ActionHead = { kind: 'categorical', sizes: [4, 3] };
const gaussian: ActionHead = { kind: 'gaussian', size: 2, squashed: false };

const shapeOf = (head: ActionHead, shared = false): NetworkShape => ({
  observation: 5,
  hidden: [7],
  valueHidden: shared ? [] : [6],
  activation: 'tanh',
  shared,
  head,
});

const lossOf = (shape: NetworkShape) => ({ shape, valueCoefficient: 0.5, masked: shape.head.kind === 'categorical' });

/** The trainer's own update in one thread, and all that it works on. */
async function openUpdater(shape: NetworkShape, options: UpdateOptions) {
  const rows = agentRows(randomRollout(shape, environments, steps), 0, environments);
  const memory = newOptimiserMemory(networkLayout(shape).size, options.minibatch);
  memory.parameters.data.set(initialParameters(shape, Random.from(4)));
  const gradient = await onnx.openGradient(lossOf(shape));
  const updater = new Updater(options, gradient, rows, memory, 0);
  return { updater, rows, memory, [Symbol.asyncDispose]: () => gradient[Symbol.asyncDispose]() };
}

/** Algorithm 1 of the paper in double precision, written for reading. */
class PlainUpdate {
  readonly parameters: Float64Array;
  readonly #m: Float64Array;
  readonly #v: Float64Array;
  readonly #shape: NetworkShape;
  readonly #options: UpdateOptions;
  adamSteps = 0;

  constructor(shape: NetworkShape, options: UpdateOptions, parameters: Float32Array) {
    this.#shape = shape;
    this.#options = options;
    this.parameters = Float64Array.from(parameters);
    this.#m = new Float64Array(parameters.length);
    this.#v = new Float64Array(parameters.length);
  }

  run(rows: RolloutRows, { update, learningRate, clip, entropyCoefficient }: UpdateRequest) {
    const { minibatch, epochs, seed, targetKl, valueClip } = this.#options;
    const random = Random.from(seed, streams.minibatches, update);
    const order = Array.from(rows.values, (_, row) => row);
    const weights = { clip, valueClip, entropyCoefficient, rowWeight: 1 / minibatch };
    const seen = [];
    for (let epoch = 0; epoch < epochs; epoch++) {
      random.shuffle(order);
      for (let from = 0; from < order.length; from += minibatch) {
        const batch = this.#batchOf(rows, order.slice(from, from + minibatch));
        const { terms, gradient } = referenceLoss(lossOf(this.#shape), this.parameters, batch, weights);
        if (terms.approximateKl > 1.5 * targetKl) return seen;
        seen.push({ ...terms, gradientNorm: this.#step(gradient, learningRate) });
      }
    }
    return seen;
  }

  #batchOf(rows: RolloutRows, order: readonly number[]): LossBatch {
    const pick = (name: keyof RolloutRows) => {
      const size = rows[name].length / rows.values.length;
      return Float32Array.from(order.flatMap((row) => Array.from(rows[name].subarray(row * size, (row + 1) * size))));
    };
    const advantages = pick('advantages');
    if (this.#options.normalizeAdvantages && order.length > 1) {
      const mean = advantages.reduce((sum, x) => sum + x, 0) / advantages.length;
      const variance = advantages.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (advantages.length - 1);
      advantages.forEach((advantage, i) => (advantages[i] = (advantage - mean) / (Math.sqrt(variance) + 1e-8)));
    }
    return {
      observations: pick('observations'),
      actions: pick('actions'),
      logProbabilities: pick('logProbabilities'),
      returns: pick('returns'),
      values: pick('values'),
      advantages,
      ...(rows.masks.length > 0 ? { masks: pick('masks') } : {}),
    };
  }

  /** Kingma and Ba, algorithm 1, with both bias corrections written out. */
  #step(gradient: Float64Array, learningRate: number): number {
    const { beta1, beta2, epsilon } = adam;
    const norm = Math.hypot(...gradient);
    const scale = Math.min(1, this.#options.maxGradientNorm / norm);
    this.adamSteps += 1;
    const t = this.adamSteps;
    gradient.forEach((unscaled, i) => {
      const g = unscaled * scale;
      this.#m[i] = beta1 * this.#m[i]! + (1 - beta1) * g;
      this.#v[i] = beta2 * this.#v[i]! + (1 - beta2) * g * g;
      const mHat = this.#m[i]! / (1 - beta1 ** t);
      const vHat = this.#v[i]! / (1 - beta2 ** t);
      this.parameters[i]! -= (learningRate * mHat) / (Math.sqrt(vHat) + epsilon);
    });
    return norm;
  }
}

const average = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

describe.each([
  ['a categorical policy with masks', shapeOf(categorical), base],
  ['a shared network', shapeOf(categorical, true), base],
  ['a Gaussian policy', shapeOf(gaussian), base],
  ['minibatches of several shards', shapeOf(categorical), { ...base, minibatch: 384, epochs: 5 }],
  ['plain advantages', shapeOf(categorical), { ...base, normalizeAdvantages: false }],
  ['minibatches of one row', shapeOf(gaussian), { ...base, minibatch: 1, epochs: 1 }],
  ['clipped values and free gradients', shapeOf(gaussian), { ...base, valueClip: 0.1, maxGradientNorm: Infinity }],
])('an update with %s', (_, shape, options) => {
  it('is that of the plain loop', async () => {
    await using opened = await openUpdater(shape, options);
    const { updater, rows, memory } = opened;
    const start = memory.parameters.data.slice();
    const plain = new PlainUpdate(shape, options, start);
    const stepsOfOne = (options.epochs * environments * steps) / options.minibatch;
    for (let update = 0; update < 3; update++) {
      const one = { ...request, update, adamSteps: update * stepsOfOne, learningRate: 3e-3 / (update + 1) };
      const expected = plain.run(rows, one);
      const result = await updater.run(one);
      expect(result).toMatchObject({ adamSteps: one.adamSteps + stepsOfOne, stoppedEarly: false });
      for (const name of ['policyLoss', 'valueLoss', 'entropy', 'approximateKl', 'gradientNorm'] as const) {
        const mean = average(expected.map((terms) => terms[name]));
        expect(Math.abs(result[name] - mean)).toBeLessThan(1e-4 * Math.max(1, Math.abs(mean)));
      }
      // A ratio at the very edge may fall to the other side in single precision.
      const clipped = average(expected.map(({ clipFraction }) => clipFraction));
      expect(Math.abs(result.clipFraction - clipped)).toBeLessThanOrEqual(2 / options.minibatch);
      expect(clipped).toBeGreaterThan(0.05);
    }
    const change = (trained: ArrayLike<number>) => Array.from(trained, (value, i) => value - start[i]!);
    expect(relativeDistance(change(memory.parameters.data), change(plain.parameters))).toBeLessThan(1e-4);
  });
});

describe('the target KL divergence', () => {
  it('stops an update before the step that would go beyond 1.5 times as far', async () => {
    const shape = shapeOf(gaussian);
    const free = new PlainUpdate(shape, base, initialParameters(shape, Random.from(4)));
    const rows = agentRows(randomRollout(shape, environments, steps), 0, environments);
    const kls = free.run(rows, request).map(({ approximateKl }) => approximateKl);
    // Between the KL of the third gradient and that of the fourth: three steps are taken.
    const [reached, next] = [Math.max(...kls.slice(0, 3)), kls[3]!];
    expect(next).toBeGreaterThan(reached);
    const targetKl = (reached + next) / 2 / 1.5;
    await using opened = await openUpdater(shape, { ...base, targetKl });
    const result = await opened.updater.run(request);
    expect(result).toMatchObject({ adamSteps: 3, stoppedEarly: true });
    expect(result.approximateKl).toBeCloseTo(average(kls.slice(0, 3)), 5);
  });

  it('beyond which the first gradient lies already changes nothing', async () => {
    await using opened = await openUpdater(shapeOf(gaussian), { ...base, targetKl: 1e-9 });
    const before = opened.memory.parameters.data.slice();
    const result = await opened.updater.run(request);
    expect(result).toMatchObject({ adamSteps: 0, stoppedEarly: true });
    expect(result.approximateKl).toBeGreaterThan(1e-9);
    expect(opened.memory.parameters.data).toEqual(before);
  });
});

it('goes through all rows once an epoch, in an order that depends on the seed and the update alone', async () => {
  const shape = shapeOf(categorical);
  const orders: Float32Array[][] = [];
  for (const [seed, update] of [
    [3, 0],
    [3, 0],
    [3, 1],
    [4, 0],
  ] as const) {
    // prettier-ignore
    const rows = agentRows(randomRollout(shape, environments, steps), 0, environments);
    rows.returns.forEach((_, row) => (rows.returns[row] = row));
    const minibatches: Float32Array[] = [];
    await using gradient = await onnx.openGradient(lossOf(shape));
    const recording = {
      ...gradient,
      compute: (...args: Parameters<typeof gradient.compute>) => {
        minibatches.push(args[1].returns.slice());
        return gradient.compute(...args);
      },
    };
    const memory = newOptimiserMemory(networkLayout(shape).size, base.minibatch);
    await new Updater({ ...base, seed }, recording, rows, memory, 0).run({ ...request, update });
    orders.push(minibatches);
    for (const epoch of [minibatches.slice(0, 3), minibatches.slice(3)]) {
      const seen = epoch.flatMap((minibatch) => Array.from(minibatch));
      expect(seen.toSorted((a, b) => a - b)).toEqual([...rows.returns]);
    }
    expect(minibatches.slice(0, 3)).not.toEqual(minibatches.slice(3));
  }
  const [first, again, next, other] = orders;
  expect(again).toEqual(first);
  expect(next).not.toEqual(first);
  expect(other).not.toEqual(first);
});
