export { efficientFrontier, type EfficientFrontier } from './gbwm/efficient-frontier.ts';
export { goalPortfolios, type Portfolio } from './gbwm/goal-portfolios.ts';
export { drawProfile } from './household/draw-profile.ts';
export { InnerSimulation, MOST_INNER_PATHS, outlookNames } from './environment/inner-simulation.ts';
export { prospectsOf, type Prospects } from './environment/prospects.ts';
export { policyStrategy, type Act, type PolicyStrategyOptions } from './environment/policy-strategy.ts';
export { household, lifetimeOf, type Household } from './household/household.ts';
export { IncomeTax, type Bracket } from './household/income-tax.ts';
export { Ledger, type SavedRow } from './household/ledger.ts';
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
  certaintyEquivalent,
  CONSUMPTION_FLOOR,
  consumptionUtility,
  crra,
  ESTATE_YEARS,
  estateUtility,
  goalsUtility,
  inverseCrra,
  WANTED_GOAL_WEIGHT,
} from './household/utility.ts';
export { bootstrapMarket, type BootstrapOptions } from './markets/bootstrap-market.ts';
export { nearestCorrelation } from './markets/correlation.ts';
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
export { marketOf, type MarketDescription } from './markets/market-of.ts';
export { MarketWorkers, newSharedPaths, openMarketWorkers } from './markets/market-workers.ts';
export { regimeMarket, type RegimeOptions } from './markets/regime-market.ts';
export { parseReturns, type ReturnHistory } from './markets/returns-csv.ts';
export { studentMarket, type StudentOptions } from './markets/student-market.ts';
export { simulate, type SimulateOptions } from './simulate.ts';
export type { Percentiles, Simulation, StrategyResult } from './simulation.ts';
export { meanAndError, quantiles } from './statistics.ts';
export * from './references/index.ts';
export { mertonShares } from './strategies/merton-shares.ts';
export {
  constantPercentage,
  constantReal,
  fixedAllocation,
  glidePath,
  guardrails,
  mertonAllocation,
  standardStrategies,
  variablePercentage,
  type WithAllocation,
  type WithSpending,
} from './strategies/standard-strategies.ts';
export {
  strategySchema,
  type AllocationInput,
  type SpendingInput,
  type StrategyDescription,
  type StrategyInput,
} from './strategies/strategy-description.ts';
export { strategyOf } from './strategies/strategy-of.ts';
export type { Decider, Decisions, Strategy } from './strategies/strategy.ts';
export { mostSuccessful, type MostSuccessful } from './success/most-successful.ts';
export { successPlan, type SuccessPlan } from './success/success-plan.ts';
export { growthOfYear, inflationOfYear } from './year-growth.ts';
