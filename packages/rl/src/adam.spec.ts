import { expect, test } from 'vitest';
import { adam, adamScales } from './adam.ts';

test('a constant gradient moves a parameter by the learning rate in every step', () => {
  // With both biases corrected, the moments are g and g² exactly (Kingma and Ba 2015, section 3).
  const g = -3;
  let m = 0;
  let v = 0;
  for (let t = 1; t <= 100; t++) {
    m = adam.beta1 * m + (1 - adam.beta1) * g;
    v = adam.beta2 * v + (1 - adam.beta2) * g * g;
    const { stepSize, rootScale } = adamScales(0.01, t);
    expect((stepSize * m) / (rootScale * Math.sqrt(v))).toBeCloseTo(-0.01, 12);
  }
});
