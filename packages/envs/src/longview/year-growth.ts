import type { Paths } from './markets/market.ts';

/**
 * The growth of each path's portfolio over a year, rebalanced to its shares at every step of the market.
 *
 * @param allocation - [count, assets]
 * @param out - [count] nominal growth factors
 */
export function growthOfYear(
  { series, count, growth }: Paths,
  year: number,
  stepsPerYear: number,
  allocation: Float64Array,
  out: Float64Array,
): void {
  const assets = series - 1;
  out.fill(1, 0, count);
  for (let step = year * stepsPerYear; step < (year + 1) * stepsPerYear; step++) {
    const start = step * series * count;
    for (let path = 0; path < count; path++) {
      let factor = 0;
      for (let asset = 0; asset < assets; asset++) {
        factor += allocation[path * assets + asset]! * growth[start + asset * count + path]!;
      }
      out[path]! *= factor;
    }
  }
}

/**
 * The growth of prices on each path over a year.
 *
 * @param out - [count]
 */
export function inflationOfYear(
  { series, count, growth }: Paths,
  year: number,
  stepsPerYear: number,
  out: Float64Array,
): void {
  out.fill(1, 0, count);
  for (let step = year * stepsPerYear; step < (year + 1) * stepsPerYear; step++) {
    const start = (step * series + series - 1) * count;
    for (let path = 0; path < count; path++) out[path]! *= growth[start + path]!;
  }
}
