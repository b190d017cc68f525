import type { Interval, TrainingDependencies, TrainingUpdate } from '@longplay/runtime';
import type { Layout } from '@longplay/tensorboard-logger';
import type { z } from 'zod';
import type { TrainingConfig } from './training-keys.ts';

/** What a training comes to, before it starts. */
export interface Plan {
  /** What computes: `onnx`; `none` where a learner has no network. */
  readonly backend: string;
  /** Workers that there will be; 1: the main thread itself. */
  readonly workers: number;
  /** Sizes by camelCase name, in the order to show them in: `parameters`, `rolloutBytes`; bytes by that ending. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Episodes of all evaluations during the training, which the workers share; default: there are none. */
  readonly evaluationEpisodes?: number;
  /** More lines of the banner, by what they are about. */
  readonly about?: Readonly<Record<string, string>>;
}

/** A policy that plays. */
export interface Player {
  /** The file of the checkpoint. */
  readonly checkpoint: string;
  /** One random stream an episode, under this seed. */
  readonly seed: number;
  readonly stochastic: boolean;
}

/** How a policy is evaluated. */
export interface EvaluationRequest extends Player {
  readonly episodes: number;
  /** Called now and then with the number of episodes that have ended. */
  readonly onProgress?: ((episodes: number) => void) | undefined;
}

/** Rewards and lengths of evaluation episodes. */
export interface Episodes {
  readonly rewards: Float64Array;
  readonly lengths: Float64Array;
}

/** Episodes to be played back on a page. */
export interface ReplayRequest extends EvaluationRequest {
  /** The page to write. */
  readonly html: string;
  /** Above the picture. */
  readonly title: string;
}

/** How a policy plays another. */
export interface MatchRequest extends Omit<EvaluationRequest, 'episodes' | 'stochastic'> {
  /** The file of the other one's checkpoint. */
  readonly opponent: string;
  /** Takes an older version out of the opponent's checkpoint, 0 the first; undefined: its policy itself. */
  readonly opponentVersion?: number | undefined;
  readonly games: number;
}

/** How games came out for the policy that is evaluated. */
export interface MatchResult {
  readonly games: number;
  readonly wins: number;
  readonly draws: number;
  readonly losses: number;
  /** Points of a game, of which a draw is 1/2. */
  readonly winShare: Interval;
  readonly rewards: Float64Array;
  readonly lengths: Float64Array;
}

/** A moment of an episode, for the eye. */
export interface Frame {
  /** Drawn in characters, where the environment can. */
  readonly text?: string | undefined;
  /** Drawn as an SVG document, where the environment can. */
  readonly svg?: string | undefined;
  /** Of the episode so far. */
  readonly reward: number;
  /** Steps so far. */
  readonly step: number;
}

/** What the command needs of a learner. */
export interface Algorithm<Config extends TrainingConfig = TrainingConfig> {
  readonly schema: z.ZodObject;
  /**
   * Works out the sizes of a training; starts none.
   *
   * @throws ConfigurationError where the configuration fits its schema and yet no machine, environment or other key.
   */
  plan(config: Config): Promise<Plan>;
  train(config: Config, dependencies: TrainingDependencies): AsyncIterable<TrainingUpdate>;
  /** What TensorBoard shows of a training first. */
  readonly dashboard?: Layout;
  /**
   * Checks that a checkpoint, which a person may name, is one of a run with this configuration.
   *
   * @throws ConfigurationError where it is one of something else.
   */
  expectCheckpoint?(config: Config, checkpoint: string): Promise<void>;
  evaluate(request: EvaluationRequest): Promise<Episodes>;
  /** Plays games against another checkpoint, actions drawn, the sides alternating. */
  headToHead?(request: MatchRequest): Promise<MatchResult>;
  /** Plays one episode of an evaluation: a frame before the first step, and one after each. */
  watch?(player: Player, episode: number): AsyncIterable<Frame>;
  /** Writes a page that plays episodes back, where the environment has one to offer; else undefined. */
  replay?(request: ReplayRequest): Promise<{ readonly html: string } | undefined>;
  /** The policy of a checkpoint as the bytes of an ONNX file. */
  export?(checkpoint: string): Promise<Uint8Array>;
}
