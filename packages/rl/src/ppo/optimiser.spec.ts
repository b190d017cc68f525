import { LongplayError, openWorkers, Random, silentLogger, WorkerError } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { randomRollout } from '../fixtures/rollout.ts';
import { newTokens, takeToken } from '../fixtures/tokens.ts';
import type { UpdaterData } from '../fixtures/updater.worker.ts';
import { initialParameters } from '../model/initialise.ts';
import { networkLayout } from '../model/layout.ts';
import type { NetworkShape } from '../model/shape.ts';
import { Optimiser, type OptimiserOptions } from './optimiser.ts';
import { streams } from './streams.ts';
import { newOptimiserMemory, type UpdateOptions } from './update.ts';

// Large enough for several blocks of parameters, and minibatches of three shards.
const shape: NetworkShape = {
  observation: 6,
  hidden: [64, 64],
  valueHidden: [64, 64],
  activation: 'tanh',
  shared: false,
  head: { kind: 'categorical', sizes: [5] },
};
const rollout = { environments: 6, steps: 256 };
const update: UpdateOptions = {
  minibatch: 768,
  epochs: 2,
  maxGradientNorm: 0.5,
  targetKl: Infinity,
  normalizeAdvantages: true,
  valueClip: Infinity,
  seed: 3,
};
const request = { update: 0, adamSteps: 0, learningRate: 1e-2, clip: 0.2, entropyCoefficient: 0 };

const folder = await fileFolder();

/** An optimiser over worker threads that do updates and nothing else. */
async function openOptimiser(workers: number, fault?: UpdaterData['fault'], options = update) {
  const buffer = randomRollout(shape, rollout.environments, rollout.steps);
  const memory = newOptimiserMemory(networkLayout(shape).size, options.minibatch);
  memory.parameters.data.set(initialParameters(shape, Random.from(4)));
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (line: string) => void warnings.push(line) };
  const group = await openWorkers<typeof import('../fixtures/updater.worker.ts')>({
    module: import.meta.resolve('../fixtures/updater.worker.ts'),
    workers,
    data: {
      buffer,
      memory,
      loss: { shape, valueCoefficient: 0.5, masked: true },
      update: options,
      ...(fault && { fault }),
    },
    onFailure: 'restart',
    logger,
  });
  // Of the trainer's own workers an optimiser calls nothing but `update`.
  const own = group as unknown as OptimiserOptions['workers'];
  const optimiser = new Optimiser({ memory, workers: own, local: undefined, minibatch: options.minibatch, logger });
  return { optimiser, buffer, warnings, [Symbol.asyncDispose]: () => group.close() };
}

type Opened = Awaited<ReturnType<typeof openOptimiser>>;

/** Two updates; gives their results, and all that is left of them. */
async function learn({ optimiser }: Opened) {
  const first = await optimiser.update(request);
  const second = await optimiser.update({ ...request, update: 1, adamSteps: first.adamSteps });
  return structuredClone({ first, second, ...optimiser.arrays });
}

const alone = await openOptimiser(1).then(async (opened) => {
  await using _ = opened;
  return await learn(opened);
});

it.each([2, 3])('%d threads give the same bits as one', async (workers) => {
  await using opened = await openOptimiser(workers);
  expect(await learn(opened)).toEqual(alone);
  expect(opened.warnings).toEqual([]);
});

describe('a worker that is lost in the middle of an update', () => {
  // The second gradient of one thread of three; of one alone, which cannot exit without its program, the seventh of 12.
  it.each([
    { workers: 1, way: 'throw', gradient: 7 },
    { workers: 3, way: 'exit', gradient: 2 },
  ] as const)('costs nothing but time: one of $workers, $way', async ({ workers, ...fault }) => {
    await using opened = await openOptimiser(workers, { ...fault, tokens: newTokens(folder, 1) });
    expect(await learn(opened)).toEqual(alone);
    expect(opened.warnings.at(-1)).toContain('doing update 0 again from its beginning, in one worker');
  });

  it('again and again stops with the parameters of before, and from there all can go on', async () => {
    const tokens = newTokens(folder, 10);
    // The fifth gradient is one of the third minibatch for a thread of two, one of the second for a thread alone.
    await using opened = await openOptimiser(2, { way: 'exit', gradient: 5, tokens });
    const before = structuredClone(opened.optimiser.arrays);
    await expect(opened.optimiser.update(request)).rejects.toThrow(WorkerError);
    expect(opened.optimiser.arrays).toEqual(before);
    while (takeToken(tokens));
    expect(await learn(opened)).toEqual(alone);
  });
});

/** The last row of the first epoch. */
function lastRow(): number {
  const order = Array.from({ length: rollout.environments * rollout.steps }, (_, row) => row);
  Random.from(update.seed, streams.minibatches, 0).shuffle(order);
  return order.at(-1)!;
}

describe('a loss that is not finite', () => {
  it.each([1, 2])('stops with the parameters of before, in %d threads', async (workers) => {
    await using opened = await openOptimiser(workers);
    const { optimiser, buffer } = opened;
    const before = structuredClone(optimiser.arrays);
    buffer.returns.data[lastRow()] = Infinity; // in the second minibatch: a step has been made then
    await expect(optimiser.update(request)).rejects.toThrow(LongplayError);
    await expect(optimiser.update(request)).rejects.toThrow(
      /^the loss of update 0 is not finite: policy -?\d\.\d+, value Infinity, entropy \d\.\d+, KL divergence \d\.\d+$/,
    );
    expect(optimiser.arrays).toEqual(before);
    buffer.returns.data[lastRow()] = 0;
    expect((await optimiser.update(request)).adamSteps).toBe(4);
  });

  it('or a gradient beyond the largest number stops, at the last step of an update too', async () => {
    await using opened = await openOptimiser(1, undefined, {
      ...update,
      minibatch: rollout.environments * rollout.steps,
      epochs: 1,
    });
    const { optimiser, buffer } = opened;
    const { offset, inputs } = networkLayout(shape).value.at(-1)!;
    const { parameters } = optimiser.arrays;
    for (let weight = offset; weight < offset + inputs; weight++) parameters[weight]! *= 1e6;
    buffer.returns.data.fill(3e38);
    const before = structuredClone(optimiser.arrays);
    await expect(optimiser.update(request)).rejects.toThrow(
      /^the gradient of update 0 is not finite: norm (Infinity|NaN)$/,
    );
    expect(optimiser.arrays).toEqual(before);
  });
});
