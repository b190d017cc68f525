import { Random } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { matchedMoments, ruinProbability } from './ruin.ts';

const problem = { mean: 0.07, sd: 0.2, medianLife: 28.1, rate: 0.05 };

it('has the published probability of Milevsky and Robinson (2005): 26.8 %', () => {
  expect(ruinProbability(problem)).toBeCloseTo(0.267855, 6);
});

// Closed form of Dufresne's perpetuity.
it.each([
  [0.04, 0.4506],
  [0.05, 0.5841],
])('without an end of life, spending %d: %d', (rate, expected) => {
  expect(ruinProbability({ ...problem, medianLife: Infinity, rate })).toBeCloseTo(expected, 4);
});

/**
 * The share of lives in which money ends first, step by step: spending in the middle of each step of growth.
 *
 * @param lifetime - the years of a life that a uniform number stands for.
 */
function simulated(
  { mean, sd, rate }: typeof problem,
  lifetime: (uniform: number) => number,
  stepsPerYear: number,
  paths: number,
): number {
  const random = Random.from(1);
  const [drift, deviation] = [(mean - (sd * sd) / 2) / stepsPerYear, sd / Math.sqrt(stepsPerYear)];
  let ruined = 0;
  for (let path = 0; path < paths; path++) {
    let wealth = 1;
    const years = lifetime(random.float());
    for (let step = 0; step < years * stepsPerYear && wealth > 0; step++) {
      const growth = Math.exp(drift + deviation * random.normal());
      wealth = wealth * growth - (rate / stepsPerYear) * ((1 + growth) / 2);
    }
    if (wealth <= 0) ruined += 1;
  }
  return ruined / paths;
}

it('is what a simulation of an endless life comes to, within its standard error', () => {
  const paths = 4000;
  const exact = ruinProbability({ ...problem, medianLife: Infinity });
  // After 200 years hardly anyone is ruined any more.
  const error = Math.sqrt((exact * (1 - exact)) / paths);
  expect(Math.abs(simulated(problem, () => 200, 12, paths) - exact)).toBeLessThan(3 * error);
});

// The formula beside 40 000 simulated lives of a step every two weeks: what is documented of its error.
it.each([
  [{ mean: 0.07, sd: 0.2, medianLife: 28.1, rate: 0.05 }, 0.289, 0.268, 'both'],
  [{ mean: 0.05, sd: 0.2, medianLife: 10, rate: 0.2 }, 0.674, 0.81, 'both'],
  [{ mean: 0.05, sd: 0.25, medianLife: 28.1, rate: 0.05 }, 0.488, 0.571, 'first only'],
  [{ mean: 0.02, sd: 0.3, medianLife: 28.1, rate: 0.05 }, 0.634, 0.933, 'none'],
] as const)(
  'in the finite life of %j ruin is simulated as %d, and approximated as %d',
  (life, known, formula, moments) => {
    const paths = 3000;
    const error = Math.sqrt((known * (1 - known)) / paths);
    const mortality = Math.LN2 / life.medianLife;
    const ruin = simulated(life, (uniform) => -Math.log1p(-uniform) / mortality, 24, paths);
    expect(Math.abs(ruin - known)).toBeLessThan(3.5 * error);
    expect(ruinProbability(life)).toBeCloseTo(formula, 3);
    expect(matchedMoments(life)).toBe(moments);
  },
);

it('is exact without an end of life, where no moment is needed', () => {
  expect(matchedMoments({ ...problem, mean: 0.01, medianLife: Infinity })).toBe('exact');
});

it('falls with returns, and rises with risk, spending and life', () => {
  const usual = ruinProbability(problem);
  expect(ruinProbability({ ...problem, mean: 0.08 })).toBeLessThan(usual);
  expect(ruinProbability({ ...problem, sd: 0.25 })).toBeGreaterThan(usual);
  expect(ruinProbability({ ...problem, rate: 0.06 })).toBeGreaterThan(usual);
  expect(ruinProbability({ ...problem, medianLife: 40 })).toBeGreaterThan(usual);
  expect(ruinProbability({ ...problem, medianLife: 1e9 })).toBeCloseTo(
    ruinProbability({ ...problem, medianLife: Infinity }),
    6,
  );
});

it('is certain where an endless life has no growth to live on', () => {
  expect(ruinProbability({ mean: 0.01, sd: 0.2, medianLife: Infinity, rate: 0.01 })).toBe(1);
});

it('says where the approximation ends', () => {
  expect(() => ruinProbability({ ...problem, mean: -0.5 })).toThrow(
    expect.objectContaining({
      name: 'ConfigurationError',
      cure: 'take a mean above 0.047666, or a median life below 0.6189 years',
    }),
  );
  // What the cure leads to.
  expect(matchedMoments({ ...problem, mean: 0.0477 })).toBe('both');
  expect(matchedMoments({ ...problem, mean: -0.5, medianLife: 0.6188 })).toBe('both');
});

it.each([
  [{ sd: 0 }, 'sd must be a number between 0'],
  [{ rate: -0.04 }, 'rate must be a number between 0'],
  [{ medianLife: 0 }, 'medianLife must be a number above 0, and is 0'],
  [{ mean: NaN }, 'mean must be a number'],
])('refuses %j', (change, message) => {
  expect(() => ruinProbability({ ...problem, ...change })).toThrow(new RegExp(message));
});
