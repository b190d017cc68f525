import { expect, test } from 'vitest';
import type { LearnerOptions, PolicyOutput, StepMetrics } from '../learner.ts';
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

/** A real backend whose learning rate is off by a factor, from the given step on. */
const withRate = (factor: number, from = 1): Backend => ({
  ...onnx,
  async openLearner(options, parameters) {
    const learner = await onnx.openLearner(options, parameters);
    let steps = 0;
    return {
      ...learner,
      step: (minibatch, learningRate) => learner.step(minibatch, ++steps < from ? learningRate : learningRate * factor),
    };
  },
});

/** A real backend that changes what it says of a step, or the parameters that it has come to. */
const withReport = (
  changeMetrics: (metrics: StepMetrics) => StepMetrics,
  changeParameters = (parameters: Float32Array) => parameters,
): Backend => ({
  ...onnx,
  async openLearner(options, initial) {
    const learner = await onnx.openLearner(options, initial);
    return {
      ...learner,
      step: async (minibatch, learningRate) => changeMetrics(await learner.step(minibatch, learningRate)),
      parameters: async () => changeParameters(await learner.parameters()),
    };
  },
});

/** A real backend that changes its answers when it acts. */
const withOutput = (change: (output: PolicyOutput) => PolicyOutput): Backend => ({
  ...onnx,
  async openPolicy(shape, parameters) {
    const policy = await onnx.openPolicy(shape, parameters);
    return {
      ...policy,
      async forward(observations) {
        return change(await policy.forward(observations));
      },
    };
  },
});

type Change = (numbers: Float32Array) => Float32Array;
const withLogits = (change: Change) => withOutput(({ logits, values }) => ({ logits: change(logits), values }));
const withValues = (change: Change) => withOutput(({ logits, values }) => ({ logits, values: change(values) }));

const wrong: [string, Backend, string][] = [
  ['no clipping', withOptions({ maxGradientNorm: 1e9 }), 'loss'],
  ['another weight of the value loss', withOptions({ valueCoefficient: 0.501 }), 'loss'],
  ['a learning rate 1 % too large', withRate(1.01), 'loss'],
  ['nothing learned', withRate(0), 'loss'],
  ['logits in another order', withLogits((logits) => logits.toReversed()), 'logits'],
  ['not a number', withLogits((logits) => logits.with(3, Number.NaN)), 'logits'],
  ['missing rows', withLogits((logits) => logits.subarray(0, -5)), 'logits'],
  ['values of other rows', withValues((values) => values.toReversed()), 'values'],
  ['a value that is not a number', withValues((values) => values.with(12, Number.NaN)), 'values'],
  ['values that are off by 0.1 %', withValues((values) => values.map((value) => value * 1.001)), 'values'],
  ['a loss off by 0.1 %', withReport((metrics) => ({ ...metrics, loss: metrics.loss * 1.001 })), 'loss'],
  ['the norm after clipping', withReport((metrics) => ({ ...metrics, gradientNorm: 1 })), 'gradient norm'],
  [
    'the squared norm',
    withReport((metrics) => ({ ...metrics, gradientNorm: metrics.gradientNorm ** 2 })),
    'gradient norm',
  ],
  ['a last step 10 % too long', withRate(1.1, 4), 'change of the parameters'],
  ['a last step not taken', withRate(0, 4), 'change of the parameters'],
  [
    'one wrong parameter',
    withReport(
      (metrics) => metrics,
      (parameters) => parameters.with(0, parameters[0]! + 0.01),
    ),
    'change of the parameters',
  ],
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
