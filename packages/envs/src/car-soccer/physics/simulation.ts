import { ConfigurationError } from '@longplay/runtime';
import { bodies, type BodyName } from './bodies.ts';
import { GRAVITY, TICK } from './constants.ts';
import { SimulationEvents } from './events.ts';
import type { BallPlacement, CarPlacement } from './placement.ts';
import { loadState, newState, saveState, type SavedState, type SimulationState } from './state.ts';

/** What surrounds the match: the whole arena; a floor, a ceiling and side walls alone; nothing. */
export type Field = 'arena' | 'flat' | 'void';

export interface SimulationOptions {
  /** Cars of each side, 0 to 3. */
  readonly blue: number;
  readonly orange: number;
  /** Default: 'arena'. */
  readonly field?: Field;
  /** The body of each car, blue's first; default: all 'octane'. */
  readonly bodies?: readonly BodyName[];
  /** Default: true. */
  readonly ball?: boolean;
  /** Default: true. */
  readonly gravity?: boolean;
}

/** A saved simulation: plain data, of the state and the events. */
export interface SavedSimulation {
  readonly state: SavedState;
}

/** The numbers of a car's controls, in order. Analog ones lie in [-1, 1], buttons are 0 or 1. */
export const controlNames = ['throttle', 'steer', 'pitch', 'yaw', 'roll', 'jump', 'boost', 'handbrake'] as const;

/** A match of car soccer at 120 ticks a second. */
export class Simulation {
  readonly cars: number;
  /** Of each car: 0 blue, 1 orange. */
  readonly teams: Uint8Array;
  readonly state: SimulationState;
  /** [cars, 8], in the order of `controlNames`; held until changed. */
  readonly controls: Float64Array;
  readonly events: SimulationEvents;
  private readonly gravity: number;

  constructor(options: SimulationOptions) {
    const { blue, orange } = options;
    for (const [side, count] of Object.entries({ blue, orange })) {
      if (!Number.isInteger(count) || count < 0 || count > 3) {
        throw new ConfigurationError(`${side} is ${count}`, { cure: 'a side has 0 to 3 cars' });
      }
    }
    for (const body of options.bodies ?? []) {
      if (!(body in bodies)) {
        throw new ConfigurationError(`unknown body ${body}`, { cure: `use one of ${Object.keys(bodies).join(', ')}` });
      }
    }
    this.cars = blue + orange;
    this.teams = Uint8Array.from({ length: this.cars }, (_, car) => (car < blue ? 0 : 1));
    this.state = newState(this.cars);
    this.controls = new Float64Array(8 * this.cars);
    this.events = new SimulationEvents(this.cars);
    this.gravity = options.gravity === false ? 0 : GRAVITY;
  }

  /** Plays so many ticks with the controls as they are. Allocates nothing. */
  step(ticks: number): void {
    for (let i = 0; i < ticks; i++) this.tick();
  }

  clearEvents(): void {
    this.events.clear();
  }

  placeBall(placement: BallPlacement): void {
    const { state } = this;
    state.ballPosition.set(placement.position);
    state.ballVelocity.set(placement.velocity ?? [0, 0, 0]);
    state.ballAngularVelocity.set(placement.angularVelocity ?? [0, 0, 0]);
  }

  placeCar(car: number, placement: CarPlacement): void {
    const { state } = this;
    state.position.set(placement.position, 3 * car);
    state.velocity.set(placement.velocity ?? [0, 0, 0], 3 * car);
    state.angularVelocity.set(placement.angularVelocity ?? [0, 0, 0], 3 * car);
    state.forward.set(placement.forward ?? [1, 0, 0], 3 * car);
    state.right.set([0, 1, 0], 3 * car);
    state.up.set(placement.up ?? [0, 0, 1], 3 * car);
    state.boost[car] = placement.boost ?? 100;
  }

  /** All pads give boost again. */
  resetPads(): void {
    this.state.padCooldown.fill(0);
  }

  saveState(): SavedSimulation {
    return { state: saveState(this.state) };
  }

  /** Continues from `saved` as if it had never stopped, bit for bit. */
  loadState(saved: SavedSimulation): void {
    loadState(this.state, saved.state);
  }

  private tick(): void {
    const { ballPosition, ballVelocity } = this.state;
    ballVelocity[2]! += this.gravity * TICK;
    for (let i = 0; i < 3; i++) ballPosition[i]! += ballVelocity[i]! * TICK;
    this.state.tick++;
  }
}
