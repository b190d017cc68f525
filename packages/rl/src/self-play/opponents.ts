import { Random } from '@longplay/runtime';
import { newBatchStep, rowsOfStep, setStep, type BatchStep, type EnvState, type VecEnv } from '@longplay/envs';
import { Seats, type Actor, type PolicyVersion } from '../ppo/acting.ts';
import type { Experience } from '../ppo/collector.ts';
import { streams } from '../ppo/streams.ts';
import { learnersOf, type Lineup } from './lineup.ts';

/** What `Opponents` works on: all matches of a training, or a worker's part of them. */
export interface OpponentsOptions {
  readonly environments: VecEnv;
  readonly lineup: Lineup;
  /** The first of these matches among all of the training. */
  readonly first: number;
  readonly seed: number;
  /** Plays the rows that do not learn. */
  readonly actor: Actor;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/** The state of one match, and the streams of those who do not learn in it. */
interface MatchState {
  readonly environment: EnvState;
  readonly opponents: readonly (readonly number[])[];
}

/** Rows of all agents, and where they lie among the rows that are shown. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Matches of which an older version plays some rows, all in one forward pass: shows the rows that learn, and them only.
 */
export class Opponents implements Experience {
  readonly rows: number;
  readonly observationSize: number;
  readonly actionSize: number;
  readonly maskSize: number;
  readonly rewardParts: readonly string[];
  readonly savesState: boolean;
  readonly #options: OpponentsOptions;
  readonly #runs: readonly Run[];
  /** The opponents' rows in each match. */
  readonly #opponents: readonly (readonly number[])[];
  readonly #seats: Seats;
  /** One stream of actions for each row of an opponent. */
  readonly #randoms: Random[] = [];
  readonly #actions: Float32Array;
  readonly #shown: BatchStep;
  /** The result that the views below are of. */
  #all: BatchStep | undefined;
  #views: readonly (readonly [shown: BatchStep, all: BatchStep])[] = [];
  /** Milliseconds of forward passes. */
  #inference = 0;

  constructor(options: OpponentsOptions) {
    const { environments, lineup, first, seed } = options;
    const agents = environments.teams.length;
    const matches = Array.from({ length: environments.environments }, (_, i) => learnersOf(lineup, first + i));
    this.#options = options;
    this.#runs = runsOf(matches.flatMap((learners, i) => learners.map((agent) => i * agents + agent)));
    this.#opponents = matches.map((learners, i) =>
      environments.teams.flatMap((_, agent) => (learners.includes(agent) ? [] : [i * agents + agent])),
    );
    for (const [i, rows] of this.#opponents.entries()) {
      for (const row of rows) this.#randoms[row] = Random.from(seed, streams.opponentActions, first + i, row % agents);
    }
    this.rows = matches.flat().length;
    this.observationSize = environments.observationSize;
    this.actionSize = environments.actionSize;
    this.maskSize = environments.maskSize;
    this.rewardParts = environments.rewardParts;
    this.savesState = environments.savesState;
    this.#seats = new Seats(environments, this.#opponents.flat());
    this.#actions = new Float32Array(environments.rows * environments.actionSize);
    this.#shown = newBatchStep(environments, this.rows);
  }

  async reset(seed?: number): Promise<BatchStep> {
    return this.#show(await this.#options.environments.reset(seed));
  }

  async step(actions: Float32Array): Promise<BatchStep> {
    const { environments, actor, now } = this.#options;
    const size = this.actionSize;
    for (const { from, to, count } of this.#runs) {
      this.#actions.set(actions.subarray(to * size, (to + count) * size), from * size);
    }
    const begun = now();
    await this.#seats.act(actor, this.#all!, this.#randoms, this.#actions);
    this.#inference += now() - begun;
    return this.#show(await environments.step(this.#actions));
  }

  async saveState(): Promise<EnvState[]> {
    const states = await this.#options.environments.saveState();
    return states.map((environment, i): MatchState => {
      const opponents = this.#opponents[i]!.map((row) => Array.from(this.#randoms[row]!.state()));
      return { environment, opponents };
    });
  }

  async loadState(states: readonly EnvState[]): Promise<BatchStep> {
    const matches = states as readonly MatchState[];
    for (const [i, { opponents }] of matches.entries()) {
      for (const [k, row] of this.#opponents[i]!.entries()) {
        this.#randoms[row] = Random.restore(Uint32Array.from(opponents[k]!));
      }
    }
    return this.#show(await this.#options.environments.loadState(matches.map(({ environment }) => environment)));
  }

  /** The version that plays from now on. */
  load(version: PolicyVersion): Promise<void> {
    return this.#options.actor.load(version);
  }

  /** Seconds of forward passes since they were last asked for. */
  takeSeconds(): number {
    const seconds = this.#inference / 1000;
    this.#inference = 0;
    return seconds;
  }

  #show(all: BatchStep): BatchStep {
    const { environments } = this.#options;
    if (all !== this.#all) {
      this.#all = all;
      this.#views = this.#runs.map(({ from, to, count }) => [
        rowsOfStep(this.#shown, environments, to, count),
        rowsOfStep(all, environments, from, count),
      ]);
    }
    for (const [shown, rows] of this.#views) setStep(shown, rows);
    return this.#shown;
  }
}

/** Rows that follow each other, together. */
function runsOf(rows: readonly number[]): Run[] {
  const runs: { from: number; to: number; count: number }[] = [];
  for (const [to, from] of rows.entries()) {
    const last = runs.at(-1);
    if (last !== undefined && last.from + last.count === from) last.count += 1;
    else runs.push({ from, to, count: 1 });
  }
  return runs;
}
