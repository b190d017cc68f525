import { expect, test } from 'vitest';
import type { Backend } from './backend.ts';
import { backendNamed } from './backends.ts';
import { healthFailure } from './health.ts';
import type { LossOptions, LossTerms, LossWeights } from './loss-gradient.ts';

const onnx = await backendNamed('onnx');

/** A real backend that computes another loss than it is asked for. */
const withOptions = (options: Partial<LossOptions>): Backend => ({
  ...onnx,
  openGradient: (asked) => onnx.openGradient({ ...asked, ...options }),
});

const withWeights = (other: Partial<LossWeights>): Backend => ({
  ...onnx,
  async openGradient(options) {
    const loss = await onnx.openGradient(options);
    return {
      ...loss,
      compute: (parameters, batch, weights, gradient) =>
        loss.compute(parameters, batch, { ...weights, ...other }, gradient),
    };
  },
});

/** A real backend that changes what it has computed. */
const withGradient = (change: (gradient: Float32Array) => void, terms: Partial<LossTerms> = {}): Backend => ({
  ...onnx,
  async openGradient(options) {
    const loss = await onnx.openGradient(options);
    return {
      ...loss,
      async compute(parameters, batch, weights, gradient) {
        const found = await loss.compute(parameters, batch, weights, gradient);
        change(gradient);
        return { ...found, ...terms };
      },
    };
  },
});

type Change = (numbers: Float32Array) => Float32Array;

/** A real backend that changes its answers when it acts. */
const acting = (changeOutputs: Change, changeValues: Change): Backend => ({
  ...onnx,
  async openPolicy(shape, parameters) {
    const policy = await onnx.openPolicy(shape, parameters);
    return {
      ...policy,
      outputs: async (observations) => changeOutputs(await policy.outputs(observations)),
      values: async (observations) => changeValues(await policy.values(observations)),
    };
  },
});

const same: Change = (numbers) => numbers;
const withOutputs = (change: Change) => acting(change, same);
const withValues = (change: Change) => acting(same, change);

const wrong: [string, Backend, string][] = [
  ['another weight of the value loss', withOptions({ valueCoefficient: 0.501 }), 'gradient'],
  ['another clip range', withWeights({ clip: 0.21 }), 'policyLoss'],
  ['values that are not clipped', withWeights({ valueClip: Infinity }), 'valueLoss'],
  ['no entropy', withWeights({ entropyCoefficient: 0 }), 'gradient'],
  ['outputs in another order', withOutputs((outputs) => outputs.toReversed()), 'outputs'],
  ['not a number', withOutputs((outputs) => outputs.with(3, Number.NaN)), 'outputs'],
  ['missing rows', withOutputs((outputs) => outputs.subarray(0, -5)), 'outputs'],
  ['values of other rows', withValues((values) => values.toReversed()), 'values'],
  ['a value that is not a number', withValues((values) => values.with(12, Number.NaN)), 'values'],
  ['values that are off by 0.1 %', withValues((values) => values.map((value) => value * 1.001)), 'values'],
  ['an entropy off', withGradient(() => {}, { entropy: 1 }), 'entropy'],
  ['a divergence off', withGradient(() => {}, { approximateKl: 0 }), 'approximateKl'],
  ['a clip fraction off', withGradient(() => {}, { clipFraction: 0 }), 'clipFraction'],
  ['one wrong derivative', withGradient((gradient) => (gradient[0]! += 0.01)), 'gradient'],
  ['derivatives in another order', withGradient((gradient) => gradient.set(gradient.toReversed())), 'gradient'],
  ['a gradient of NaN', withGradient((gradient) => gradient.fill(Number.NaN)), 'gradient'],
];

test('a backend that is right passes, in no time', async () => {
  await healthFailure(onnx); // loads the library
  const start = performance.now();
  expect(await healthFailure(onnx)).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(500); // about 10 ms on an idle machine
});

test.each(wrong)('%s is found', async (_, backend, what) => {
  const failure = await healthFailure(backend);
  expect(failure?.message).toContain(`computes wrong results: its ${what} differs from the reference`);
  expect(failure?.cure).toContain('take another backend');
});

test('a backend that throws is reported', async () => {
  const failure = await healthFailure({
    ...onnx,
    openGradient: () => Promise.reject(new Error('out of memory\nat …')),
  });
  expect(failure).toMatchObject({ name: 'BackendError', message: 'fails: out of memory' });
});
