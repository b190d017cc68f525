import { Random } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { growthOfYear, inflationOfYear } from './year-growth.ts';

const assets = 3;
const series = assets + 1;
const count = 5;

it.each([1, 12])(
  'with %d steps a year, growth is the product over steps of what each portfolio grows',
  (stepsPerYear) => {
    const random = Random.from(stepsPerYear);
    const years = 4;
    const steps = years * stepsPerYear;
    const growth = Float64Array.from({ length: steps * series * count }, () => 0.8 + 0.4 * random.float());
    const allocation = Float64Array.from({ length: count * assets }, () => random.float());
    const paths = { steps, series, count, growth };
    const portfolio = new Float64Array(count);
    const prices = new Float64Array(count);
    for (let year = 0; year < years; year++) {
      growthOfYear(paths, year, stepsPerYear, allocation, portfolio);
      inflationOfYear(paths, year, stepsPerYear, prices);
      for (let path = 0; path < count; path++) {
        const at = (step: number, one: number) => growth[((year * stepsPerYear + step) * series + one) * count + path]!;
        let [expected, expectedPrices] = [1, 1];
        for (let step = 0; step < stepsPerYear; step++) {
          const shares = [...allocation.subarray(path * assets, (path + 1) * assets)];
          expected *= shares.reduce((sum, share, asset) => sum + share * at(step, asset), 0);
          expectedPrices *= at(step, assets);
        }
        expect(portfolio[path]).toBeCloseTo(expected, 12);
        expect(prices[path]).toBeCloseTo(expectedPrices, 12);
      }
    }
  },
);
