import {
  bestFixedPortfolio,
  goalOptimum,
  goalPortfolios,
  publishedGoalPlan,
  type GoalProblem,
} from '@longplay/envs/longview';
import { numberFlag } from '../config/number-flag.ts';
import { wholeNumber } from '../config/whole-number.ts';
import { table } from '../console/table.ts';

/** Flags of `longplay wealth optimum`. */
export interface OptimumFlags {
  readonly w0: string;
  readonly goal: string;
  readonly years: string;
  readonly density?: string;
  readonly json?: boolean;
}

/** `longplay wealth optimum`: the best probability of reaching a goal, by dynamic programming over 15 portfolios. */
export async function optimum(flags: OptimumFlags): Promise<number> {
  const problem: GoalProblem = {
    wealth: numberFlag('--w0', flags.w0, { above: 0 }),
    goal: numberFlag('--goal', flags.goal, { above: 0 }),
    years: wholeNumber('--years', flags.years, 1, mostYears),
    portfolios: goalPortfolios(),
  };
  const { probability, firstPortfolio, logWealth } =
    flags.density === undefined
      ? goalOptimum(problem)
      : publishedGoalPlan(problem, numberFlag('--density', flags.density, densities));
  const bestFixed = bestFixedPortfolio(problem);
  const gridPoints = logWealth.length;
  if (flags.json === true) console.log(JSON.stringify({ probability, firstPortfolio, bestFixed, gridPoints }));
  else {
    const rows = [
      ['', 'PROBABILITY', 'PORTFOLIO'],
      ['best', probability.toFixed(5), `${firstPortfolio} at first`],
      ['best without a change', bestFixed.probability.toFixed(5), `${bestFixed.portfolio}`],
    ];
    for (const line of table(rows)) console.log(line);
    console.log(`15 portfolios from 0, the safest, to 14, the boldest; ${gridPoints} points of wealth`);
  }
  return 0;
}

/** Longer than a life; a grid of that many years is computed in a second or two. */
const mostYears = 100;
/** From the coarsest grid that is published; at 20 and more, 100 years would take minutes. */
const densities = { from: 1, below: 20 };
