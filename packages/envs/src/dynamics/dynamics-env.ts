import { Random } from '@longplay/runtime';
import { actionSize } from '../actions.ts';
import type { BatchStep } from '../batch-env.ts';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.ts';
import { describeMismatch } from '../space-values.ts';
import { box, type Box, type Discrete } from '../spaces.ts';
import { newBatchStep } from '../vector/batch-step.ts';
import type { Dynamics, DynamicsOf, DynamicsState } from './dynamics.ts';
import { drawSvg, drawText } from './scene.ts';

/** One copy of a system as an environment. */
export class DynamicsEnv<Action extends number | ArrayLike<number>> implements Env<Float32Array, Action> {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete | Box;
  readonly #dynamics: Dynamics;
  /** What `step` takes: beyond the bounds of a Box too, which the physics clips as Gymnasium's does. */
  readonly #accepted: Discrete | Box;
  readonly #action: Float32Array;
  readonly #result: BatchStep;
  #random = Random.from(0, 0);
  /** Steps since the episode began; -1 when `reset` must come first. */
  #elapsed = -1;

  constructor(dynamicsOf: DynamicsOf) {
    const dynamics = dynamicsOf(1);
    this.observationSpace = dynamics.observationSpace;
    this.actionSpace = dynamics.actionSpace;
    this.#dynamics = dynamics;
    this.#accepted =
      this.actionSpace.type === 'box' ? box(-Infinity, Infinity, this.actionSpace.low.length) : this.actionSpace;
    this.#action = new Float32Array(actionSize(dynamics.actionSpace));
    this.#result = newBatchStep(
      {
        ...dynamics,
        observationSize: this.observationSpace.low.length,
        actionSize: 0,
        maskSize: 0,
        rewardParts: [],
        teams: [0],
      },
      1,
    );
  }

  reset({ seed }: ResetOptions = {}): ResetResult<Float32Array> {
    if (seed !== undefined) this.#random = Random.from(seed);
    this.#elapsed = 0;
    this.#dynamics.begin(0, this.#random);
    this.#dynamics.observe(0, this.#result.observations);
    return { observation: this.#result.observations.slice(), info: {} };
  }

  /** @throws RangeError when no episode is running, or there is no such action. */
  step(action: Action): StepResult<Float32Array> {
    const { id, timeLimit } = this.#dynamics;
    if (this.#elapsed < 0) throw new RangeError(`${id}: no episode is running; call reset before step`);
    const mismatch = describeMismatch(this.#accepted, action);
    if (mismatch !== undefined) throw new RangeError(`${id}: no such action: ${mismatch}`);
    this.#action.set(typeof action === 'number' ? [action] : action);
    this.#dynamics.advance(this.#action, this.#result);
    this.#elapsed += 1;
    const terminated = this.#result.terminated[0] === 1;
    const truncated = this.#elapsed >= timeLimit;
    if (terminated || truncated) this.#elapsed = -1;
    return {
      observation: this.#result.observations.slice(),
      reward: this.#result.rewards[0]!,
      terminated,
      truncated,
      info: {},
    };
  }

  saveState(): DynamicsState {
    return { state: [...this.#dynamics.state], elapsed: this.#elapsed, random: [...this.#random.state()] };
  }

  loadState(saved: EnvState): void {
    const { state, elapsed, random } = saved as DynamicsState;
    this.#dynamics.state.set(state);
    this.#elapsed = elapsed;
    this.#random = Random.restore(Uint32Array.from(random));
  }

  render(): string {
    return drawText(this.#dynamics.scene(0));
  }

  renderSvg(): string {
    return drawSvg(this.#dynamics.scene(0));
  }
}
