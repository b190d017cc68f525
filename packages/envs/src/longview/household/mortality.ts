/**
 * The law of Gompertz: the force of mortality grows exponentially with age. In the form with the modal age m and the
 * dispersion b, the probability that someone of age x lives t more years is
 *
 *   S(t) = exp(e^((x - m)/b) (1 - e^(t/b)))      [0], equation 3.10; [1]
 *
 * [0] Milevsky, "The Calculus of Retirement Income", 2006
 * [1] Gompertz, "On the Nature of the Function Expressive of the Law of Human Mortality", 1825
 */

/** The parameters of the law, in years. */
export interface Gompertz {
  /** The age at which most people die. */
  readonly modalAge: number;
  readonly dispersion: number;
}

/**
 * The probability that someone of an age lives so many years more.
 *
 * @example
 * survival({ modalAge: 88, dispersion: 10 }, 65, 20).toFixed(4); // => '0.5270'
 */
export function survival({ modalAge, dispersion }: Gompertz, age: number, years: number): number {
  return Math.exp(Math.exp((age - modalAge) / dispersion) * -Math.expm1(years / dispersion));
}

/**
 * The remaining years that a uniform number stands for, by inversion of the distribution of lifetimes: the larger the
 * number, the longer the life.
 *
 * @param uniform - in [0, 1)
 */
export function remainingYears({ modalAge, dispersion }: Gompertz, age: number, uniform: number): number {
  return dispersion * Math.log1p(-Math.log1p(-uniform) * Math.exp((modalAge - age) / dispersion));
}
