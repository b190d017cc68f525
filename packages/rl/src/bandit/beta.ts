import type { Random } from '@longplay/runtime';

/**
 * A draw from the gamma distribution of the given shape (1 and above) and scale 1.
 * Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 26(3), 2000.
 */
function gamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.float()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A draw from the distribution Beta(alpha, beta), both 1 and above. */
export function sampleBeta(random: Random, alpha: number, beta: number): number {
  const x = gamma(random, alpha);
  return x / (x + gamma(random, beta));
}
