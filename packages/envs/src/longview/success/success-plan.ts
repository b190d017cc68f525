import type { Household } from '../household/household.ts';
import { newPaths, type Market } from '../markets/market.ts';
import { growthOfYear, inflationOfYear } from '../year-growth.ts';

/** What is best for success at every wealth and in every year. */
export interface SuccessPlan {
  /** The greatest probability that all that is essential is paid in every year of life. */
  readonly probability: number;
  /**
   * The best portfolio of a year.
   *
   * @param wealth - at the start of the year, before anything is earned or paid.
   */
  allocation(year: number, wealth: number): Float64Array;
}

/** Points of the grid of wealth; they lie dense near 0 and ever wider apart. */
const POINTS = 400;
/** Portfolios to choose from, at most. */
const MOST_PORTFOLIOS = 70;
/** The finest step between shares is a twentieth. */
const MOST_STEPS = 20;
/** Years drawn from the market in opposite pairs, and the equally likely growth factors that stand for them. */
const DRAWS = 16_384;
const NODES = 64;
const DRAW_SEED = 0x73756363;

/**
 * The plan with the greatest probability of success, by dynamic programming backwards over a grid of wealth. It spends
 * what is essential and no more, pays goals as every plan does, and chooses its portfolio each year. The probability is
 * that of portfolios with round shares, a grid and 64 growth factors a year; finer ones move it by up to 0.002.
 *
 * @returns undefined where wealth alone does not say what can happen next: with taxes on the accounts, with debts and
 * pensions in nominal money, or in a market whose years depend on each other.
 *
 * @example
 * const retired = household({ age: 65, horizon: { age: 95 }, spending: { desired: 40_000 }, savings: { exempt: { balance: 800_000 } } });
 * successPlan(retired, defaultMarket())!.probability.toFixed(1); // => '0.9'
 */
export function successPlan(household: Household, market: Market): SuccessPlan | undefined {
  const flows = flowsOf(household);
  if (!isKnownByWealth(household, market, flows.afterEssential)) return undefined;
  const { years, survival } = household;
  const portfolios = roundPortfolios(market.assets.length);
  const growth = realGrowth(market, portfolios);
  const grid = gridFor(household);
  const last = new Float64Array(POINTS).fill(1);
  const best: Uint8Array[] = [];
  let values = last;
  for (let year = years - 2; year >= 0; year--) {
    // At ages that nobody reaches, both are 0.
    const lives = survival[year]! > 0 ? survival[year + 1]! / survival[year]! : 0;
    const step = bestStep(values, grid, growth, flows, year + 1, lives);
    values = step.values;
    best.unshift(step.portfolios);
  }
  const { taxable, deferred, exempt } = household.profile.savings;
  return {
    probability: valueAt(values, grid, flows, 0, taxable.balance + deferred.balance + exempt.balance),
    allocation(year, wealth) {
      const left = Math.max(wealth + flows.afterEssential[year]! - flows.wanted[year]!, 0);
      // The last year's portfolio comes too late to matter.
      const portfolio = best[year]?.[Math.min(Math.round(placeOf(left, grid)), POINTS - 1)] ?? 0;
      return portfolios[portfolio]!;
    },
  };
}

/** [years] What a year brings: income less all that is essential, and the wanted goals that are due. */
interface Flows {
  readonly afterEssential: Float64Array;
  readonly wanted: Float64Array;
}

function flowsOf({ incomeTax, income, indexedPension, essential, essentialGoals, wantedGoals }: Household): Flows {
  const afterEssential = essential.map((amount, year) => {
    return incomeTax.afterTax(income[year]! + indexedPension[year]!) - amount - essentialGoals[year]!;
  });
  return { afterEssential, wanted: wantedGoals };
}

/** The kinds of market whose years do not depend on each other. */
const independentYears = new Set<unknown>(['lognormal', 'student']);

/** Whether the wealth at the start of a year, one number, says all about the future that matters. */
function isKnownByWealth(
  { profile, nominalDebt, nominalPension }: Household,
  { description }: Market,
  afterEssential: Float64Array,
): boolean {
  const { tax, savings } = profile;
  const incomeTaxed = tax.brackets.some(({ rate }) => rate > 0);
  const hasDeferred = savings.deferred.balance > 0 || savings.deferred.limit > 0;
  const hasTaxable = savings.taxable.balance > 0 || afterEssential.some((flow) => flow > 0);
  return (
    independentYears.has(description['kind']) &&
    nominalDebt.every((owed) => owed === 0) &&
    nominalPension.every((amount) => amount === 0) &&
    !(incomeTaxed && hasDeferred) &&
    !(tax.capitalGains > 0 && hasTaxable)
  );
}

/** All portfolios whose shares are whole numbers of steps, with the finest step that leaves few enough of them. */
function roundPortfolios(assets: number): Float64Array[] {
  let portfolios = shares(assets, 1);
  for (let steps = 2; steps <= MOST_STEPS; steps++) {
    const finer = shares(assets, steps);
    if (finer.length > MOST_PORTFOLIOS) break;
    portfolios = finer;
  }
  return portfolios;
}

function shares(assets: number, steps: number): Float64Array[] {
  const split = (parts: number, left: number): number[][] =>
    parts === 1
      ? [[left]]
      : Array.from({ length: left + 1 }, (_, first) =>
          split(parts - 1, left - first).map((rest) => [first].concat(rest)),
        ).flat();
  return split(assets, steps).map((counts) => Float64Array.from(counts, (count) => count / steps));
}

/** [portfolios][NODES] Real growth factors of a year, equally likely: means of equal parts of many draws, in order. */
function realGrowth(market: Market, portfolios: readonly Float64Array[]): Float64Array[] {
  const paths = newPaths(market, { years: 1, paths: DRAWS, precision: 'double' });
  market.fill(DRAW_SEED, 0, paths, { antithetic: true });
  const inflation = new Float64Array(DRAWS);
  inflationOfYear(paths, 0, market.stepsPerYear, inflation);
  const assets = market.assets.length;
  const part = DRAWS / NODES;
  const allocation = new Float64Array(DRAWS * assets);
  const growth = new Float64Array(DRAWS);
  return portfolios.map((portfolio) => {
    for (let path = 0; path < DRAWS; path++) allocation.set(portfolio, path * assets);
    growthOfYear(paths, 0, market.stepsPerYear, allocation, growth);
    for (let path = 0; path < DRAWS; path++) growth[path]! /= inflation[path]!;
    const real = growth.toSorted();
    return Float64Array.from({ length: NODES }, (_, node) => {
      return real.subarray(node * part, (node + 1) * part).reduce((sum, factor) => sum + factor, 0) / part;
    });
  });
}

/** Wealth at point i: scale * (e^(i * width) - 1). */
interface Grid {
  readonly scale: number;
  readonly width: number;
}

/** From 0 to twice all that a life costs, where success is as good as certain. */
function gridFor({ essential, essentialGoals, wantedGoals, years }: Household): Grid {
  const costs = essential.map((amount, year) => amount + essentialGoals[year]! + wantedGoals[year]!);
  const total = costs.reduce((sum, cost) => sum + cost, 0) || 1;
  const scale = total / years / 10;
  return { scale, width: Math.log1p((2 * total) / scale) / (POINTS - 1) };
}

const placeOf = (wealth: number, { scale, width }: Grid) => Math.log1p(wealth / scale) / width;

/** The probability of success from the start of a year on, by the values of what is left after its payments. */
function valueAt(
  values: Float64Array,
  grid: Grid,
  { afterEssential, wanted }: Flows,
  year: number,
  wealth: number,
): number {
  const afterPayments = wealth + afterEssential[year]!;
  // What a rounding error misses is paid.
  if (afterPayments < -1e-9 * wealth) return 0;
  const place = placeOf(Math.max(afterPayments - wanted[year]!, 0), grid);
  const below = Math.floor(place);
  if (below >= POINTS - 1) return values[POINTS - 1]!;
  return values[below]! + (place - below) * (values[below + 1]! - values[below]!);
}

/** The values and best portfolios of a year, given the values `next` of the year after, which is lived so probably. */
function bestStep(
  next: Float64Array,
  grid: Grid,
  growth: readonly Float64Array[],
  flows: Flows,
  year: number,
  lives: number,
) {
  const values = new Float64Array(POINTS);
  const portfolios = new Uint8Array(POINTS);
  for (let point = 0; point < POINTS; point++) {
    const wealth = grid.scale * Math.expm1(point * grid.width);
    // Who is certain to succeed needs no better portfolio.
    for (let portfolio = 0; portfolio < growth.length && values[point]! < 1 - 1e-12; portfolio++) {
      const factors = growth[portfolio]!;
      let sum = 0;
      for (let node = 0; node < NODES; node++) sum += valueAt(next, grid, flows, year, wealth * factors[node]!);
      const value = 1 - lives + (lives * sum) / NODES;
      if (value <= values[point]!) continue;
      values[point] = value;
      portfolios[point] = portfolio;
    }
  }
  return { values, portfolios };
}
