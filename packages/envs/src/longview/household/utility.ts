/**
 * What a life is worth: constant relative risk aversion (Pratt 1964, Arrow 1965) of each year's spending as a share of
 * the desired one. A life in which every desire is met is worth 0; what falls short makes it less, what exceeds makes
 * it more, by less and less.
 */

/** Spending below this share of the desired one counts as this share: relief, family, the state. It bounds the loss. */
export const CONSUMPTION_FLOOR = 0.25;

/** How much a wanted goal that is missed hurts, beside an essential one of the same amount. */
export const WANTED_GOAL_WEIGHT = 0.5;

/** The scale of an estate: one of so many years of desired spending counts like doubled spending in one year. */
export const ESTATE_YEARS = 10;

/**
 * u(x) = (x^(1 - gamma) - 1)/(1 - gamma), and log x for gamma = 1.
 *
 * @example
 * crra(0.5, 3); // => -1.5
 * crra(1, 3); // => 0
 */
export function crra(x: number, gamma: number): number {
  if (x === 1) return 0;
  if (gamma === 1) return Math.log(x);
  return (x ** (1 - gamma) - 1) / (1 - gamma);
}

/** The x with `crra(x, gamma) = utility`; Infinity for a utility that no x has. */
export function inverseCrra(utility: number, gamma: number): number {
  if (gamma === 1) return Math.exp(utility);
  return Math.max(1 + (1 - gamma) * utility, 0) ** (1 / (1 - gamma));
}

/** Differences of a utility from its bound, in units of the bound, that are rounding after sums over many lives. */
const ROUNDING = 1e-12;

/**
 * The constant share of desired spending whose utility of a year is this one. For gamma above 1 utility has a bound,
 * 1/(gamma - 1), which mean utilities of the rich come so near to that no digits are left: the answer ends at the share
 * with x^(1 - gamma) = 1e-12, which is a million for gamma = 3 and 4.28 for 20.
 *
 * @example
 * certaintyEquivalent(-1.5, 3); // => 0.5
 */
export function certaintyEquivalent(utility: number, gamma: number): number {
  const bound = gamma > 1 ? (1 - ROUNDING) / (gamma - 1) : Infinity;
  return inverseCrra(Math.min(utility, bound), gamma);
}

/** The utility of a year's spending on living. */
export function consumptionUtility(consumption: number, desired: number, gamma: number): number {
  return crra(Math.max(consumption / desired, CONSUMPTION_FLOOR), gamma);
}

/**
 * The utility of goals of one priority that were due in a year: 0 where they were paid in full, else as if so many
 * years' desired spending as they cost had been cut to the share that was paid.
 */
export function goalsUtility(paid: number, due: number, desired: number, gamma: number): number {
  return due === 0 ? 0 : (due / desired) * crra(Math.max(paid / due, CONSUMPTION_FLOOR), gamma);
}

/**
 * The utility of an estate per unit of the bequest's weight: u(1 + estate/(10 years of desired spending)), a luxury: the
 * first coin left behind is worth a finite amount (De Nardi, "Wealth Inequality and Intergenerational Links", Review of
 * Economic Studies 71(3), 2004).
 */
export function estateUtility(estate: number, desired: number, gamma: number): number {
  return crra(1 + estate / (ESTATE_YEARS * desired), gamma);
}
