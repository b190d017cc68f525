import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationError } from '@longplay/runtime';
import { describe, expect, test } from 'vitest';
import { everyLoss } from '../fixtures/losses.ts';
import { Forward } from '../model/forward.ts';
import { OneThreadAdam } from '../optimiser/one-thread-adam.ts';
import { referenceLoss } from '../reference.ts';
import { asBackendError, backendNames, importLibrary, type BackendName } from './backend.ts';
import { backendNamed } from './backends.ts';
import { healthFailure, relativeDistance } from './health.ts';
import { rehearsal, type Rehearsal } from './rehearsal.ts';

const losses = everyLoss(13);
const discrete = losses[0]!.loss;

/** Backends whose libraries are here: tfjs-node is optional, since its install step downloads libtensorflow. */
const installed: BackendName[] = [];
for (const name of backendNames)
  if ((await healthFailure(await backendNamed(name))) === undefined) installed.push(name);

function shared(numbers: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(numbers.byteLength));
  copy.set(numbers);
  return copy;
}

/** The parameters after many updates on the same few minibatches, with clipped gradients and Adam. */
async function trained(name: BackendName, { options, parameters, batch, weights }: Rehearsal): Promise<Float32Array> {
  await using loss = await (await backendNamed(name)).openGradient(options);
  const current = Float32Array.from(parameters);
  const optimiser = new OneThreadAdam(current);
  const gradient = new Float32Array(current.length);
  for (let step = 0; step < 100; step++) {
    await loss.compute(current, batch, { ...weights, clip: 0.1 + 0.1 * (step % 3) }, gradient);
    optimiser.step(gradient, 1e-3, 0.5);
  }
  return current;
}

test('onnx and tfjs-wasm are always there', () => {
  expect(installed).toEqual(expect.arrayContaining(['onnx', 'tfjs-wasm']));
});

describe.each(installed)('%s', async (name) => {
  const backend = await backendNamed(name);
  const { options, parameters, batch, weights } = discrete;
  const { shape } = options;

  test.each(losses)('gradient and terms: $name', async ({ loss: rehearsed }) => {
    const expected = referenceLoss(
      rehearsed.options,
      Float64Array.from(rehearsed.parameters),
      rehearsed.batch,
      rehearsed.weights,
    );
    await using loss = await backend.openGradient(rehearsed.options);
    const gradient = new Float32Array(rehearsed.parameters.length);
    const terms = await loss.compute(rehearsed.parameters, rehearsed.batch, rehearsed.weights, gradient);
    expect(relativeDistance(gradient, expected.gradient)).toBeLessThan(1e-5);
    expect(Object.keys(terms).toSorted()).toEqual(Object.keys(expected.terms).toSorted());
    for (const key of Object.keys(terms) as (keyof typeof terms)[]) {
      expect(terms[key]).toBeCloseTo(expected.terms[key], 5);
    }
  });

  test('networks without hidden layers', async () => {
    const linear = rehearsal({ ...shape, hidden: [], valueHidden: [] }, { rows: 4 });
    const expected = referenceLoss(linear.options, Float64Array.from(linear.parameters), linear.batch, linear.weights);
    await using loss = await backend.openGradient(linear.options);
    const gradient = new Float32Array(linear.parameters.length);
    await loss.compute(linear.parameters, linear.batch, linear.weights, gradient);
    expect(relativeDistance(gradient, expected.gradient)).toBeLessThan(1e-5);
  });

  test.each(losses.filter((_, i) => i % 7 === 0))(
    'acts as the plain forward pass: $name',
    async ({ loss: rehearsed }) => {
      const { observations } = rehearsed.batch;
      const size = rehearsed.options.shape.observation;
      const forward = new Forward(rehearsed.options.shape, rehearsed.parameters);
      await using policy = await backend.openPolicy(rehearsed.options.shape, rehearsed.parameters);
      for (const rows of [13, 1, 2]) {
        const each = Array.from({ length: rows }, (_, row) => observations.subarray(row * size, (row + 1) * size));
        const some = observations.subarray(0, rows * size);
        const outputs = each.flatMap((observation) => [...forward.outputs(observation)]);
        const found = await policy.outputs(some);
        expect([found.length, relativeDistance(found, outputs) < 1e-5]).toEqual([outputs.length, true]);
        const values = each.map((observation) => forward.value(observation));
        const foundValues = await policy.values(some);
        expect([foundValues.length, relativeDistance(foundValues, values) < 1e-5]).toEqual([rows, true]);
      }
    },
  );

  test('acts with other parameters once they are loaded, and keeps no hold of either', async () => {
    const own = Float32Array.from(parameters);
    const other = parameters.map((parameter) => -parameter);
    const expected = new Forward(shape, other.slice());
    const row = batch.observations.subarray(0, shape.observation);
    await using policy = await backend.openPolicy(shape, own);
    own.fill(9);
    const before = new Forward(shape, parameters);
    expect(relativeDistance(await policy.outputs(row), before.outputs(row))).toBeLessThan(1e-5);
    await policy.load(other);
    other.fill(9);
    expect(relativeDistance(await policy.outputs(row), expected.outputs(row))).toBeLessThan(1e-5);
    expect(relativeDistance(await policy.values(row), [expected.value(row)])).toBeLessThan(1e-5);
    await expect(policy.load(parameters.subarray(1))).rejects.toThrow(RangeError);
  });

  test('a huge clip range clips nothing', async () => {
    const free = { ...weights, clip: 1e30 };
    const expected = referenceLoss(options, Float64Array.from(parameters), batch, free);
    await using loss = await backend.openGradient(options);
    const gradient = new Float32Array(parameters.length);
    const terms = await loss.compute(parameters, batch, free, gradient);
    expect(terms.clipFraction).toBe(0);
    expect(relativeDistance(gradient, expected.gradient)).toBeLessThan(1e-5);
  });

  test('gives the same bits again, for arrays in shared memory too', async () => {
    const plain = new Float32Array(parameters.length);
    const gradient = shared(plain);
    await using loss = await backend.openGradient(options);
    const terms = await loss.compute(parameters, batch, weights, plain);
    const observations = shared(batch.observations);
    expect(await loss.compute(shared(parameters), { ...batch, observations }, weights, gradient)).toEqual(terms);
    expect(Array.from(gradient)).toEqual(Array.from(plain));
    await using policy = await backend.openPolicy(shape, shared(parameters));
    const outputs = Array.from(await policy.outputs(batch.observations));
    expect(Array.from(await policy.outputs(observations))).toEqual(outputs);
  });

  test('batches of any size in turn', async () => {
    await using loss = await backend.openGradient(options);
    for (const rows of [13, 2, 13, 1]) {
      const part = { ...rehearsal(shape, { rows, seed: rows }) };
      const expected = referenceLoss(options, Float64Array.from(part.parameters), part.batch, part.weights);
      const gradient = new Float32Array(part.parameters.length);
      await loss.compute(part.parameters, part.batch, part.weights, gradient);
      expect(relativeDistance(gradient, expected.gradient)).toBeLessThan(1e-5);
    }
  });

  test('a call that overlaps another is refused, and loses nothing', async () => {
    await using loss = await backend.openGradient(options);
    const gradients = [0, 1, 2].map(() => new Float32Array(parameters.length));
    const [first, second] = await Promise.allSettled([
      loss.compute(parameters, batch, weights, gradients[0]!),
      loss.compute(parameters, batch, weights, gradients[1]!),
    ]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({
      status: 'rejected',
      reason: new Error('compute: the gradient is at work on another call, which must be awaited first'),
    });
    await loss.compute(parameters, batch, weights, gradients[2]!);
    expect(gradients[0]).toEqual(gradients[2]);

    await using policy = await backend.openPolicy(shape, parameters);
    const [outputs, values, load] = await Promise.allSettled([
      policy.outputs(batch.observations),
      policy.values(batch.observations),
      policy.load(parameters),
    ]);
    expect(outputs.status).toBe('fulfilled');
    expect([values, load].map((call) => call.status === 'rejected' && String(call.reason))).toEqual([
      'Error: values: the policy is at work on another call, which must be awaited first',
      'Error: load: the policy is at work on another call, which must be awaited first',
    ]);
  });

  test('closing waits for the call that is going on, may be repeated, and ends all use', async () => {
    const loss = await backend.openGradient(options);
    const gradient = new Float32Array(parameters.length);
    const going = loss.compute(parameters, batch, weights, gradient);
    const closed = [loss[Symbol.asyncDispose](), loss[Symbol.asyncDispose]()];
    expect(await going).toMatchObject({ policyLoss: expect.any(Number) });
    await Promise.all(closed);
    const late = loss.compute(parameters, batch, weights, gradient);
    await expect(late).rejects.toThrow(new Error('compute: the gradient is closed'));

    const policy = await backend.openPolicy(shape, parameters);
    const bad = policy.outputs(new Float32Array(3));
    const [call, end] = await Promise.allSettled([bad, policy[Symbol.asyncDispose]()]);
    expect([call.status, end.status]).toEqual(['rejected', 'fulfilled']);
    await expect(policy.outputs(batch.observations)).rejects.toThrow(new Error('outputs: the policy is closed'));
  });

  test('refuses what does not fit, and goes on', async () => {
    await expect(backend.openPolicy(shape, parameters.subarray(1))).rejects.toThrow(RangeError);
    await expect(backend.openGradient({ ...options, shape: { ...shape, hidden: [0] } })).rejects.toThrow(RangeError);
    await using policy = await backend.openPolicy(shape, parameters);
    await expect(policy.outputs(batch.observations.subarray(1))).rejects.toThrow(RangeError);
    await expect(policy.values(new Float32Array())).rejects.toThrow(RangeError);

    await using loss = await backend.openGradient(options);
    const gradient = new Float32Array(parameters.length);
    await expect(loss.compute(parameters.subarray(1), batch, weights, gradient)).rejects.toThrow(RangeError);
    await expect(loss.compute(parameters, batch, weights, gradient.subarray(1))).rejects.toThrow(RangeError);
    const short = { ...batch, returns: batch.returns.subarray(1) };
    await expect(loss.compute(parameters, short, weights, gradient)).rejects.toThrow(RangeError);
    expect(gradient.every((g) => g === 0)).toBe(true);
    await loss.compute(parameters, batch, weights, gradient);
    expect(gradient.some((g) => g !== 0)).toBe(true);
  });

  test('those opened at the same time do not disturb one another', async () => {
    await using first = await backend.openGradient(options);
    const alone = new Float32Array(parameters.length);
    await first.compute(parameters, batch, weights, alone);
    for (const other of installed) expect(await healthFailure(await backendNamed(other))).toBeUndefined();
    const again = new Float32Array(parameters.length);
    await first.compute(parameters, batch, weights, again);
    expect(again).toEqual(alone);
  });
});

test.each([0, 9, 30, 50])('all backends come to the same parameters after 100 updates: loss %i', async (index) => {
  const { loss } = losses[index]!;
  const change = (after: Float32Array) => Array.from(after, (parameter, i) => parameter - loss.parameters[i]!);
  const reference = await trained('onnx', loss);
  expect(Math.hypot(...change(reference))).toBeGreaterThan(0.1);
  for (const name of installed) expect(relativeDistance(await trained(name, loss), reference)).toBeLessThan(1e-4);
});

test('onnx: a clipped row has no gradient, however far off its ratio', async () => {
  const { options, parameters, batch, weights } = rehearsal(discrete.options.shape, { rows: 1 });
  const clipped = { ...batch, advantages: Float32Array.of(1), logProbabilities: Float32Array.of(-1000) };
  const expected = referenceLoss(options, Float64Array.from(parameters), clipped, weights);
  await using loss = await (await backendNamed('onnx')).openGradient(options);
  const gradient = new Float32Array(parameters.length);
  await loss.compute(parameters, clipped, weights, gradient);
  expect(relativeDistance(gradient, expected.gradient)).toBeLessThan(1e-5);
});

test('TensorFlow.js keeps no tensors of calls that are over', async () => {
  const tf = await import('@tensorflow/tfjs');
  const backend = await backendNamed('tfjs-wasm');
  const { options, parameters, batch, weights } = discrete;
  const before = tf.memory().numTensors;
  {
    await using loss = await backend.openGradient(options);
    await using policy = await backend.openPolicy(options.shape, parameters);
    const open = tf.memory().numTensors;
    const gradient = new Float32Array(parameters.length);
    await loss.compute(parameters, batch, weights, gradient);
    await loss
      .compute(parameters, { ...batch, returns: new Float32Array(1) }, weights, gradient)
      .catch(() => undefined);
    await policy.outputs(batch.observations);
    await policy.load(parameters);
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
