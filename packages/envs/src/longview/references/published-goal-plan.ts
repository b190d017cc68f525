/**
 * The dynamic programme for a goal on the grid of its authors [0], to compare with: coarse, at their resolution, by up
 * to 0.01 beside the answer. `goalOptimum` gives the answer.
 *
 * [0] Das, Ostrov, Radhakrishnan and Srivastav, "Dynamic Portfolio Allocation in Goals-Based Wealth Management",
 *     Computational Management Science 17, 2020
 */
import { bestOf } from './goal-optimum.ts';
import { checkGoalProblem, drift, startOf, type GoalPlan, type GoalProblem } from './goal-problem.ts';

/** Deviations of wealth at the end that the grid covers on either side. */
const REACH = 3;

/**
 * The best plan on the published grid: one for all years, even in log wealth, with the wealth at the beginning on it.
 * Transitions have probabilities in proportion to the normal density at the points; the goal is reached or not at the
 * points of the last year.
 *
 * @param density - points in the least deviation of a year: rho of the paper, at least 1, the coarsest that it has. On
 * coarser grids a year of the safest portfolio falls between the points, and the best plan seems worse than a fixed one.
 * @throws RangeError as `goalOptimum`, and for a smaller density
 */
export function publishedGoalPlan(problem: GoalProblem, density: number): GoalPlan {
  checkGoalProblem(problem);
  if (!(density >= 1 && density < Infinity)) {
    throw new RangeError(`density must be a number of at least 1, the coarsest grid published, and is ${density}`);
  }
  const { years, portfolios } = problem;
  const deviations = portfolios.map(({ sd }) => sd);
  const means = portfolios.map(({ mean }) => mean);
  const sd = Math.max(...deviations);
  const start = startOf(problem);
  const lowest = start + (Math.min(...means) - (sd * sd) / 2) * years - REACH * sd * Math.sqrt(years);
  const highest = start + (Math.max(...means) - (sd * sd) / 2) * years + REACH * sd * Math.sqrt(years);
  const step = Math.min(...deviations) / density;
  const points = Math.ceil((highest - lowest) / step) + 1;
  const first = Math.round((start - lowest) / step);
  const logWealth = Float64Array.from({ length: points }, (_, i) => start + (i - first) * step);

  const reached = logWealth.map((x) => (x >= 0 ? 1 : 0));
  const best: ReturnType<typeof bestOf>[] = [];
  for (let year = years - 1; year >= 0; year--) {
    const next = best[0]?.probabilities ?? reached;
    best.unshift(
      bestOf(portfolios.map((portfolio) => expectation(next, drift(portfolio) / step, portfolio.sd / step))),
    );
  }
  return {
    probability: best[0]!.probabilities[first]!,
    firstPortfolio: best[0]!.portfolios[first]!,
    logWealth,
    portfolios: best.map((year) => year.portfolios),
    probabilities: best.map((year) => year.probabilities),
  };
}

/** The expected value at every point after a step with this mean and deviation, in steps of the grid. */
function expectation(values: Float64Array, mean: number, sd: number): Float64Array {
  const points = values.length;
  const density = Float64Array.from({ length: 2 * points - 1 }, (_, i) => {
    const z = (i - (points - 1) - mean) / sd;
    return Math.exp((-z * z) / 2);
  });
  return Float64Array.from(values, (_, from) => {
    let sum = 0;
    let weight = 0;
    for (let to = 0; to < points; to++) {
      const transition = density[to - from + points - 1]!;
      sum += transition * values[to]!;
      weight += transition;
    }
    return sum / weight;
  });
}
