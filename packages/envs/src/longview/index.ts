export { household, lifetimeOf, type Household } from './household/household.ts';
export { IncomeTax, type Bracket } from './household/income-tax.ts';
export { Ledger } from './household/ledger.ts';
export type { LedgerView } from './household/ledger-view.ts';
export { remainingYears, survival, type Gompertz } from './household/mortality.ts';
export {
  accountNames,
  parseProfile,
  profileSchema,
  type AccountName,
  type Profile,
  type ProfileInput,
} from './household/profile.ts';
export {
  CONSUMPTION_FLOOR,
  consumptionUtility,
  crra,
  ESTATE_YEARS,
  estateUtility,
  goalsUtility,
  inverseCrra,
  WANTED_GOAL_WEIGHT,
} from './household/utility.ts';
export { mertonConsumptionRate, mertonShare, type MertonProblem } from './references/merton.ts';
export { defaultMarket, lognormalMarket, type LognormalOptions } from './markets/lognormal-market.ts';
export {
  drawPaths,
  newPaths,
  type DrawOptions,
  type FillOptions,
  type Market,
  type Moments,
  type Paths,
  type Precision,
} from './markets/market.ts';
export type { Interval, Percentiles, SimulateOptions, Simulation, StrategyResult } from './simulation.ts';
export type { Decider, Decisions, Strategy, StrategyDescription } from './strategies/strategy.ts';
