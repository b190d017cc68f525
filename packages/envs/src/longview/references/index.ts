export { mertonConsumptionRate, mertonRiskyShare, type MertonProblem } from './merton.ts';
