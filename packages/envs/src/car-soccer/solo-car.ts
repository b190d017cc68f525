import { ConfigurationError } from '@longplay/runtime';
import { drawSvg, drawText } from '../dynamics/scene.ts';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.ts';
import type { Box, Discrete } from '../spaces.ts';
import type { CarSoccer } from './car-soccer.ts';
import { sceneOf } from './drawing.ts';
import type { MatchState } from './match.ts';

/** A match of one car, such as 1v0, as a plain environment. */
export class SoloCar implements Env<Float32Array, number | ArrayLike<number>> {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete | Box;
  readonly rewardParts: readonly string[];
  readonly #match: CarSoccer;

  /** @throws ConfigurationError when there are several cars */
  constructor(match: CarSoccer) {
    const cars = match.teams.length;
    if (cars !== 1) {
      throw new ConfigurationError(`a match of ${cars} cars has ${cars} agents: it cannot be made as one Env`, {
        cure: 'take its batch form, makeBatch(1), or carSoccer() itself; or leave one car: blue 1, orange 0',
      });
    }
    this.observationSpace = match.observationSpace;
    this.actionSpace = match.actionSpace;
    this.rewardParts = match.rewardParts;
    this.#match = match;
  }

  reset(options?: ResetOptions): ResetResult<Float32Array> {
    return { observation: this.#match.reset(options).observations[0]!, info: {} };
  }

  /** @throws RangeError when no episode is running, or there is no such action */
  step(action: number | ArrayLike<number>): StepResult<Float32Array> {
    const { observations, rewards, rewardParts, terminated, truncated } = this.#match.step([action]);
    const info = { rewardParts: rewardParts[0]! };
    return { observation: observations[0]!, reward: rewards[0]!, terminated, truncated, info };
  }

  saveState(): MatchState {
    return this.#match.saveState();
  }

  loadState(state: EnvState): void {
    this.#match.loadState(state as MatchState);
  }

  render(): string {
    return drawText(sceneOf(this.#match.view));
  }

  renderSvg(): string {
    return drawSvg(sceneOf(this.#match.view));
  }
}
