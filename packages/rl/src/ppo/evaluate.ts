import { Random } from '@longplay/runtime';
import { loadEnvironment, type Env, type EnvironmentFactory } from '@longplay/envs';
import type { BackendName } from '../backends/backend.ts';
import { chooseBackend } from '../backends/choose.ts';
import type { Backend } from '../backends/backend.ts';
import { Actor } from './acting.ts';
import { actionMapping } from './action-head.ts';
import { loadCheckpoint, scalingOfState, spaceFromJson, type PpoState } from './checkpoint.ts';
import { episodeSeed, playEpisodes } from './play-episodes.ts';
import { TrainedPolicy } from './trained-policy.ts';

/** What is evaluated, and how. */
export interface PpoEvaluation {
  /** The checkpoint's file. */
  readonly checkpoint: string;
  /** Episodes to play. */
  readonly episodes: number;
  /** One random stream for each episode, under this seed. */
  readonly seed: number;
  /** Draws actions, in place of the most probable ones. Default false. */
  readonly stochastic?: boolean;
  /** What computes the networks. Default 'auto'. */
  readonly backend?: BackendName | 'auto';
  /** Told after each episode how many have ended. */
  readonly onProgress?: ((ended: number) => void) | undefined;
}

/** Rewards (raw sums; where the policy plays several agents, their mean) and lengths of evaluation episodes. */
export interface PpoEpisodes {
  readonly rewards: Float64Array;
  readonly lengths: Float64Array;
}

/**
 * Plays episodes with the policy of a checkpoint, its statistics frozen. Where an environment has several agents, it
 * plays all of them.
 *
 * @throws SnapshotError when the file is damaged or no PPO checkpoint; ConfigurationError when its environment is gone.
 */
export async function evaluatePpo(evaluation: PpoEvaluation): Promise<PpoEpisodes> {
  const { checkpoint, episodes, seed, stochastic = false, backend = 'auto', onProgress } = evaluation;
  const state = await loadCheckpoint(checkpoint);
  const { environment, environmentOptions } = state.header;
  const factory = await loadEnvironment(environment, environmentOptions);
  await using player = await openActor(await chooseBackend(backend), state);
  const numbers = Array.from({ length: episodes }, (_, episode) => episode);
  const played = await playEpisodes(factory, { player, stochastic, onProgress }, numbers, seed);
  return {
    rewards: Float64Array.from(played, ({ reward }) => reward),
    lengths: Float64Array.from(played, ({ length }) => length),
  };
}

/** The policy of a checkpoint, ready to play. */
export async function openActor(backend: Backend, state: PpoState): Promise<Actor> {
  const { shape, actionSpace } = state.header;
  const squash = shape.head.kind === 'gaussian' && shape.head.squashed;
  const actor = await Actor.open(backend, shape, actionMapping(spaceFromJson(actionSpace), squash));
  await actor.load({ parameters: state.arrays.parameters, scaling: scalingOfState(state) });
  return actor;
}

/** A moment of an episode that is watched. */
export interface Frame {
  /** Drawn in characters, where the environment can. */
  readonly text?: string | undefined;
  /** Drawn as an SVG document, where the environment can. */
  readonly svg?: string | undefined;
  /** Sum of the rewards so far. */
  readonly reward: number;
  /** Steps so far. */
  readonly step: number;
}

/** Plays one episode of an evaluation to be watched: a frame before the first step, and one after each. */
export async function* watchEpisode(
  { checkpoint, seed, stochastic = false }: Pick<PpoEvaluation, 'checkpoint' | 'seed' | 'stochastic'>,
  episode: number,
): AsyncGenerator<Frame, void> {
  const state = await loadCheckpoint(checkpoint);
  const { environment, environmentOptions } = state.header;
  const factory: EnvironmentFactory = await loadEnvironment(environment, environmentOptions);
  const policy = new TrainedPolicy(state);
  const env: Env = factory.make();
  using opened = new DisposableStack();
  opened.defer(() => env.close?.());
  const streams = episodeSeed(seed, episode);
  let { observation } = env.reset({ seed: streams.environment });
  const frame = (reward: number, step: number): Frame => ({
    text: env.render?.(),
    svg: env.renderSvg?.(),
    reward,
    step,
  });
  yield frame(0, 0);
  const random = stochastic ? Random.from(...streams.actions(0)) : undefined;
  for (let reward = 0, step = 1, ended = false; !ended; step++) {
    const result = env.step(policy.act(observation, { random, mask: env.actionMask?.() }));
    observation = result.observation;
    reward += result.reward;
    ended = result.terminated || result.truncated;
    yield frame(reward, step);
  }
}
