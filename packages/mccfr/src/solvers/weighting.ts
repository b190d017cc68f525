import type { Tables } from './solver.ts';

/**
 * How the past counts in sums over iterations, as discounted CFR puts it (Brown and Sandholm, "Solving Imperfect-
 * Information Games via Discounted Regret Minimization", 2019): after iteration t, positive regrets are multiplied by
 * t^alpha / (t^alpha + 1), negative ones by t^beta / (t^beta + 1), and the sum of strategies by (t / (t + 1))^gamma.
 * Exponents may be infinite: all is kept (Infinity), or nothing (-Infinity).
 */
export interface Weighting {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

/** All iterations count alike. */
export const simple = (): Weighting => ({ alpha: Infinity, beta: Infinity, gamma: 0 });

/** Whether nothing ever loses weight, as with {@link simple}. */
export const keepsAll = ({ alpha, beta, gamma }: Weighting): boolean =>
  alpha === Infinity && beta === Infinity && gamma === 0;

/** Iteration t counts t times, in regrets and in the average. */
export const linear = (): Weighting => ({ alpha: 1, beta: 1, gamma: 1 });

/**
 * @throws RangeError when an exponent is no number, or gamma is below zero or infinite
 */
export function discounted(alpha = 1.5, beta = 0, gamma = 2): Weighting {
  if (Number.isNaN(alpha) || Number.isNaN(beta))
    throw new RangeError(`alpha and beta must be numbers; got ${alpha}, ${beta}`);
  if (!(gamma >= 0 && gamma < Infinity)) throw new RangeError(`gamma must be finite and not below 0; got ${gamma}`);
  return { alpha, beta, gamma };
}

/** t^exponent / (t^exponent + 1). */
export function keptRegret(t: number, exponent: number): number {
  if (exponent === Infinity) return 1;
  if (exponent === -Infinity) return 0;
  const power = t ** exponent;
  return power === Infinity ? 1 : power / (power + 1);
}

/** (t / (t + 1))^gamma. */
export const keptAverage = (t: number, gamma: number): number => (t / (t + 1)) ** gamma;

/** Such as `1.5, 0, 2`. */
export const describeWeighting = ({ alpha, beta, gamma }: Weighting): string => `${alpha}, ${beta}, ${gamma}`;

/** Lets the past lose weight: what a solver's tables keep after its t-th iteration, or batch of iterations. */
export function discountTables({ regrets, strategySums }: Tables, { alpha, beta, gamma }: Weighting, t: number): void {
  const [keptPositive, keptNegative, kept] = [keptRegret(t, alpha), keptRegret(t, beta), keptAverage(t, gamma)];
  for (let at = 0; at < regrets.length; at++) {
    regrets[at]! *= regrets[at]! > 0 ? keptPositive : keptNegative;
    strategySums[at]! *= kept;
  }
}
