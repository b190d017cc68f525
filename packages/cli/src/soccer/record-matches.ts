import { loadEnvironment, newBatchStep } from '@longplay/envs';
import { CarSoccerBatch } from '@longplay/envs/car-soccer';
import { MatchRecorder, type Recording } from '@longplay/replay';
import { episodeSeed, loadCheckpoint, TrainedPolicy } from '@longplay/rl';
import { ConfigurationError, Random } from '@longplay/runtime';
import { shortPath } from '../config/short-path.ts';

/** Which matches are recorded. */
export interface MatchesToRecord {
  /** The checkpoint's file: its policy plays all cars. */
  readonly checkpoint: string;
  readonly episodes: number;
  /** One random stream a match, under this seed: the matches are those of an evaluation. */
  readonly seed: number;
  /** Draws actions, in place of the most probable ones. */
  readonly stochastic: boolean;
  /** Told after each match how many have ended. */
  readonly onProgress?: ((ended: number) => void) | undefined;
}

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
 * Plays matches with the policy of a checkpoint in the environment that it was trained in, and records them.
 *
 * @throws ConfigurationError when that is no car soccer; SnapshotError when the file is damaged or no checkpoint.
 */
export async function recordMatches(wanted: MatchesToRecord): Promise<RecordedMatches> {
  const { checkpoint, episodes, seed, stochastic, onProgress } = wanted;
  const state = await loadCheckpoint(checkpoint);
  const { environment, environmentOptions } = state.header;
  const batch = (await loadEnvironment(environment, environmentOptions)).makeBatch(1);
  if (!(batch instanceof CarSoccerBatch)) {
    throw new ConfigurationError(`${shortPath(checkpoint)} was trained in ${environment}, which is no car soccer`, {
      cure: 'choose a run of car soccer; longplay evaluate RUN --html shows others, where they can draw themselves',
    });
  }
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
