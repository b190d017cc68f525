import { expect, test } from 'vitest';
import { actorCriticLayout } from './actor-critic.ts';
import { rehearsal } from './backends/rehearsal.ts';
import { lossAndGradient, referenceOutput, ReferenceLearner } from './reference.ts';

const { options, parameters, minibatches } = rehearsal({ observation: 3, hidden: [5, 4], actions: 3 }, 6, 1);
const layout = actorCriticLayout(options.shape);
const minibatch = minibatches[0]!;

test('the gradient is that of central differences, for every parameter', () => {
  const at = Float64Array.from(parameters);
  const { gradient } = lossAndGradient(layout, at, minibatch, 0.5);
  const h = 1e-5; // the truncation error is about h², the rounding error 1e-16 / h
  gradient.forEach((derivative, i) => {
    const lossAt = (shift: number) => lossAndGradient(layout, at.with(i, at[i]! + shift), minibatch, 0.5).loss;
    expect((lossAt(h) - lossAt(-h)) / (2 * h)).toBeCloseTo(derivative, 8);
  });
});

test('the loss is the mean of the loss of single rows', () => {
  const at = Float64Array.from(parameters);
  const rows = Array.from({ length: 6 }, (_, row) => ({
    observations: minibatch.observations.subarray(row * 3, row * 3 + 3),
    actions: minibatch.actions.subarray(row, row + 1),
    advantages: minibatch.advantages.subarray(row, row + 1),
    returns: minibatch.returns.subarray(row, row + 1),
  }));
  const mean = rows.reduce((sum, row) => sum + lossAndGradient(layout, at, row, 0.5).loss, 0) / 6;
  expect(lossAndGradient(layout, at, minibatch, 0.5).loss).toBeCloseTo(mean, 12);
});

test('large logits do not overflow', () => {
  const huge = Float64Array.from(parameters, (parameter) => parameter * 1e5);
  expect(Number.isFinite(lossAndGradient(layout, huge, minibatch, 0.5).loss)).toBe(true);
});

test('a layer is inputs · weights + biases, with tanh between layers', () => {
  const shape = { observation: 1, hidden: [1], actions: 1 };
  // Policy: tanh(2 · 3 + 4) · 5 + 6; value: tanh(2 · 7 + 8) · 9 + 10.
  const { logits, values } = referenceOutput(shape, Float32Array.of(3, 4, 5, 6, 7, 8, 9, 10), Float32Array.of(2));
  expect(logits[0]).toBeCloseTo(Math.tanh(10) * 5 + 6, 12);
  expect(values[0]).toBeCloseTo(Math.tanh(22) * 9 + 10, 12);
});

test('training makes good actions likely and learns the returns', () => {
  // One observation, of whose actions only number 2 has an advantage; the loss is then 0 at its least.
  const constant = {
    observations: Float32Array.of(1, 0, -1),
    actions: Int32Array.of(2),
    advantages: Float32Array.of(1),
    returns: Float32Array.of(0.7),
  };
  const learner = new ReferenceLearner(options, parameters);
  for (let step = 0; step < 300; step++) learner.step(constant, 0.02);
  const { logits, values } = referenceOutput(
    options.shape,
    Float32Array.from(learner.parameters),
    constant.observations,
  );
  expect(logits[2]! - Math.max(logits[0]!, logits[1]!)).toBeGreaterThan(3);
  expect(values[0]).toBeCloseTo(0.7, 1);
});

/** Parameters after one step under a limit of the gradient's norm. */
function change(maxGradientNorm: number) {
  const learner = new ReferenceLearner({ ...options, maxGradientNorm }, parameters);
  const { gradientNorm } = learner.step(minibatch, 0.01);
  return { gradientNorm, trained: learner.parameters };
}

test('clipping changes a gradient over the limit and no other', () => {
  const { gradientNorm, trained } = change(0.01);
  expect(gradientNorm).toBeGreaterThan(1);
  expect(change(gradientNorm * 2).trained).toEqual(change(gradientNorm * 4).trained);
  expect(trained).not.toEqual(change(gradientNorm * 2).trained);
});
