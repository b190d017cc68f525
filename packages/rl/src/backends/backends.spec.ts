import { ConfigurationError } from '@longplay/runtime';
import { describe, expect, test } from 'vitest';
import { ReferenceLearner, referenceOutput } from '../reference.ts';
import { asBackendError, backendNames, importLibrary, type BackendName } from './backend.ts';
import { backendNamed } from './backends.ts';
import { healthFailure, relativeDistance } from './health.ts';
import { rehearsal } from './rehearsal.ts';

const shape = { observation: 7, hidden: [16, 16], actions: 5 };
const { options, parameters, minibatches } = rehearsal(shape, 13, 8, 2);

/** Backends whose libraries are here: tfjs-node is optional, since its install step downloads libtensorflow. */
const installed: BackendName[] = [];
for (const name of backendNames)
  if ((await healthFailure(await backendNamed(name))) === undefined) installed.push(name);

test('onnx and tfjs-wasm are always there', () => {
  expect(installed).toEqual(expect.arrayContaining(['onnx', 'tfjs-wasm']));
});

describe.each(installed)('%s', async (name) => {
  const backend = await backendNamed(name);
  const train = async () => {
    await using learner = await backend.openLearner(options, parameters);
    for (const minibatch of minibatches) await learner.step(minibatch, 1e-2);
    return learner.parameters();
  };

  test('stays with the reference over many steps', async () => {
    await using learner = await backend.openLearner(options, parameters);
    const reference = new ReferenceLearner(options, parameters);
    for (let step = 0; step < 64; step++) {
      const minibatch = minibatches[step % minibatches.length]!;
      const actual = await learner.step(minibatch, 1e-3);
      const expected = reference.step(minibatch, 1e-3);
      expect(relativeDistance(Object.values(actual), Object.values(expected))).toBeLessThan(1e-4);
    }
    const change = (trained: ArrayLike<number>) => Array.from(trained, (value, i) => value - parameters[i]!);
    expect(relativeDistance(change(await learner.parameters()), change(reference.parameters))).toBeLessThan(1e-4);
  });

  test('gives the same bits again', async () => {
    expect(await train()).toEqual(await train());
  });

  test('acts as the reference does, in batches of any size', async () => {
    await using policy = await backend.openPolicy(shape, parameters);
    for (const rows of [1, 2, 13]) {
      const observations = minibatches[0]!.observations.subarray(0, rows * shape.observation);
      const expected = referenceOutput(shape, parameters, observations);
      const { logits, values } = await policy.forward(observations);
      expect([logits.length, values.length]).toEqual([rows * shape.actions, rows]);
      expect(relativeDistance(logits, expected.logits)).toBeLessThan(1e-5);
      expect(relativeDistance(values, expected.values)).toBeLessThan(1e-5);
    }
  });

  test('a model without hidden layers', async () => {
    const linear = rehearsal({ observation: 3, hidden: [], actions: 2 }, 4, 1);
    const expected = new ReferenceLearner(linear.options, linear.parameters).step(linear.minibatches[0]!, 1e-3);
    await using learner = await backend.openLearner(linear.options, linear.parameters);
    expect((await learner.step(linear.minibatches[0]!, 1e-3)).loss).toBeCloseTo(expected.loss, 4);
  });

  test('copies what it is given', async () => {
    const own = Float32Array.from(parameters);
    await using learner = await backend.openLearner(options, own);
    own.fill(9);
    const copy = await learner.parameters();
    expect(copy).toEqual(parameters);
    copy.fill(8);
    expect(await learner.parameters()).toEqual(parameters);
  });

  test('refuses what does not fit, and is not changed by it', async () => {
    await expect(backend.openLearner(options, parameters.subarray(1))).rejects.toThrow(RangeError);
    await expect(backend.openPolicy(shape, parameters.subarray(1))).rejects.toThrow(RangeError);
    await expect(backend.openLearner({ shape, maxGradientNorm: 0 }, parameters)).rejects.toThrow('maxGradientNorm');
    await expect(backend.openLearner({ shape, valueCoefficient: -1 }, parameters)).rejects.toThrow('valueCoefficient');
    const good = minibatches[0]!;
    await using policy = await backend.openPolicy(shape, parameters);
    await expect(policy.forward(good.observations.subarray(1))).rejects.toThrow(RangeError);
    await expect(policy.forward(new Float32Array())).rejects.toThrow(RangeError);

    await using learner = await backend.openLearner(options, parameters);
    const bad = [
      { ...good, observations: good.observations.subarray(1) },
      { ...good, advantages: good.advantages.subarray(1) },
      { ...good, returns: new Float32Array(20) },
      { ...good, actions: good.actions.with(3, 5) },
      { ...good, actions: good.actions.with(3, -1) },
    ];
    for (const minibatch of bad) await expect(learner.step(minibatch, 1e-3)).rejects.toThrow(RangeError);
    await expect(learner.step(good, Number.NaN)).rejects.toThrow('learning rate');
    await expect(learner.step(good, -1)).rejects.toThrow('learning rate');
    await learner.step(good, 1e-3);
    await using fresh = await backend.openLearner(options, parameters);
    await fresh.step(good, 1e-3);
    expect(await learner.parameters()).toEqual(await fresh.parameters());
  });

  test('learners in turn do not disturb one another', async () => {
    const [first, second] = [
      await backend.openLearner(options, parameters),
      await backend.openLearner(options, parameters),
    ];
    await first.step(minibatches[0]!, 1e-3);
    for (const other of installed) expect(await healthFailure(await backendNamed(other))).toBeUndefined();
    await first.step(minibatches[1]!, 1e-3);
    for (const minibatch of minibatches.slice(0, 2)) await second.step(minibatch, 1e-3);
    expect(await first.parameters()).toEqual(await second.parameters());
    await first[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
  });
});

test('onnx gives a row the same bits in every batch', async () => {
  const large = rehearsal({ observation: 107, hidden: [256, 256], actions: 90 }, 64, 1);
  const { observations } = large.minibatches[0]!;
  await using policy = await (await backendNamed('onnx')).openPolicy(large.options.shape, large.parameters);
  const whole = await policy.forward(observations);
  for (const rows of [1, 2, 3, 8, 16]) {
    const part = await policy.forward(observations.subarray(0, rows * 107));
    expect(part.logits).toEqual(whole.logits.subarray(0, rows * 90));
    expect(part.values).toEqual(whole.values.subarray(0, rows));
  }
});

test('TensorFlow.js keeps no tensors of steps that are over', async () => {
  const tf = await import('@tensorflow/tfjs');
  const backend = await backendNamed('tfjs-wasm');
  const before = tf.memory().numTensors;
  {
    await using learner = await backend.openLearner(options, parameters);
    await using policy = await backend.openPolicy(shape, parameters);
    const open = tf.memory().numTensors;
    for (const minibatch of minibatches) await learner.step(minibatch, 1e-3);
    await learner.step({ ...minibatches[0]!, actions: Int32Array.of(1) }, 1e-3).catch(() => undefined);
    await policy.forward(minibatches[0]!.observations);
    expect(tf.memory().numTensors).toBe(open);
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('an unknown backend is refused', async () => {
  const unknown = backendNamed('cuda' as BackendName);
  await expect(unknown).rejects.toThrow(ConfigurationError);
  await expect(unknown).rejects.toThrow('unknown backend "cuda"');
});

test('a library that is absent is told from one that is broken', async () => {
  await expect(importLibrary('@longplay/absent', 'install it')).rejects.toMatchObject({
    name: 'BackendError',
    message: '@longplay/absent is not installed',
    cure: 'install it',
  });
  const broken = 'data:text/javascript,throw new Error("no binary for this processor")';
  const failure = await importLibrary(broken, 'install it').catch(asBackendError);
  expect(failure).toMatchObject({ name: 'BackendError' });
  expect((failure as Error).message).toContain('does not load: no binary for this processor');
});
