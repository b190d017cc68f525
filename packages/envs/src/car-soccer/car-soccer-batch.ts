import { Random } from '@longplay/runtime';
import type { BatchEnv, BatchStep } from '../batch-env.ts';
import type { EnvState } from '../env.ts';
import { Match, type MatchParts, type MatchState, type MatchWatcher } from './match.ts';
import { MatchLayout } from './match-layout.ts';
import type { BodyName } from './physics/bodies.ts';
import type { Simulation } from './physics/simulation.ts';

/** Many matches of one kind, stepped together: each car is a row, those of a match follow each other, blue ones first. */
export class CarSoccerBatch extends MatchLayout implements BatchEnv {
  readonly rows: number;
  readonly #matches: readonly Match[];
  readonly #bodies: readonly BodyName[];
  /** There is somebody to win against. */
  readonly #contested: boolean;

  constructor(parts: MatchParts, matches: number) {
    super(parts);
    this.rows = matches * this.teams.length;
    this.#matches = Array.from({ length: matches }, (_, index) => new Match(parts, Random.from(0, index)));
    this.#bodies = parts.bodies;
    this.#contested = parts.blue > 0 && parts.orange > 0;
  }

  /**
   * Lets somebody see a match as it is played, more often than once a step.
   *
   * @returns its simulation, which is for looking at, and the body of each car.
   */
  watch(
    match: number,
    watcher: MatchWatcher,
  ): { readonly simulation: Simulation; readonly bodies: readonly BodyName[] } {
    this.#matches[match]!.watch(watcher);
    return { simulation: this.#matches[match]!.simulation, bodies: this.#bodies };
  }

  reset(match: number, seed: number | undefined, out: BatchStep): void {
    this.#matches[match]!.begin(seed);
    this.#observe(match, out.observations);
  }

  step(actions: Float32Array, out: BatchStep): void {
    for (let index = 0; index < this.#matches.length; index++) {
      const match = this.#matches[index]!;
      const row = index * this.teams.length;
      match.step(actions, row * this.actionSize, this.actionSize);
      match.reward(out, row);
      this.#writeEnd(match, row, out);
      if (match.terminated || match.truncated) {
        this.#observe(index, out.finalObservations);
        match.begin(undefined);
      }
      this.#observe(index, out.observations);
    }
  }

  saveState(match: number): MatchState {
    return this.#matches[match]!.saveState();
  }

  loadState(match: number, state: EnvState, out: BatchStep): void {
    this.#matches[match]!.loadState(state as MatchState);
    this.#observe(match, out.observations);
  }

  #observe(match: number, observations: Float32Array): void {
    this.#matches[match]!.observe(observations, match * this.teams.length * this.observationSize);
  }

  #writeEnd(match: Match, row: number, { terminated, truncated, outcomes }: BatchStep): void {
    for (const { index, teamScored, teamConceded } of match.cars) {
      terminated[row + index] = match.terminated ? 1 : 0;
      truncated[row + index] = match.truncated ? 1 : 0;
      outcomes[row + index] = this.#contested ? Number(teamScored) - Number(teamConceded) : 0;
    }
  }
}
