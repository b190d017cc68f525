import { expect, test } from 'vitest';
import type { LearnerOptions } from '../learner.ts';
import { ReferenceLearner } from '../reference.ts';
import type { Backend } from './backend.ts';
import { backendNamed } from './backends.ts';
import { healthFailure, healthRehearsal } from './health.ts';

const onnx = await backendNamed('onnx');

/** A real backend that trains with other options than it is asked to. */
const withOptions = (options: Partial<LearnerOptions>): Backend => ({
  ...onnx,
  openLearner: (asked, parameters) => onnx.openLearner({ ...asked, ...options }, parameters),
});

/** A real backend whose learning rate is off by a factor. */
const withRate = (factor: number): Backend => ({
  ...onnx,
  async openLearner(options, parameters) {
    const learner = await onnx.openLearner(options, parameters);
    return { ...learner, step: (minibatch, learningRate) => learner.step(minibatch, learningRate * factor) };
  },
});

/** A real backend that changes its answers when it acts. */
const withLogits = (change: (logits: Float32Array) => Float32Array): Backend => ({
  ...onnx,
  async openPolicy(shape, parameters) {
    const policy = await onnx.openPolicy(shape, parameters);
    return {
      ...policy,
      async forward(observations) {
        const { logits, values } = await policy.forward(observations);
        return { logits: change(logits), values };
      },
    };
  },
});

const wrong: [string, Backend, string][] = [
  ['no clipping', withOptions({ maxGradientNorm: 1e9 }), 'loss'],
  ['another weight of the value loss', withOptions({ valueCoefficient: 0.501 }), 'loss'],
  ['a learning rate 1 % too large', withRate(1.01), 'loss'],
  ['nothing learned', withRate(0), 'loss'],
  ['logits in another order', withLogits((logits) => logits.toReversed()), 'logits'],
  ['not a number', withLogits((logits) => logits.with(3, Number.NaN)), 'logits'],
  ['missing rows', withLogits((logits) => logits.subarray(0, -5)), 'logits'],
  ['parameters that are off by 0.1 %', withLogits((logits) => logits.map((logit) => logit * 1.001)), 'logits'],
];

test('the training that is compared has steps with and without clipping', () => {
  const { options, parameters, minibatches } = healthRehearsal();
  const learner = new ReferenceLearner(options, parameters);
  const clipped = minibatches.map((minibatch) => learner.step(minibatch, 0.01).gradientNorm > options.maxGradientNorm!);
  expect(clipped).toEqual([true, false, false, false]);
});

test.each(wrong)('%s is found', async (_, backend, what) => {
  const failure = await healthFailure(backend);
  expect(failure?.message).toContain(`computes wrong results: its ${what} differs from the reference`);
  expect(failure?.cure).toContain('take another backend');
});

test('a backend that throws is reported', async () => {
  const failure = await healthFailure({ ...onnx, openLearner: () => Promise.reject(new Error('out of memory\nat …')) });
  expect(failure).toMatchObject({ name: 'BackendError', message: 'fails: out of memory' });
});
