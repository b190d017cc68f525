import { Random } from '@longplay/runtime';
import type { BatchEnv } from '../batch-env.ts';
import { describeMismatch } from '../space-values.ts';
import { box, type Box, type Discrete, type SpaceValue } from '../spaces.ts';
import { CarSoccerBatch } from './car-soccer-batch.ts';
import { Match, type MatchParts, type MatchState } from './match.ts';
import { MatchLayout } from './match-layout.ts';
import { expectWhole, partsOf, type CarSoccerOptions } from './options.ts';
import type { MatchView, Team } from './views.ts';

/** What a step of a match gives, an entry for each car, blue ones first. */
export interface MatchStep {
  readonly observations: readonly Float32Array[];
  readonly rewards: readonly number[];
  /** The parts that each car's reward is the sum of. */
  readonly rewardParts: readonly Readonly<Record<string, number>>[];
  /** The episode has come to its end, by a goal for one. */
  readonly terminated: boolean;
  /** The episode was cut off. */
  readonly truncated: boolean;
  /** The team that scored in this step. */
  readonly scorer: Team | undefined;
}

/**
 * Car soccer, made of parts: what an agent sees and does, what it is paid, how an episode begins and ends. Each part is
 * one of this package's, or a small function or object of one's own.
 *
 * @throws ConfigurationError when an option is wrong, or two do not suit each other
 *
 * @example
 * const match = carSoccer({
 *   blue: 1,
 *   orange: 1,
 *   tickSkip: 8,
 *   observe: advancedObservation(),
 *   act: lookupTableActions(),
 *   reward: weighted({ goal: [10, goal()], touch: [0.5, touch()], toGoal: [0.5, velocityBallToGoal()] }),
 *   terminate: onGoal(),
 *   truncate: anyOf(timeout({ seconds: 300 }), noTouch({ seconds: 30 })),
 *   start: mix([0.6, kickoff()], [0.4, randomState()]),
 * });
 * match.reset({ seed: 1 }).observations.map((seen) => seen.length); // => [107, 107]
 * match.step([0, 0]).terminated; // => false
 * match.batch(4).rows; // => 8
 */
export function carSoccer(options: CarSoccerOptions = {}): CarSoccer {
  return new CarSoccer(partsOf(options));
}

/** A match for loops of one's own, and the recipe of as many more as one likes. */
export class CarSoccer extends MatchLayout {
  readonly #parts: MatchParts;
  readonly #match: Match;
  /** What `step` takes: of a Box any numbers, which are clipped. */
  readonly #accepted: Discrete | Box;

  constructor(parts: MatchParts) {
    super(parts);
    this.#parts = parts;
    // A start state that does not suit the match shall say so now.
    new Match(parts, Random.from(0)).begin(undefined);
    this.#match = new Match(parts, Random.from(0, 0));
    this.#accepted = parts.act.space.type === 'box' ? box(-Infinity, Infinity, this.actionSize) : parts.act.space;
  }

  /** The present state of the match. */
  get view(): MatchView {
    return this.#match;
  }

  /** New matches of the same kind, stepped together; each agent is a row. @throws ConfigurationError when there is none */
  batch(matches: number): BatchEnv {
    expectWhole('the number of matches', matches, 1, 65_536);
    return new CarSoccerBatch(this.#parts, matches);
  }

  /** Begins an episode; with a seed the match's random stream starts afresh. */
  reset({ seed }: { readonly seed?: number | undefined } = {}): Pick<MatchStep, 'observations'> {
    this.#match.begin(seed);
    return { observations: this.#observations() };
  }

  /**
   * One decision of each car.
   *
   * @param actions - one for each car, blue ones first, of `actionSpace`
   * @throws RangeError when no episode is running, or there is no such action
   */
  step(actions: readonly SpaceValue[]): MatchStep {
    if (!this.#match.running) throw new RangeError('no match is running; call reset before step');
    const match = this.#match;
    match.step(this.#encode(actions), 0, this.actionSize);
    const { terminated, truncated, scorer } = match;
    const cars = this.teams.length;
    const paid = { rewards: new Float64Array(cars), rewardParts: new Float64Array(cars * this.rewardParts.length) };
    match.reward(paid, 0);
    return {
      observations: this.#observations(),
      rewards: [...paid.rewards],
      rewardParts: this.teams.map((_, car) =>
        Object.fromEntries(
          this.rewardParts.map((name, i) => [name, paid.rewardParts[car * this.rewardParts.length + i]!]),
        ),
      ),
      terminated,
      truncated,
      scorer,
    };
  }

  /** Everything that the match's future depends on, as JSON. */
  saveState(): MatchState {
    return this.#match.saveState();
  }

  /** Goes on from a saved state, of this match or another one of the same kind, bit for bit. */
  loadState(state: MatchState): void {
    this.#match.loadState(state);
  }

  #encode(actions: readonly SpaceValue[]): Float32Array {
    if (actions.length !== this.teams.length) {
      throw new RangeError(`${actions.length} actions for ${this.teams.length} cars; give one for each`);
    }
    const rows = new Float32Array(actions.length * this.actionSize);
    for (const [car, action] of actions.entries()) {
      const mismatch = describeMismatch(this.#accepted, action);
      if (mismatch !== undefined) throw new RangeError(`car ${car}: no such action: ${mismatch}`);
      rows.set(typeof action === 'number' ? [action] : (action as ArrayLike<number>), car * this.actionSize);
    }
    return rows;
  }

  #observations(): Float32Array[] {
    const rows = new Float32Array(this.teams.length * this.observationSize);
    this.#match.observe(rows, 0);
    return this.teams.map((_, car) => rows.subarray(car * this.observationSize, (car + 1) * this.observationSize));
  }
}
