/**
 * The payment at the end of each year that pays off a debt in so many years.
 *
 * @example
 * annuity(1000, 0.05, 2).toFixed(2); // => '537.80'
 */
export function annuity(balance: number, rate: number, years: number): number {
  return rate === 0 ? balance / years : (balance * rate) / (1 - (1 + rate) ** -years);
}
