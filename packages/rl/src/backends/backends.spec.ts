import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

  test.each([Infinity, 1e39])('a limit of %d clips nothing', async (maxGradientNorm) => {
    const unlimited = { ...options, maxGradientNorm };
    await using learner = await backend.openLearner(unlimited, parameters);
    const reference = new ReferenceLearner(unlimited, parameters);
    for (const minibatch of minibatches) {
      const actual = await learner.step(minibatch, 1e-3);
      expect(relativeDistance(Object.values(actual), Object.values(reference.step(minibatch, 1e-3)))).toBeLessThan(
        1e-4,
      );
    }
    const change = (trained: ArrayLike<number>) => Array.from(trained, (value, i) => value - parameters[i]!);
    const changed = change(await learner.parameters());
    expect(relativeDistance(changed, change(reference.parameters))).toBeLessThan(1e-4);
    // The limit of these minibatches makes a difference: the first gradient is over it.
    const limited = new ReferenceLearner(options, parameters);
    for (const minibatch of minibatches) limited.step(minibatch, 1e-3);
    expect(relativeDistance(changed, change(limited.parameters))).toBeGreaterThan(0.01);
  });

  test('a call that overlaps another is refused, and loses nothing', async () => {
    await using learner = await backend.openLearner(options, parameters);
    await using alone = await backend.openLearner(options, parameters);
    const [first, ...others] = await Promise.allSettled([
      learner.step(minibatches[0]!, 1e-2),
      learner.step(minibatches[1]!, 1e-2),
      learner.parameters(),
    ]);
    expect(first).toMatchObject({ status: 'fulfilled', value: await alone.step(minibatches[0]!, 1e-2) });
    expect(others.map((other) => other.status === 'rejected' && String(other.reason))).toEqual([
      'Error: step: the learner is at work on another call, which must be awaited first',
      'Error: parameters: the learner is at work on another call, which must be awaited first',
    ]);
    expect(await learner.parameters()).toEqual(await alone.parameters());
    for (const each of [learner, alone]) await each.step(minibatches[1]!, 1e-2);
    expect(await learner.parameters()).toEqual(await alone.parameters());

    await using policy = await backend.openPolicy(shape, parameters);
    const { observations } = minibatches[0]!;
    const acting = policy.forward(observations);
    await expect(policy.forward(observations)).rejects.toThrow('forward: the policy is at work on another call');
    const acted = await acting;
    expect(await policy.forward(observations)).toEqual(acted);
  });

  test('closing waits for the call that is going on, may be repeated, and ends all use', async () => {
    const learner = await backend.openLearner(options, parameters);
    const step = learner.step(minibatches[0]!, 1e-3);
    const closed = [learner[Symbol.asyncDispose](), learner[Symbol.asyncDispose]()];
    expect(await step).toMatchObject({ loss: expect.any(Number) });
    await Promise.all(closed);
    await learner[Symbol.asyncDispose]();
    await expect(learner.step(minibatches[0]!, 1e-3)).rejects.toThrow(new Error('step: the learner is closed'));
    await expect(learner.parameters()).rejects.toThrow(new Error('parameters: the learner is closed'));

    const policy = await backend.openPolicy(shape, parameters);
    await policy[Symbol.asyncDispose]();
    await policy[Symbol.asyncDispose]();
    const late = policy.forward(minibatches[0]!.observations);
    await expect(late).rejects.toThrow(new Error('forward: the policy is closed'));
  });

  test('closing releases the learner also when the call that is going on fails', async () => {
    const learner = await backend.openLearner(options, parameters);
    const bad = learner.step({ ...minibatches[0]!, actions: Int32Array.of(1) }, 1e-3);
    const [step, closed] = await Promise.allSettled([bad, learner[Symbol.asyncDispose]()]);
    expect(step).toMatchObject({ status: 'rejected', reason: expect.any(RangeError) });
    expect(closed.status).toBe('fulfilled');
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
    for (const valueCoefficient of [Infinity, 1e39, Number.NaN]) {
      await expect(backend.openLearner({ shape, valueCoefficient }, parameters)).rejects.toThrow(
        new RangeError(`valueCoefficient must be a finite number of 0 or more, not ${valueCoefficient}`),
      );
    }
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

  // A library that is there and lacks a part of its own is not absent.
  await using folder = await mkdtempDisposable(join(tmpdir(), 'longplay-library-'));
  const incomplete = pathToFileURL(join(folder.path, 'library.mjs')).href;
  await writeFile(new URL(incomplete), "import '@longplay/absent';");
  const part = await importLibrary(incomplete, 'install it').catch(asBackendError);
  expect((part as Error).message).toContain("does not load: Cannot find package '@longplay/absent'");
});
