import {
  meanAndError,
  type Household,
  type Percentiles,
  type Simulation,
  type StrategyResult,
} from '@longplay/envs/longview';
import { Z95, type Interval } from '@longplay/runtime';
import type { AllocationCell } from './allocation-map.ts';

/** What `longplay wealth predict` answers: its JSON. Money is real (of today) except where a name says nominal. */
export interface Prediction {
  /** The profile's name. */
  readonly profile: string;
  /** The checkpoint that decides. */
  readonly policy: string;
  readonly paths: number;
  readonly seed: number;
  /** The household's age at the start of each year, and at the end of the last, as long as it lives on any path. */
  readonly ages: readonly number[];
  /** The share of paths on which the household lives, at these ages. */
  readonly alive: readonly number[];
  /** The share of paths on which essential spending, essential goals and debts are always paid, with its 95 % interval. */
  readonly success: Interval;
  /** Of wealth before tax at these ages, over the paths on which the household lives. */
  readonly percentiles: readonly PercentileRow[];
  readonly nominalPercentiles: readonly PercentileRow[];
  /** Of spending on living in each year. */
  readonly spendingPercentiles: readonly PercentileRow[];
  /** Essential money missing over a life: on average over all paths, and over those on which any is. */
  readonly shortfall: number;
  readonly shortfallWhenShort: number;
  /** What is left at the end of each life or of the plan, debts paid. */
  readonly estate: StrategyResult['estate'];
  /** The policy first, then the standard strategies, all on the same random paths. */
  readonly strategies: readonly StrategyFigures[];
  /**
   * Where it can be computed: the greatest probability of success that any strategy has, by dynamic programming. The
   * strategy that has it is the last of the strategies.
   */
  readonly optimum?: { readonly success: number };
  /** What the policy holds by age and wealth, in real and in nominal money. */
  readonly allocation: { readonly assets: readonly string[] } & Readonly<Record<MoneyKind, readonly AllocationCell[]>>;
  /** What all of this takes for granted. */
  readonly assumptions: Readonly<Record<string, unknown>>;
}

/** Money of today, or money as it is then. */
export type MoneyKind = 'real' | 'nominal';

export const percentileNames = ['p10', 'p25', 'p50', 'p75', 'p90'] as const;

export type PercentileRow = Readonly<Record<(typeof percentileNames)[number], number>>;

/** One strategy in the comparison. */
export interface StrategyFigures {
  readonly name: string;
  readonly success: number;
  readonly successInterval: Omit<Interval, 'mean'>;
  /** Of what is left at the end, debts paid. */
  readonly median: number;
  readonly expectedUtility: number;
  readonly standardError: number;
  /** The constant share of desired spending that is worth as much. */
  readonly certaintyEquivalent: number;
  readonly shortfall: number;
  /** Of the policy's utility over this one's, path by path, with its 95 % interval; none for the policy itself. */
  readonly policyAdvantage?: Interval;
}

/** What a prediction is made of, beside the simulation itself. */
export interface PredictionParts {
  readonly household: Household;
  readonly policy: string;
  readonly optimum: Prediction['optimum'];
  readonly allocation: Prediction['allocation'];
  readonly assumptions: Prediction['assumptions'];
}

/** Puts a simulation into the form that is printed, written and drawn; its first strategy is the policy. */
export function predictionOf(simulation: Simulation, parts: PredictionParts): Prediction {
  const { household, policy, optimum, allocation, assumptions } = parts;
  const { paths, seed, alive, strategies } = simulation;
  const [learned, ...standard] = strategies as [StrategyResult, ...StrategyResult[]];
  return {
    profile: household.profile.name,
    policy,
    paths,
    seed,
    ages: alive.map((_, year) => household.profile.age + year),
    alive,
    success: learned.success,
    percentiles: rows(learned.wealth),
    nominalPercentiles: rows(learned.nominalWealth),
    spendingPercentiles: rows(learned.consumption),
    shortfall: learned.shortfall.mean,
    shortfallWhenShort: learned.shortfall.whenShort,
    estate: learned.estate,
    strategies: [
      figures(learned),
      ...standard.map((one) =>
        Object.assign(figures(one), { policyAdvantage: advantage(learned.utilities, one.utilities) }),
      ),
    ],
    ...(optimum && { optimum }),
    allocation,
    assumptions,
  };
}

/** Percentiles by year, each year's together. */
const rows = (percentiles: Percentiles): PercentileRow[] =>
  percentiles.p50.map(
    (_, year) => Object.fromEntries(percentileNames.map((name) => [name, percentiles[name][year]!])) as PercentileRow,
  );

function figures({ name, success, estate, expectedUtility, certaintyEquivalent, shortfall }: StrategyResult) {
  return {
    name,
    success: success.mean,
    successInterval: { low: success.low, high: success.high },
    median: estate.p50,
    expectedUtility: expectedUtility.mean,
    standardError: expectedUtility.standardError,
    certaintyEquivalent,
    shortfall: shortfall.mean,
  };
}

/** The mean of differences path by path, and its 95 % interval: what the paths have in common drops out. */
function advantage(ours: Float64Array, theirs: Float64Array): Interval {
  const { mean, standardError } = meanAndError(ours.map((utility, path) => utility - theirs[path]!));
  return { mean, low: mean - Z95 * standardError, high: mean + Z95 * standardError };
}
