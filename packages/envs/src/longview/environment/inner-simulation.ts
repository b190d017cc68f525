import type { Market } from '../markets/market.ts';
import type { Prospects } from './prospects.ts';
import { realGrowth, type RealGrowth } from './real-growth.ts';

/** What inner simulations say of a plan, in the order in which they write it. */
export const outlookNames = ['success', 'p10', 'median', 'p90', 'shortfall'] as const;

/** Paths in the store: training takes a part of them for each estimate. */
const STORED_PATHS = 1024;

/** Survival below which the rest of a life is left out. */
const NEGLIGIBLE = 0.005;

/**
 * Nested Monte Carlo: what becomes of a household that from now on spends what it desires, pays its goals, and keeps its
 * portfolio. All money is in one pot, real and after tax, and flows are those of `Prospects`; years count as much as
 * they are likely to be lived, so that lifetimes need not be drawn. The paths come from a store that is the same in every
 * run, and which of them an estimate sees follows from its arguments alone: the same question has the same answer in
 * every worker.
 */
export class InnerSimulation {
  readonly paths: number;
  readonly #growth: RealGrowth;
  readonly #finals: Float64Array;

  /**
   * @param years - of the longest plan.
   * @param paths - of an estimate, from 1 to 1024.
   * @throws RangeError for another number of paths
   */
  constructor(market: Market, { years, paths }: { readonly years: number; readonly paths: number }) {
    if (!(Number.isInteger(paths) && paths >= 1 && paths <= STORED_PATHS)) {
      throw new RangeError(`inner simulations are from 1 to ${STORED_PATHS} paths, and are ${paths}`);
    }
    this.paths = paths;
    this.#growth = realGrowth(market, { paths: STORED_PATHS, years });
    this.#finals = new Float64Array(paths);
  }

  /**
   * Writes five numbers: the probability that all desires are met as long as life lasts; the 10, 50 and 90 % quantiles of
   * wealth at the end of the expected lifetime; and the expected money missing over the life.
   *
   * @param wealth - after tax, at the start of the year.
   * @param allocation - shares of the assets, from `offset` on.
   */
  estimate(
    { flow, household: { survival, years }, expectedYears }: Prospects,
    year: number,
    wealth: number,
    allocation: ArrayLike<number>,
    offset: number,
    out: Float64Array,
  ): void {
    const { factors, assets, years: storedYears } = this.#growth;
    const living = survival[year]!;
    const end = Math.min(year + Math.round(expectedYears[year]!), years);
    let failure = 0;
    let shortfall = 0;
    const first = scatter(year, wealth);
    for (let i = 0; i < this.paths; i++) {
      let at = ((first + i) % STORED_PATHS) * storedYears * assets;
      let pot = wealth;
      let failed = false;
      this.#finals[i] = 0;
      for (let t = year; t < years; t++) {
        const alive = survival[t]! / living;
        if (alive < NEGLIGIBLE) break;
        pot += flow[t]!;
        if (pot < 0) {
          if (!failed) failure += alive;
          failed = true;
          shortfall -= alive * pot;
          pot = 0;
        }
        let growth = 0;
        for (let asset = 0; asset < assets; asset++) growth += allocation[offset + asset]! * factors[at++]!;
        pot *= growth;
        if (t + 1 === end) this.#finals[i] = pot;
      }
    }
    this.#finals.sort();
    out[0] = 1 - failure / this.paths;
    out[1] = this.#quantile(0.1);
    out[2] = this.#quantile(0.5);
    out[3] = this.#quantile(0.9);
    out[4] = shortfall / this.paths;
  }

  /** Between the two nearest of the sorted paths. */
  #quantile(share: number): number {
    const place = share * (this.paths - 1);
    const below = Math.floor(place);
    const lower = this.#finals[below]!;
    return lower + (place - below) * (this.#finals[Math.min(below + 1, this.paths - 1)]! - lower);
  }
}

const bits = new DataView(new ArrayBuffer(8));

/** A place in the store that looks random and follows from the question: mixing by the constants of MurmurHash3. */
function scatter(year: number, wealth: number): number {
  bits.setFloat64(0, wealth);
  let hash = Math.imul(bits.getUint32(0) ^ Math.imul(year + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ bits.getUint32(4), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) & (STORED_PATHS - 1);
}
