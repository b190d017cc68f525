/** What a strategy decided, a row a living path and year. */
export interface DecisionRow {
  readonly age: number;
  /** Real. */
  readonly wealth: number;
  /** Nominal money for one of today. */
  readonly priceIndex: number;
  /** Of the portfolio, in the order of the market's assets. */
  readonly shares: readonly number[];
}

/** Decisions in one range of ages and of wealth; both go from the lower end to the upper, without it. */
export interface AllocationCell {
  readonly age: number;
  readonly toAge: number;
  readonly low: number;
  readonly high: number;
  /** Decisions in it. */
  readonly count: number;
  /** Their mean portfolio, in the order of the market's assets. */
  readonly shares: readonly number[];
}

/** Ranges of age at most, each of the same whole number of years. */
const columns = 40;
/** Ranges of wealth, equally wide on a logarithmic scale. */
const ranges = 24;
/** The share of decisions at either end of wealth that is left out, so that a few extreme paths do not stretch it. */
const tail = 0.005;

/**
 * The mean portfolio by age and wealth, of the states that the paths came to; cells where none came are left out, and
 * so are paths without wealth, where there is nothing to hold.
 *
 * @param wealthOf - the money to sort by: real or nominal.
 */
export function allocationMap(
  decisions: readonly DecisionRow[],
  wealthOf: (row: DecisionRow) => number,
): AllocationCell[] {
  const wealths = Float64Array.from(decisions, wealthOf);
  const sorted = wealths.filter((wealth) => wealth > 0).toSorted();
  if (sorted.length === 0) return [];
  const quantile = (share: number) => sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)]!;
  const [from, to] = [quantile(tail), quantile(1 - tail)];
  // A single amount still gets a range around it.
  const step = Math.max(Math.log(to / from) / ranges, 0.01);
  const youngest = decisions.reduce((least, { age }) => Math.min(least, age), Infinity);
  const oldest = decisions.reduce((most, { age }) => Math.max(most, age), 0);
  const years = Math.ceil((oldest - youngest + 1) / columns);

  const sums = new Map<number, { count: number; readonly shares: number[] }>();
  decisions.forEach(({ age, shares }, index) => {
    const wealth = wealths[index]!;
    if (wealth < from || wealth > to) return;
    const range = Math.min(Math.floor(Math.log(wealth / from) / step), ranges - 1);
    const key = Math.floor((age - youngest) / years) * ranges + range;
    const cell = sums.get(key) ?? { count: 0, shares: shares.map(() => 0) };
    sums.set(key, cell);
    cell.count += 1;
    shares.forEach((share, asset) => (cell.shares[asset]! += share));
  });
  return [...sums]
    .toSorted(([a], [b]) => a - b)
    .map(([key, { count, shares }]) => {
      const age = youngest + Math.floor(key / ranges) * years;
      const range = key % ranges;
      const [low, high] = [range, range + 1].map((bound) => from * Math.exp(bound * step)) as [number, number];
      return { age, toAge: age + years, low, high, count, shares: shares.map((sum) => sum / count) };
    });
}
