import { loadEnvironment, newBatchStep, type BatchEnv } from '@longplay/envs';
import { CarSoccerBatch } from '@longplay/envs/car-soccer';
import { MatchRecorder, type Recording } from '@longplay/replay';
import { episodeSeed, loadCheckpoint, TrainedPolicy } from '@longplay/rl';
import { Random } from '@longplay/runtime';
import type { EvaluationRequest } from '../training/algorithm.ts';

/** Matches that have been played. */
export interface RecordedMatches {
  readonly recording: Recording;
  /** Played, in all. */
  readonly seconds: number;
  readonly goals: { readonly blue: number; readonly orange: number };
}

/** 30 frames a second. */
const ticksPerFrame = 4;

/**
 * Plays matches with the policy of a checkpoint, for all cars, in the environment that it was trained in, and records
 * them. They begin as those of an evaluation under the same seed.
 *
 * @returns undefined where the environment is no car soccer.
 * @throws SnapshotError when the file is damaged or no checkpoint.
 */
export async function recordMatches(request: EvaluationRequest): Promise<RecordedMatches | undefined> {
  const { checkpoint, episodes, seed, stochastic, onProgress } = request;
  const state = await loadCheckpoint(checkpoint);
  const { environment, environmentOptions } = state.header;
  const batch: BatchEnv = (await loadEnvironment(environment, environmentOptions)).makeBatch(1);
  using opened = new DisposableStack();
  opened.defer(() => batch.close?.());
  if (!(batch instanceof CarSoccerBatch)) return undefined;
  const policy = new TrainedPolicy(state);
  const { observationSize, actionSize, rows } = batch;
  const step = newBatchStep(batch, rows);
  const actions = new Float32Array(rows * actionSize);
  const { simulation, bodies } = batch.watch(0, { everyTicks: ticksPerFrame, see: () => recorder.frame() });
  const recorder = new MatchRecorder(simulation, bodies);
  for (let episode = 0; episode < episodes; episode++) {
    const seeds = episodeSeed(seed, episode);
    batch.reset(0, seeds.environment, step);
    recorder.begin();
    const randoms = Array.from({ length: rows }, (_, row) => Random.from(...seeds.actions(row)));
    for (let ended = false; !ended; ended = step.terminated[0] === 1 || step.truncated[0] === 1) {
      for (let row = 0; row < rows; row++) {
        const observation = step.observations.subarray(row * observationSize, (row + 1) * observationSize);
        const action = policy.act(observation, { random: stochastic ? randoms[row] : undefined });
        actions.set(typeof action === 'number' ? [action] : (action as ArrayLike<number>), row * actionSize);
      }
      batch.step(actions, step);
    }
    onProgress?.(episode + 1);
  }
  const { seconds, goals } = recorder;
  return { recording: recorder.recording(), seconds, goals };
}
