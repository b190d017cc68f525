export { compile, type CompileOptions } from './compile.ts';
export {
  namedStrategy,
  NODE_FIELDS,
  policyOf,
  uniformStrategy,
  type CompiledGame,
  type Payoffs,
  type Strategy,
} from './compiled-game.ts';
export {
  bestResponse,
  expectedValues,
  exploitability,
  nashConv,
  type BestResponse,
} from './evaluation/best-response.ts';
export { CHANCE, TERMINAL, type Game, type Turn } from './game.ts';
export { kuhn, type KuhnOptions } from './games/kuhn.ts';
export { leduc, leducMerged } from './games/leduc.ts';
export { CfrSolver, type CfrOptions, type CfrVariant } from './solvers/cfr-solver.ts';
export { cfr } from './solvers/cfr.ts';
export { cfrPlus } from './solvers/cfr-plus.ts';
export { dcfr, type DcfrOptions } from './solvers/dcfr.ts';
export { linearCfr } from './solvers/linear-cfr.ts';
export { predictiveCfrPlus } from './solvers/predictive-cfr-plus.ts';
export { diagnose, type Diagnostics } from './solvers/diagnostics.ts';
export { loadStrategy, OtherSolverError } from './solvers/solver-snapshot.ts';
export { emptyTables, type KernelTables, type Solver, type Tables } from './solvers/solver.ts';
export type { WasmMemory } from './solvers/wasm-memory.ts';
export { discounted, linear, simple, type Weighting } from './solvers/weighting.ts';
export { externalSampling, ExternalSamplingSolver, type ExternalSamplingOptions } from './solvers/external-sampling.ts';
export { outcomeSampling, OutcomeSamplingSolver, type OutcomeSamplingOptions } from './solvers/outcome-sampling.ts';
export type { Pruning } from './solvers/pruning.ts';
export type { SamplingOptions } from './solvers/sampling-options.ts';
export { SamplingSolver } from './solvers/sampling-solver.ts';
export { discountTables } from './solvers/weighting.ts';
export { checkGame, type CheckGameOptions, type CheckGameReport } from './check-game.ts';
export {
  localBestResponse,
  type Estimate,
  type LocalBestResponseOptions,
  type Policy,
} from './evaluation/local-best-response.ts';
export { gameFromJson } from './games/json-game.ts';
export { gameFromJsonText } from './games/json-game-text.ts';
export { jsonGameSchema, type JsonGame } from './games/json-game-schema.ts';
export { liarsDice, type LiarsDiceOptions } from './games/liars-dice.ts';
export { matrixGame, type MatrixGameOptions } from './games/matrix-game.ts';
export { pushFold, type PushFoldOptions } from './games/push-fold.ts';
export { gameNames, makeGame } from './games/registry.ts';
export {
  sampleInParallel,
  samplingWorkers,
  type ParallelSamplingOptions,
  type ParallelUpdate,
  type Sync,
} from './parallel/sample-in-parallel.ts';
export type { ParallelSampler } from './parallel/sampling-work.ts';
