export { actionSize, decodeAction, maskSizeOf } from './actions.ts';
export type { BatchEnv, BatchLayout, BatchStep } from './batch-env.ts';
export { batchOf, type BatchOfOptions } from './batch-of.ts';
export { checkEnv, type CheckEnvOptions, type CheckEnvReport } from './checks/check-env.ts';
export type { Env, EnvState, Info, ResetOptions, ResetResult, StepResult } from './env.ts';
export { describePlace, EnvironmentError, type EnvironmentPlace } from './environment-error.ts';
export { flatSize, flatten, flattenSpace } from './flatten.ts';
export { loadEnvironment, type EnvironmentModule } from './load-environment.ts';
export type { EnvironmentSpec } from './environment-spec.ts';
export { make, register, registeredEnvironments, type EnvironmentFactory } from './registry.ts';
export { contains, describeMismatch, sample } from './space-values.ts';
export {
  box,
  describeSpace,
  dict,
  discrete,
  multiBinary,
  multiDiscrete,
  type Box,
  type DictSpace,
  type Discrete,
  type MultiBinary,
  type MultiDiscrete,
  type Space,
  type SpaceValue,
} from './spaces.ts';
export { clipAction, rescaleAction } from './wrappers/box-actions.ts';
export { episodeStatistics, type EpisodeStatistics } from './wrappers/episode-statistics.ts';
export { frameSkip } from './wrappers/frame-skip.ts';
export { frameStack } from './wrappers/frame-stack.ts';
export { normalizeObservation, normalizeReward, type NormalizeRewardOptions } from './wrappers/normalize.ts';
export { timeLimit } from './wrappers/time-limit.ts';
export { transformObservation } from './wrappers/transform-observation.ts';
export { transformReward } from './wrappers/transform-reward.ts';
export type { VecEnv } from './vector/vec-env.ts';
export { newBatchStep, rowsOfStep, setStep } from './vector/batch-step.ts';
export { checkVecEnv, type CheckVecEnvOptions } from './vector/check-vec-env.ts';
export { environmentPart, type EnvironmentPart } from './vector/environment-part.ts';
export { environmentSeed } from './vector/environment-seed.ts';
export { SyncVecEnv, type SyncVecEnvOptions } from './vector/sync-vec-env.ts';
export { WorkerVecEnv, type WorkerVecEnvOptions } from './vector/worker-vec-env.ts';
