import type { Space, SpaceValue } from './spaces.ts';

/** The state of an environment as JSON: numbers, texts, lists and plain objects of these. */
export type EnvState = unknown;

/** What an environment tells beside its results. */
export interface Info {
  /** The named parts that a reward is the sum of. Their names are those of `Env.rewardParts`. */
  readonly rewardParts?: Readonly<Record<string, number>>;
  readonly [key: string]: unknown;
}

export interface ResetOptions {
  /** Starts the environment's random stream afresh; without it, the stream goes on. */
  readonly seed?: number | undefined;
  /** Options of this episode that an environment may know. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

export interface ResetResult<Observation> {
  readonly observation: Observation;
  readonly info: Info;
}

export interface StepResult<Observation> {
  readonly observation: Observation;
  readonly reward: number;
  /** The episode has come to an end of its own: nothing follows, its value is 0. */
  readonly terminated: boolean;
  /** The episode was cut off from outside, by a time limit: something would have followed. */
  readonly truncated: boolean;
  readonly info: Info;
}

/**
 * One environment, with Gymnasium's names and meaning [0]. An episode begins with `reset`, and ends with the first
 * step that is terminated or truncated; then `reset` comes before the next `step`. `checkEnv` says what is wrong with one.
 *
 * [0] https://gymnasium.farama.org/api/env
 */
export interface Env<Observation extends SpaceValue = SpaceValue, Action extends SpaceValue = SpaceValue> {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** The names of the parts in `info.rewardParts` of every step, where the reward has parts. */
  readonly rewardParts?: readonly string[];
  reset(options?: ResetOptions): ResetResult<Observation>;
  step(action: Action): StepResult<Observation>;
  /**
   * Which actions are legal now, 1 or 0 each: `n` flags for Discrete, those of all parts one after the other for
   * MultiDiscrete. An environment without this method allows every action.
   */
  actionMask?(): ArrayLike<number>;
  /** Everything that the future depends on, the random stream included; with it a resumed run is exact. */
  saveState?(): EnvState;
  /** Goes on from what `saveState` gave, in this environment or another one made alike. */
  loadState?(state: EnvState): void;
  /** The present state drawn in characters. */
  render?(): string;
  /** The present state drawn as one SVG document of a fixed size. */
  renderSvg?(): string;
  close?(): void;
}
