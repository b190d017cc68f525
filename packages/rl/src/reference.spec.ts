import { Random } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { rehearsal } from './backends/rehearsal.ts';
import { everyLoss } from './fixtures/losses.ts';
import { Forward } from './model/forward.ts';
import { networkLayout } from './model/layout.ts';
import { referenceLoss } from './reference.ts';

test.each(everyLoss(12))('$name: the gradient is that of central differences', ({ loss: rehearsed }) => {
  const { options, parameters, batch, weights } = rehearsed;
  const at = Float64Array.from(parameters);
  const { gradient } = referenceLoss(options, at, batch, weights);
  const random = Random.from(1);
  const h = 1e-5; // the truncation error is about h², the rounding error 1e-16 / h
  for (let repetition = 0; repetition < 8; repetition++) {
    const direction = at.map(() => random.normal());
    const shifted = (by: number) => at.map((parameter, i) => parameter + by * direction[i]!);
    const lossAt = (by: number) => referenceLoss(options, shifted(by), batch, weights).loss;
    const slope = gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);
    expect((lossAt(h) - lossAt(-h)) / (2 * h)).toBeCloseTo(slope, 7);
  }
});

test('rows of every kind occur in a rehearsal: clipped above and below, values clipped and not', () => {
  const { options, parameters, batch, weights } = everyLoss(12)[0]!.loss;
  const at = Float64Array.from(parameters);
  const clipped = referenceLoss(options, at, batch, weights);
  expect(clipped.terms.clipFraction).toBeGreaterThan(0.2);
  expect(clipped.terms.clipFraction).toBeLessThan(0.8);
  const unclipped = referenceLoss(options, at, batch, { ...weights, clip: 1e9 });
  expect(unclipped.terms.policyLoss).toBeLessThan(clipped.terms.policyLoss);
  const freeValues = referenceLoss(options, at, batch, { ...weights, valueClip: Infinity });
  expect(freeValues.terms.valueLoss).toBeLessThan(clipped.terms.valueLoss);
});

const discrete = everyLoss(12)[0]!.loss;

test('terms are sums over rows: batches add up', () => {
  const { options, parameters, batch, weights } = discrete;
  const at = Float64Array.from(parameters);
  const part = (from: number, to: number) => ({
    ...batch,
    observations: batch.observations.subarray(from * 5, to * 5),
    actions: batch.actions.subarray(from, to),
    logProbabilities: batch.logProbabilities.subarray(from, to),
    advantages: batch.advantages.subarray(from, to),
    returns: batch.returns.subarray(from, to),
    values: batch.values.subarray(from, to),
  });
  const whole = referenceLoss(options, at, batch, weights);
  const [first, second] = [part(0, 5), part(5, 12)].map((rows) => referenceLoss(options, at, rows, weights));
  expect(first!.loss + second!.loss).toBeCloseTo(whole.loss, 12);
  whole.gradient.forEach((g, i) => expect(first!.gradient[i]! + second!.gradient[i]!).toBeCloseTo(g, 12));
  for (const [name, term] of Object.entries(whole.terms) as [keyof typeof whole.terms, number][]) {
    expect(first!.terms[name] + second!.terms[name]).toBeCloseTo(term, 12);
  }
});

test('with the old policy the ratio is 1: nothing is clipped, the divergence is 0 and the loss the mean advantage', () => {
  const head = { kind: 'categorical', sizes: [4] } as const;
  const shape = { observation: 3, hidden: [5], valueHidden: [5], activation: 'tanh', shared: false, head } as const;
  const { options, parameters, batch, weights } = rehearsal(shape, { rows: 8 });
  const forward = new Forward(shape, parameters);
  const logProbabilities = batch.logProbabilities.map((_, row) => {
    const logits = forward.outputs(batch.observations.subarray(row * 3, row * 3 + 3));
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    return logits[batch.actions[row]!]! - Math.log(total);
  });
  const values = batch.values.map((_, row) => forward.value(batch.observations.subarray(row * 3, row * 3 + 3)));
  const { terms } = referenceLoss(options, Float64Array.from(parameters), { ...batch, logProbabilities }, weights);
  expect(terms.clipFraction).toBe(0);
  expect(terms.approximateKl).toBeCloseTo(0, 12);
  expect(terms.policyLoss).toBeCloseTo(-batch.advantages.reduce((sum, a) => sum + a, 0) / 8, 6);
  const squares = values.reduce((sum, value, row) => sum + (value - batch.returns[row]!) ** 2, 0);
  expect(terms.valueLoss).toBeCloseTo(squares / 8, 5);
});

test('an even policy has the greatest entropy, and a Gaussian the entropy of its deviations', () => {
  const plain = { observation: 1, hidden: [], valueHidden: [], activation: 'tanh', shared: false } as const;
  const even = rehearsal({ ...plain, head: { kind: 'categorical', sizes: [4, 3] } }, { rows: 3 });
  const zeros = new Float64Array(even.parameters.length);
  expect(referenceLoss(even.options, zeros, even.batch, even.weights).terms.entropy).toBeCloseTo(Math.log(12), 12);

  const shape = { ...plain, head: { kind: 'gaussian', size: 2, squashed: true } } as const;
  const normal = rehearsal(shape, { rows: 3 });
  const parameters = new Float64Array(normal.parameters.length);
  parameters.set([Math.log(2), Math.log(3)], networkLayout(shape).logStd);
  const { terms } = referenceLoss(normal.options, parameters, normal.batch, normal.weights);
  expect(terms.entropy).toBeCloseTo(Math.log(6) + Math.log(2 * Math.PI * Math.E), 12);
});

test('large logits do not overflow', () => {
  const { options, parameters, batch, weights } = discrete;
  const huge = Float64Array.from(parameters, (parameter) => parameter * 1e5);
  expect(Number.isFinite(referenceLoss(options, huge, batch, weights).terms.entropy)).toBe(true);
});
