import { exp } from './elementary.ts';
import type { Moments } from './market.ts';
import type { Mixture } from './mixture.ts';
import { momentsFrom } from './series.ts';

/**
 * The moments of a year's returns: with x normal given regime and scale, E[exp(c·x)] = exp(c·mu + w² c·C c / 2), and a
 * year of n steps is a product of such expectations along the chain of regimes, from where it begins.
 */
export function yearlyMoments(mixture: Mixture, stepsPerYear: number): Moments {
  const size = mixture.series;
  const indices = Array.from({ length: size }, (_, i) => i);
  const mean = indices.map((i) => expectedGrowth(mixture, stepsPerYear, [i]));
  const covariance = indices.map((i) =>
    indices.map((j) => expectedGrowth(mixture, stepsPerYear, [i, j]) - mean[i]! * mean[j]!),
  );
  return momentsFrom(
    mean.map((growth) => growth - 1),
    covariance,
  );
}

/** The expected product of the growth factors of some series over a year. */
function expectedGrowth(mixture: Mixture, stepsPerYear: number, chosen: readonly number[]): number {
  const ofStep = mixture.regimes.map((_, regime) => expectedStep(mixture, regime, chosen));
  const [leaveFirst = 0, leaveSecond = 0] = mixture.leave;
  let first = 1 - mixture.second;
  let second = mixture.second;
  for (let step = 0; step < stepsPerYear; step++) {
    if (step > 0) {
      [first, second] = [
        first * (1 - leaveFirst) + second * leaveSecond,
        first * leaveFirst + second * (1 - leaveSecond),
      ];
    }
    first *= ofStep[0]!;
    second *= ofStep[1] ?? 0;
  }
  return first + second;
}

function expectedStep({ series, regimes, scales }: Mixture, regime: number, chosen: readonly number[]): number {
  const { mu, factor } = regimes[regime]!;
  const mean = chosen.reduce((sum, i) => sum + mu[i]!, 0);
  let variance = 0;
  for (let j = 0; j < series; j++) variance += chosen.reduce((sum, i) => sum + factor[i * series + j]!, 0) ** 2;
  if (scales === undefined) return exp(mean + variance / 2);
  return scales.reduce((sum, w) => sum + exp(mean + (w * w * variance) / 2), 0) / scales.length;
}
