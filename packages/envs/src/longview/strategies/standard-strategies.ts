import type { AllocationInput, SpendingInput } from './strategy-description.ts';
import { strategyOf } from './strategy-of.ts';
import type { Strategy } from './strategy.ts';

type Rule<Input, Kind extends string> = Omit<Extract<Input, { kind: Kind }>, 'kind'>;

/** The portfolio of a strategy about spending. */
export interface WithAllocation {
  /** Default: 60 % equities, 40 % bonds. */
  readonly allocation?: AllocationInput;
}

/** The spending of a strategy about the portfolio. */
export interface WithSpending {
  /** In retirement. Default: what the profile desires. */
  readonly spending?: SpendingInput;
}

const percent = (share: number) => `${Number((100 * share).toFixed(2))}`;

/**
 * Withdraws a share of the wealth at retirement, 4 % unless told otherwise, and the same buying power every year after
 * (Bengen 1994).
 *
 * @throws ConfigurationError for a rate that is not from 0 to 1
 */
export function constantReal(rate = 0.04, { allocation }: WithAllocation = {}): Strategy {
  const spending = { kind: 'constant-real', rate } as const;
  return strategyOf({ name: `constant real ${percent(rate)} %`, spending, allocation });
}

/** Withdraws a share of the present wealth, 5 % unless told otherwise. */
export function constantPercentage(rate = 0.05, { allocation }: WithAllocation = {}): Strategy {
  const spending = { kind: 'constant-percentage', rate } as const;
  return strategyOf({ name: `constant percentage ${percent(rate)} %`, spending, allocation });
}

/** Constant real withdrawals that are cut when wealth has fallen far, and raised when it has grown (Guyton and Klinger 2006). */
export function guardrails({
  allocation,
  ...options
}: Rule<SpendingInput, 'guardrails'> & WithAllocation = {}): Strategy {
  return strategyOf({ name: 'guardrails', spending: { kind: 'guardrails', ...options }, allocation });
}

/** Pays the wealth out over the years to plan for, reckoned anew each year (Waring and Siegel 2015). */
export function variablePercentage({
  allocation,
  ...options
}: Rule<SpendingInput, 'variable-percentage'> & WithAllocation = {}): Strategy {
  return strategyOf({ name: 'variable percentage', spending: { kind: 'variable-percentage', ...options }, allocation });
}

/** Less equities with every year of age. */
export function glidePath({ spending, ...options }: Rule<AllocationInput, 'glide-path'> & WithSpending = {}): Strategy {
  return strategyOf({ name: 'glide path', spending, allocation: { kind: 'glide-path', ...options } });
}

/**
 * The same shares for ever.
 *
 * @throws ConfigurationError when they do not sum to one
 */
export function fixedAllocation(
  shares: Readonly<Record<string, number>> = { equities: 0.6, bonds: 0.4 },
  { spending }: WithSpending = {},
): Strategy {
  const name = `fixed ${Object.values(shares).map(percent).join('/')}`;
  return strategyOf({ name, spending, allocation: { kind: 'fixed', shares } });
}

/** The shares that suit the market's moments and the risk aversion (Merton 1969), without debt or short sales. */
export function mertonAllocation({
  spending,
  ...options
}: Rule<AllocationInput, 'merton'> & WithSpending = {}): Strategy {
  return strategyOf({ name: 'Merton share', spending, allocation: { kind: 'merton', ...options } });
}

/** The seven strategies that a plan is compared with; they need a market with equities and bonds. */
export function standardStrategies(): Strategy[] {
  return [
    constantReal(),
    constantPercentage(),
    guardrails(),
    variablePercentage(),
    glidePath(),
    fixedAllocation(),
    mertonAllocation(),
  ];
}
