import { Random } from '@longplay/runtime';
import { CONTROLS, type ActionParser } from './actions/action-parser.ts';
import type { BatchStep } from '../batch-env.ts';
import { carStates, type CarState } from './car-state.ts';
import type { Condition } from './conditions.ts';
import type { ObservationBuilder } from './observations/observation-builder.ts';
import type { BodyName } from './physics/bodies.ts';
import { Simulation, type SavedSimulation } from './physics/simulation.ts';
import type { WeightedReward } from './rewards/weighted.ts';
import type { StartState } from './starts/start-state.ts';
import type { BallView, MatchView, Team } from './views.ts';

/** Everything that a match is made of. */
export interface MatchParts {
  readonly blue: number;
  readonly orange: number;
  /** Ticks of a step. */
  readonly tickSkip: number;
  /** The body of each car. */
  readonly bodies: readonly BodyName[];
  readonly observe: ObservationBuilder;
  readonly act: ActionParser;
  readonly reward: WeightedReward;
  readonly terminate: Condition;
  readonly truncate: Condition;
  readonly start: StartState;
}

/** A match at one moment, as JSON: everything that its future depends on. */
export interface MatchState {
  readonly simulation: SavedSimulation;
  readonly ticks: number;
  readonly ticksSinceTouch: number;
  /** An episode is running. */
  readonly running: boolean;
  /** The words of the random stream. */
  readonly random: readonly number[];
}

/** Somebody who sees a match as it is played, and changes nothing. */
export interface MatchWatcher {
  /** Ticks after which it is called; also at the end of each step. */
  readonly everyTicks: number;
  see(): void;
}

/** One running match: its simulation, its random stream, and how far its episode is. */
export class Match implements MatchView {
  readonly simulation: Simulation;
  readonly cars: readonly CarState[];
  readonly ball: BallView;
  readonly padCooldown: Float64Array;
  ticks = 0;
  ticksSinceTouch = 0;
  /** An episode is running. */
  running = false;
  /** Whether the last step ended the episode; never both. */
  terminated = false;
  truncated = false;
  readonly #parts: MatchParts;
  readonly #observationSize: number;
  /** The simulation as it was made, from where every episode begins. */
  readonly #pristine: SavedSimulation;
  #watcher: MatchWatcher = { everyTicks: Infinity, see() {} };
  #random: Random;

  constructor(parts: MatchParts, random: Random) {
    this.#parts = parts;
    this.#random = random;
    this.simulation = new Simulation(parts);
    const { state } = this.simulation;
    this.cars = carStates(this.simulation);
    this.ball = {
      position: state.ballPosition,
      velocity: state.ballVelocity,
      angularVelocity: state.ballAngularVelocity,
    };
    this.padCooldown = state.padCooldown;
    this.#observationSize = parts.observe.size(this.cars.length);
    this.#pristine = this.simulation.saveState();
  }

  get scorer(): Team | undefined {
    const { goal } = this.simulation.events;
    if (goal === 0) return undefined;
    return goal === 1 ? 0 : 1;
  }

  /** Lets somebody see the match from now on, in place of who did before. */
  watch(watcher: MatchWatcher): void {
    this.#watcher = watcher;
  }

  /** Begins an episode; with a seed the random stream starts afresh. */
  begin(seed: number | undefined): void {
    if (seed !== undefined) this.#random = Random.from(seed);
    const { simulation } = this;
    simulation.loadState(this.#pristine);
    this.#parts.start(simulation, this.#random);
    this.ticks = 0;
    this.ticksSinceTouch = 0;
    this.running = true;
    this.#beginStep();
  }

  /**
   * One decision of each car, held for the ticks of a step.
   *
   * @param actions - rows of `actionSize` numbers; that of car 0 begins at `at`
   */
  step(actions: Float32Array, at: number, actionSize: number): void {
    const { act, tickSkip, terminate, truncate } = this.#parts;
    const { controls } = this.simulation;
    this.#beginStep();
    for (let car = 0; car < this.cars.length; car++) {
      act.parse(actions, at + car * actionSize, controls, car * CONTROLS);
    }
    for (let left = tickSkip; left > 0;) {
      const ticks = Math.min(left, this.#watcher.everyTicks);
      this.simulation.step(ticks);
      left -= ticks;
      this.#watcher.see();
    }
    this.ticks += tickSkip;
    const { tick, ballTouchTick } = this.simulation.state;
    const touched = ballTouchTick.some((last) => last >= tick - tickSkip);
    this.ticksSinceTouch = touched ? 0 : this.ticksSinceTouch + tickSkip;
    this.terminated = terminate(this);
    this.truncated = !this.terminated && truncate(this);
    this.running = !this.terminated && !this.truncated;
  }

  /** Writes what each car sees; the row of car 0 begins at `at`. */
  observe(observations: Float32Array, at: number): void {
    for (const car of this.cars) {
      this.#parts.observe.observe(car, this, observations, at + car.index * this.#observationSize);
    }
  }

  /** Writes the rewards of the last step, and their parts, into the rows of the cars, the first of which is `row`. */
  reward({ rewards, rewardParts }: Pick<BatchStep, 'rewards' | 'rewardParts'>, row: number): void {
    const { parts, weights } = this.#parts.reward;
    for (const car of this.cars) {
      let sum = 0;
      const at = (row + car.index) * parts.length;
      for (let i = 0; i < parts.length; i++) {
        const paid = weights[i]! * parts[i]!(car, this);
        rewardParts[at + i] = paid;
        sum += paid;
      }
      rewards[row + car.index] = sum;
    }
  }

  saveState(): MatchState {
    return {
      simulation: this.simulation.saveState(),
      ticks: this.ticks,
      ticksSinceTouch: this.ticksSinceTouch,
      running: this.running,
      random: [...this.#random.state()],
    };
  }

  /** Goes on from a saved state, bit for bit. */
  loadState({ simulation, ticks, ticksSinceTouch, running, random }: MatchState): void {
    this.simulation.loadState(simulation);
    this.ticks = ticks;
    this.ticksSinceTouch = ticksSinceTouch;
    this.running = running;
    this.#random = Random.restore(Uint32Array.from(random));
    this.#beginStep();
  }

  /** Nothing has happened in a step that is yet to come. */
  #beginStep(): void {
    this.simulation.clearEvents();
    this.terminated = false;
    this.truncated = false;
    for (const car of this.cars) car.boostBefore = car.boost;
  }
}
