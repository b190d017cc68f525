export { household, type Household } from './household/household.ts';
export type { Ledger, LedgerView } from './household/ledger.ts';
export {
  accountNames,
  parseProfile,
  profileSchema,
  type AccountName,
  type Profile,
  type ProfileInput,
} from './household/profile.ts';
export type { Interval, Percentiles, SimulateOptions, Simulation, StrategyResult } from './simulation.ts';
export type { Decider, Decisions, Strategy, StrategyDescription } from './strategies/strategy.ts';
