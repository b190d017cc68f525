import type { BatchStep } from '../../batch-env.ts';
import type { Ledger } from '../household/ledger.ts';
import { crra } from '../household/utility.ts';

/** The parts of the reward: of the year that was lived, and of what is left at the end. */
export const rewardParts = ['living', 'estate'] as const;

/** Moves a row by a year, and pays for it. */
export interface Reward {
  /** @param growth - of the portfolio, nominal; `inflation` is that of prices. */
  step(ledger: Ledger, row: number, spending: number, growth: number, inflation: number, out: BatchStep): void;
}

/**
 * Utilities of one risk aversion in a common unit: what halving the spending of a year costs. Otherwise a household that
 * avoids risk would count a thousand times as much as another in the gradient that both share.
 */
const unitOf = (riskAversion: number): number => -crra(0.5, riskAversion);

/**
 * What `simulate` calls the utility of a life, year by year: that of the year's spending and goals, discounted, and at
 * the end that of the estate. Their sum, with a discount of 1 in the learner, is the utility itself in its unit.
 */
export const livingReward: Reward = {
  step(ledger, row, spending, growth, inflation, out) {
    const { discount, profile } = ledger.households[row]!;
    const year = ledger.year[row]!;
    ledger.step(row, spending, growth, inflation);
    const unit = unitOf(profile.riskAversion);
    const living = (discount[year]! * ledger.utility[row]!) / unit;
    const estate = ledger.alive[row] === 1 ? 0 : (discount[year + 1]! * ledger.estateUtility[row]!) / unit;
    pay(out, row, living, estate);
  },
};

/** Wealth below this share of the first one counts as this share. */
const LEAST_WEALTH = 0.01;

/**
 * Only the wealth at the end counts, real and as a share of that at the beginning, and nothing is spent. Each year pays
 * by how much the utility of the wealth has changed: together that is the utility at the end, which this does not alter
 * as the aim (Ng, Harada and Russell, "Policy invariance under reward transformations", 1999).
 */
export const terminalWealthReward: Reward = {
  step(ledger, row, _spending, growth, inflation, out) {
    const { profile } = ledger.households[row]!;
    const { taxable, deferred, exempt } = profile.savings;
    const first = taxable.balance + deferred.balance + exempt.balance;
    const utility = () => crra(Math.max(ledger.wealth(row) / first, LEAST_WEALTH), profile.riskAversion);
    const before = utility();
    ledger.step(row, 0, growth, inflation);
    pay(out, row, 0, (utility() - before) / unitOf(profile.riskAversion));
  },
};

function pay({ rewards, rewardParts: parts }: BatchStep, row: number, living: number, estate: number): void {
  rewards[row] = living + estate;
  parts[2 * row] = living;
  parts[2 * row + 1] = estate;
}
