import type { VecEnv } from '@longplay/envs';
import { countLearners, learnersOf, type Lineup, type LineupPart } from '../self-play/lineup.ts';
import { Opponents } from '../self-play/opponents.ts';
import type { Actor, PolicyVersion } from './acting.ts';
import { Collector, type CollectTimes, type EnvironmentState } from './collector.ts';
import type { RolloutRows } from './rollout-buffer.ts';

/** What a part of the rollouts is played with. */
export interface RolloutPlayerOptions {
  /** Those of the part. */
  readonly environments: VecEnv;
  readonly lineup: Lineup;
  readonly part: LineupPart;
  readonly seed: number;
  /** Steps of a rollout. */
  readonly steps: number;
  /** Plays the agents that learn. */
  readonly actor: Actor;
  /** Opens what plays the others, where there are any. */
  readonly openOlder: () => Promise<Actor>;
  /** Where the rollouts are written: the rows of the part. */
  readonly rows: RolloutRows;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/** Who plays a rollout: the policy as it is, and where some agents do not learn, an older version of it. */
export interface RolloutPolicies {
  readonly policy: PolicyVersion;
  readonly opponent: PolicyVersion | undefined;
}

/** Plays rollouts in the environments of one part. */
export class RolloutPlayer {
  readonly #options: RolloutPlayerOptions;
  readonly #collector: Collector;
  /** undefined: every agent learns. */
  readonly #opponents: Opponents | undefined;

  private constructor(options: RolloutPlayerOptions, collector: Collector, opponents: Opponents | undefined) {
    this.#options = options;
    this.#collector = collector;
    this.#opponents = opponents;
  }

  static async open(options: RolloutPlayerOptions): Promise<RolloutPlayer> {
    const { environments, lineup, part, seed, steps, actor, openOlder, rows, now } = options;
    const { first, count, firstAgent } = part;
    // By the whole lineup, not by the part: a match has one form of state, in whichever part it is.
    const opponents =
      countLearners(lineup) === lineup.matches.length * lineup.teams.length
        ? undefined
        : new Opponents({ environments, lineup, first, seed, actor: await openOlder(), now });
    const collector = new Collector({
      environments: opponents ?? environments,
      agents: Array.from({ length: count }, (_, i) => learnersOf(lineup, first + i).length),
      first: firstAgent,
      seed,
      steps,
      policy: actor.policy,
      distribution: actor.distribution,
      mapping: actor.mapping,
      rows,
      now,
    });
    return new RolloutPlayer(options, collector, opponents);
  }

  /** Starts new episodes, and tells where they stand. */
  async reset(seed: number): Promise<EnvironmentState[]> {
    await this.#collector.reset(seed);
    return this.#collector.saveState();
  }

  /** Goes on from saved states; environments that have none start new episodes under `seed`. */
  load(states: readonly EnvironmentState[], seed: number): Promise<void> {
    return this.#collector.loadState(states, seed);
  }

  /** Plays a rollout; the time to get ready counts as inference. */
  async collect({ policy, opponent }: RolloutPolicies): Promise<{ times: CollectTimes; states: EnvironmentState[] }> {
    const { actor, now } = this.#options;
    const begun = now();
    await actor.load(policy);
    if (this.#opponents !== undefined && opponent !== undefined) await this.#opponents.load(opponent);
    const loading = (now() - begun) / 1000;
    const played = await this.#collector.collect(policy.scaling);
    const states = await this.#collector.saveState();
    const acting = this.#opponents?.takeSeconds() ?? 0;
    const times = {
      total: (now() - begun) / 1000,
      inference: played.inference + loading + acting,
      environment: played.environment - acting,
    };
    return { times, states };
  }
}
