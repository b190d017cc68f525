import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { efficientFrontier } from './efficient-frontier.ts';
import { goalCovariance, goalMeans, goalPortfolios } from './goal-portfolios.ts';

const variance = (weights: readonly number[]) =>
  weights.reduce((sum, w, i) => sum + weights.reduce((row, v, j) => row + w * v * goalCovariance[i]![j]!, 0), 0);

describe('the frontier of Das, Ostrov, Radhakrishnan and Srivastav', () => {
  const frontier = efficientFrontier(goalMeans, goalCovariance);

  it('has the published coefficients', () => {
    expect(frontier.a).toBeCloseTo(28.328587509511, 9);
    expect(frontier.b).toBeCloseTo(-2.975858817283, 9);
    expect(frontier.c).toBeCloseTo(0.079524518448, 9);
  });

  it('runs from a deviation of 3.7 % to one of 19.6 %', () => {
    const portfolios = goalPortfolios();
    expect(portfolios).toHaveLength(15);
    expect(portfolios[0]!.sd).toBeCloseTo(0.037051, 6);
    expect(portfolios[14]!.sd).toBeCloseTo(0.195555, 6);
  });

  it.each([
    [0.0526, [0.909782, 0.021171, 0.069047]],
    [0.0886, [0.072707, -0.246327, 1.17362]],
  ])('has its weights at a mean of %d', (mean, expected) => {
    const weights = frontier.weights(mean);
    for (const [i, weight] of expected.entries()) expect(weights[i]).toBeCloseTo(weight, 6);
  });

  it('costs no more variance than any other mix of that mean', () => {
    const shift = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.2, noNaN: true }), shift, (mean, t) => {
        const weights = frontier.weights(mean);
        const least = variance(weights);
        expect(least).toBeCloseTo((frontier.a * mean + frontier.b) * mean + frontier.c, 10);
        expect(weights.reduce((sum, w, i) => sum + w * goalMeans[i]!, 0)).toBeCloseTo(mean, 10);
        expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 10);
        // The direction that changes neither the sum of the weights nor their mean.
        const [x, y, z] = goalMeans;
        const other = weights.map((w, i) => w + t * [y - z, z - x, x - y][i]!);
        expect(variance(other)).toBeGreaterThanOrEqual(least - 1e-15);
      }),
    );
  });
});

it('needs means that differ', () => {
  const covariance = [
    [0.04, 0],
    [0, 0.01],
  ];
  expect(() => efficientFrontier([0.05, 0.05], covariance)).toThrow('no frontier: the means 0.05, 0.05 are all equal');
});
