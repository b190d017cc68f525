export { browneProbability, type BrowneProblem } from './browne.ts';
export { gammaCdf, normalCdf, normalQuantile } from './distributions.ts';
export { goalOptimum } from './goal-optimum.ts';
export { bestFixedPortfolio, type GoalPlan, type GoalProblem } from './goal-problem.ts';
export { mertonConsumptionRate, mertonRiskyShare, type MertonProblem } from './merton.ts';
export { publishedGoalPlan } from './published-goal-plan.ts';
export { matchedMoments, ruinProbability, type MatchedMoments, type RuinProblem } from './ruin.ts';
export type { WithdrawalProblem } from './withdrawal-paths.ts';
export { withdrawalSuccess, type WithdrawalOptions, type WithdrawalSuccess } from './withdrawals.ts';
