import { Random } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { actionDistribution } from './distribution.ts';
import { Gaussian } from './gaussian.ts';
import { networkLayout } from './layout.ts';
import type { NetworkShape } from './shape.ts';

const density = (x: number, mean: number, deviation: number) =>
  Math.exp(-((x - mean) ** 2) / (2 * deviation ** 2)) / (deviation * Math.sqrt(2 * Math.PI));

test('actions have the means and deviations asked for, and the log-probability is that of the density', () => {
  const deviations = [0.5, 2];
  const distribution = new Gaussian(Float32Array.from(deviations, Math.log));
  const means = Float32Array.of(9, 9, -1, 3); // the second row
  const actions = new Float32Array(4);
  const random = Random.from(1);
  const draws = 20_000;
  const sums = [0, 0];
  const squares = [0, 0];
  let worst = 0;
  for (let i = 0; i < draws; i++) {
    const logProbability = distribution.sample(means, 1, undefined, random, actions);
    const product = density(actions[2]!, -1, 0.5) * density(actions[3]!, 3, 2);
    worst = Math.max(worst, Math.abs(logProbability - Math.log(product)));
    for (const j of [0, 1]) {
      sums[j]! += actions[2 + j]!;
      squares[j]! += (actions[2 + j]! - means[2 + j]!) ** 2;
    }
  }
  expect(worst).toBeLessThan(1e-5); // actions are rounded to single precision
  deviations.forEach((deviation, j) => {
    expect(Math.abs(sums[j]! / draws - means[2 + j]!)).toBeLessThan((4 * deviation) / Math.sqrt(draws));
    expect(Math.abs(squares[j]! / draws / deviation ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / draws));
  });
});

test('the mode is the mean', () => {
  const actions = new Float32Array(2);
  new Gaussian(new Float32Array(1)).mode(Float32Array.of(7, 8), 1, undefined, actions);
  expect([...actions]).toEqual([0, 8]);
});

test('a policy’s deviations are those of its parameters, also after they have changed', () => {
  const head = { kind: 'gaussian', size: 1, squashed: true } as const;
  const shape: NetworkShape = { observation: 1, hidden: [], valueHidden: [], activation: 'tanh', shared: false, head };
  const parameters = new Float32Array(networkLayout(shape).size);
  const distribution = actionDistribution(shape, parameters);
  const draw = () => {
    const action = new Float32Array(1);
    distribution.sample(new Float32Array(1), 0, undefined, Random.from(1), action);
    return action[0]!;
  };
  const before = draw();
  parameters[networkLayout(shape).logStd!] = Math.log(2);
  expect(draw()).toBeCloseTo(2 * before, 6);
});
