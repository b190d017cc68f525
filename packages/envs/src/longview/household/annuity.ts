/** The payment at the end of each year that pays off a debt in so many years. */
export function annuity(balance: number, rate: number, years: number): number {
  // By expm1 and log1p a rate may be as close to 0 as it likes.
  return rate === 0 ? balance / years : (balance * rate) / -Math.expm1(-years * Math.log1p(rate));
}
