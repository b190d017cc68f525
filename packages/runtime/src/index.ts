export { acquireRunLock, type RunLock } from './run-lock.ts';
export { writeFileAtomically } from './atomic-file.ts';
export { checkpointPath, newestCheckpoint, newestGood, pruneCheckpoints, type Checkpoint } from './checkpoints.ts';
export { wilsonInterval, Z95, type Interval } from './confidence-interval.ts';
export {
  allCores,
  detectCores,
  spareTwoCores,
  workerCount,
  workerRuleNames,
  workerRules,
  type Cores,
  type WorkerRule,
} from './cores.ts';
export { ConfigurationError, LongplayError, RunDirectoryError, SnapshotError } from './errors.ts';
export { findCheckpoint } from './find-checkpoint.ts';
export { explainFileError } from './file-error.ts';
export { silentLogger, type Logger } from './logger.ts';
export { limitNativeThreads } from './native-threads.ts';
export { nearestName, unknownName } from './nearest-name.ts';
export {
  formatProgress,
  progressMeter,
  type ProgressEvent,
  type ProgressExtras,
  type ProgressMeter,
} from './progress.ts';
export { Random } from './random.ts';
export { RunDirectory, type NewRun, type ResumedRun, type RunDirectoryOptions } from './run-directory.ts';
export { readStatus, type RunState, type RunStatus, type StatusChange } from './run-status.ts';
export {
  encodeSafetensors,
  readSafetensors,
  type SafetensorsFile,
  type Tensor,
  type TensorDtype,
} from './safetensors.ts';
export { schedule, scheduleSchema, type Schedule, type ScheduleSpec } from './schedule.ts';
export {
  dtypes,
  sharedArray,
  sharedArrays,
  type ArrayLayout,
  type ArrayOf,
  type Dtype,
  type SharedArray,
  type SharedArrayOptions,
  type SharedArrays,
  type TypedArray,
  type TypedArrayConstructor,
} from './shared-array.ts';
export {
  defineSnapshot,
  type ArraySpec,
  type Snapshot,
  type SnapshotDefinition,
  type SnapshotState,
} from './snapshot.ts';
export { onStopSignals, type StopSignals } from './stop-signals.ts';
export type { ParallelOptions, TrainingDependencies, TrainingUpdate } from './training.ts';
export type { DeadlineOptions } from './workers/deadline.ts';
export { selfTest, type SelfTestOutcome } from './workers/self-test.ts';
export type { WorkerKind } from './workers/transport.ts';
export { WorkerError, type FailureReason, type WorkerFailure } from './workers/worker-error.ts';
export {
  openWorkers,
  WorkerGroup,
  type CallOptions,
  type FailurePolicy,
  type SelfTestReport,
  type WorkerHandle,
  type WorkerOptions,
} from './workers/worker-group.ts';
export type { ApiOf, WorkerContext, WorkerModule } from './workers/worker-module.ts';
