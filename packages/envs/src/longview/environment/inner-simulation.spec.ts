import { Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { drawProfile } from '../household/draw-profile.ts';
import { household } from '../household/household.ts';
import { defaultMarket, lognormalMarket } from '../markets/lognormal-market.ts';
import { InnerSimulation, MOST_INNER_PATHS } from './inner-simulation.ts';
import { prospectsOf } from './prospects.ts';
import { realGrowth } from './real-growth.ts';

const market = defaultMarket();
const drawn = (index: number) => prospectsOf(household(drawProfile(Random.from(3, index))), market);
const estimate = (simulation: InnerSimulation, ...question: [ReturnType<typeof drawn>, number, number, number[]]) => {
  const [prospects, year, wealth, shares] = question;
  const out = new Float64Array(5);
  simulation.estimate(prospects, year, wealth, Float64Array.from(shares), 0, out);
  return out;
};

/** The same by plain loops in double precision, on all stored paths. */
function plainly(
  { flow, household: { survival, years }, expectedYears }: ReturnType<typeof drawn>,
  year: number,
  wealth: number,
  shares: number[],
) {
  const factors = realGrowth(market, { paths: MOST_INNER_PATHS, years: 85 });
  const finals: number[] = [];
  let failure = 0;
  let shortfall = 0;
  for (let path = 0; path < MOST_INNER_PATHS; path++) {
    let pot = wealth;
    let failed = false;
    for (let t = year; t < years && survival[t]! / survival[year]! >= 0.005; t++) {
      pot += flow[t]!;
      if (pot < 0) {
        failure += failed ? 0 : survival[t]! / survival[year]!;
        shortfall -= (survival[t]! / survival[year]!) * pot;
        failed = true;
        pot = 0;
      }
      pot *= shares.reduce(
        (sum, share, a) => sum + share * factors[((t - year) * 3 + a) * MOST_INNER_PATHS + path]!,
        0,
      );
      if (t + 1 === Math.min(year + Math.round(expectedYears[year]!), years)) finals.push(pot);
    }
  }
  finals.sort((a, b) => a - b);
  const quantile = (share: number) => {
    const place = share * (finals.length - 1);
    const below = Math.floor(place);
    return finals[below]! + (place - below) * (finals[Math.min(below + 1, finals.length - 1)]! - finals[below]!);
  };
  return [1 - failure / MOST_INNER_PATHS, quantile(0.1), quantile(0.5), quantile(0.9), shortfall / MOST_INNER_PATHS];
}

describe('inner simulations', () => {
  it('are what plain loops make of the same paths', () => {
    const simulation = new InnerSimulation(market, { years: 85, paths: MOST_INNER_PATHS });
    for (let index = 0; index < 6; index++) {
      const prospects = drawn(index);
      const question = [prospects, index % 3, 200_000 * (index + 1), [0.5, 0.3, 0.2]] as const;
      const expected = plainly(...(question as unknown as Parameters<typeof plainly>));
      const found = estimate(simulation, prospects, question[1], question[2], [...question[3]]);
      found.forEach((value, i) =>
        expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-4 * Math.abs(expected[i]!) + 1e-3),
      );
    }
  });

  it('give the same answer to the same question, whatever was asked before and by whom', () => {
    const [simulation, other] = [1, 2].map(() => new InnerSimulation(market, { years: 85, paths: 50 }));
    const first = estimate(simulation!, drawn(1), 0, 300_000, [0.6, 0.4, 0]);
    estimate(simulation!, drawn(2), 3, 10_000, [0, 0, 1]);
    expect(estimate(simulation!, drawn(1), 0, 300_000, [0.6, 0.4, 0])).toEqual(first);
    expect(estimate(other!, drawn(1), 0, 300_000, [0.6, 0.4, 0])).toEqual(first);
  });

  it('of 50 paths are right on average: over many questions they differ from 1000 by no more than chance', () => {
    const few = new InnerSimulation(market, { years: 85, paths: 50 });
    const many = new InnerSimulation(market, { years: 85, paths: 1000 });
    const prospects = drawn(4);
    const wealths = Array.from({ length: 400 }, (_, i) => 150_000 + 1000 * i);
    const differences = wealths.map(
      (wealth) =>
        estimate(few, prospects, 0, wealth, [0.6, 0.4, 0])[0]! -
        estimate(many, prospects, 0, wealth, [0.6, 0.4, 0])[0]!,
    );
    const mean = differences.reduce((sum, x) => sum + x, 0) / 400;
    const deviation = Math.sqrt(differences.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 400);
    // A share of 50 paths has a deviation of at most sqrt(1/4 / 50) = 0.071; the stores overlap, so that neighbours are
    // no independent draws: the mean of 400 is given that of about 20, 1024/50.
    expect(deviation).toBeLessThan(0.071);
    expect(Math.abs(mean)).toBeLessThan((4 * 0.071) / Math.sqrt(20));
  });

  it('know the certain case: with growth of 1, wealth lasts for as many years as it pays for', () => {
    const certain = lognormalMarket({ assets: { cash: [0, 0] }, inflation: [0, 0] });
    const retired = household({ age: 60, horizon: { age: 80 }, spending: { desired: 10_000 }, tax: { brackets: [] } });
    const prospects = prospectsOf(retired, certain);
    const simulation = new InnerSimulation(certain, { years: 20, paths: 3 });
    const of = (wealth: number) => [...estimate(simulation, prospects, 0, wealth, [1])];
    expect(of(200_000)).toEqual([1, 0, 0, 0, 0]);
    expect(of(250_000)).toEqual([1, 50_000, 50_000, 50_000, 0]);
    expect(of(150_000)).toEqual([0, 0, 0, 0, 50_000]);
  });

  it.each([0, 1025, 1.5])('are not of %d paths', (paths) => {
    expect(() => new InnerSimulation(market, { years: 10, paths })).toThrow(/from 1 to 1024/);
  });
});
