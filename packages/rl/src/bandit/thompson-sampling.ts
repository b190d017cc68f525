/**
 * Thompson sampling on a Bernoulli bandit [0], in parallel: every update pulls the arms in fixed shards on the
 * posterior of the update before, and the counts are added. The smallest complete trainer of this project, on the
 * same workers, run directory, checkpoints and logs as the others, with a known optimum: always the best arm.
 *
 * Departure from [0]: the posterior is renewed once an update instead of after each pull, as in its batched form [1].
 *
 * [0] Thompson, "On the Likelihood that One Unknown Probability Exceeds Another", Biometrika 25, 1933
 * [1] Chapelle and Li, "An Empirical Evaluation of Thompson Sampling", NeurIPS 2011, section 4 (delayed feedback)
 */
import {
  defineSnapshot,
  openWorkers,
  workerRules,
  SnapshotError,
  WorkerError,
  type ParallelOptions,
  type SnapshotState,
  type TrainingDependencies,
  type TrainingUpdate,
} from '@longplay/runtime';
import { z } from 'zod';
import type { Counts } from './thompson-sampling.worker.ts';

/** The bandit and how it is pulled: the keys of a job, with their documentation. */
export const banditOptions = z.strictObject({
  arms: z
    .array(z.number().min(0).max(1))
    .min(2)
    .describe('probability that each arm pays 1, a fraction of one; the learner does not know it'),
  pulls: z.int().positive().default(65_536).describe('pulls an update'),
  shards: z.int().positive().max(4096).default(16).describe('parts of an update, each with its own random stream'),
});

/** Options of `thompsonSampling`. */
export interface ThompsonSamplingOptions extends ParallelOptions {
  readonly bandit: z.output<typeof banditOptions>;
  readonly seed: number;
  /** Pulls in all; the last update is whole. */
  readonly totalTimesteps: number;
  /** Timesteps between checkpoints; the newest few are kept. */
  readonly checkpointEvery: number;
}

const headerSchema = z.strictObject({
  /** Updates done: names the random streams of the next. */
  update: z.int(),
  /** Expected reward lost so far against always pulling the best arm. */
  regret: z.number(),
  arms: z.array(z.number()),
});

const snapshot = defineSnapshot({
  kind: 'thompson-sampling',
  version: 1,
  arrays: { wins: ['float64', [-1]], pulls: ['float64', [-1]] },
  header: headerSchema,
});

/** The state of a run. */
export type BanditState = SnapshotState<Counts, z.output<typeof headerSchema>>;

/** Loads the state of a run from one of its checkpoints. */
export function loadBandit(path: string): Promise<BanditState> {
  return snapshot.load(path);
}

/**
 * Trains until `totalTimesteps` or until the signal aborts, reporting each update. Its state is saved every
 * `checkpointEvery` timesteps and at the end; in a resumed run directory it continues from the newest good state. The
 * result does not depend on the number or kind of workers.
 *
 * @throws WorkerError when a worker fails twice at the same work; the last merged update is saved before.
 */
export async function* thompsonSampling(
  options: ThompsonSamplingOptions,
  { run, log, logger, signal, onStart }: TrainingDependencies,
): AsyncGenerator<TrainingUpdate, void> {
  const {
    bandit,
    seed,
    totalTimesteps,
    checkpointEvery,
    numWorkers,
    workerRule = 'allCores',
    workerKind,
    deadline,
  } = options;
  const { arms, pulls, shards } = bandit;
  let state: BanditState = (await run.newestGood(snapshot.load, logger)) ?? initialState(arms);
  expectSameArms(arms, state.header.arms);

  await using workers = await openWorkers<typeof import('./thompson-sampling.worker.ts')>({
    module: import.meta.resolve('@longplay/rl/thompson-sampling-worker'),
    workers: numWorkers,
    rule: workerRules[workerRule],
    kind: workerKind,
    seed,
    data: { arms },
    onFailure: 'restart',
    logger,
    deadline,
  });
  logger.info((await workers.selfTest()).line);
  onStart?.(state.step);

  const save = async () => {
    await log.flush(); // a run that goes on from here never lacks the metrics of before
    await run.saveCheckpoint(state.step, (path) => snapshot.save(path, state));
  };
  try {
    while (state.step < totalTimesteps && !signal.aborted) {
      const { update } = state.header;
      const shardWork = shardSizes(pulls, shards).map((count, shard): [Counts, number, number, number] => [
        state.arrays,
        count,
        update,
        shard,
      ]);
      const counts = await workers.map('pull', shardWork, { label: `update ${update}` });
      const before = state;
      state = merge(state, counts);
      const metrics = measure(before, state);
      for (const [tag, value] of Object.entries(metrics)) log.scalar(tag, value, state.step);
      if (Math.floor(state.step / checkpointEvery) > Math.floor(before.step / checkpointEvery)) await save();
      yield { timesteps: state.step, episodes: state.step, reward: metrics['rollout/ep_rew_mean'], metrics };
    }
  } catch (error) {
    if (error instanceof WorkerError) await save();
    throw error;
  }
  if (state.step < totalTimesteps) return save();
  await run.saveFinal((path) => snapshot.save(path, state));
}

function initialState(arms: readonly number[]): BanditState {
  const zeros = () => new Float64Array(arms.length);
  return { step: 0, arrays: { wins: zeros(), pulls: zeros() }, header: { update: 0, regret: 0, arms: [...arms] } };
}

function expectSameArms(expected: readonly number[], found: readonly number[]): void {
  if (expected.join() === found.join()) return;
  throw new SnapshotError(`the checkpoint was trained on the arms [${found}], this run has [${expected}]`, {
    cure: 'resume with the arms of the run, or start a new run',
  });
}

/** `total` in `parts` whole numbers that differ by at most one. */
function shardSizes(total: number, parts: number): number[] {
  return Array.from(
    { length: parts },
    (_, i) => Math.floor(((i + 1) * total) / parts) - Math.floor((i * total) / parts),
  );
}

function merge({ arrays, header }: BanditState, shards: readonly Counts[]): BanditState {
  const { arms, update } = header;
  const wins = sum([arrays.wins, ...shards.map((shard) => shard.wins)]);
  const pulls = sum([arrays.pulls, ...shards.map((shard) => shard.pulls)]);
  const best = Math.max(...arms);
  const regret = arms.reduce((total, paid, k) => total + pulls[k]! * (best - paid), 0);
  const done = pulls.reduce((a, b) => a + b);
  return { step: done, arrays: { wins, pulls }, header: { arms, update: update + 1, regret } };
}

function sum(arrays: readonly Float64Array[]): Float64Array {
  return arrays[0]!.map((_, k) => arrays.reduce((total, array) => total + array[k]!, 0));
}

/** The scalars of an update. */
function measure(before: BanditState, after: BanditState) {
  const { pulls, wins } = after.arrays;
  const pulled = pulls.map((count, k) => count - before.arrays.pulls[k]!);
  const won = wins.reduce((a, b) => a + b) - before.arrays.wins.reduce((a, b) => a + b);
  const done = after.step - before.step;
  const { arms, regret } = after.header;
  return {
    'rollout/ep_rew_mean': won / done,
    'rollout/best_arm_share': pulled[bestArm(arms)]! / done,
    'train/regret': regret,
  };
}

/** The index of the largest number, the first of equals. */
export function bestArm(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! > values[best]!) best = k;
  return best;
}
