export { evaluateBandit, type BanditEvaluation } from './evaluate-bandit.ts';
export { banditOptions, thompsonSampling, type ThompsonSamplingOptions } from './thompson-sampling.ts';
