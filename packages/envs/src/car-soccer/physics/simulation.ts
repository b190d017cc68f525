import { ConfigurationError } from '@longplay/runtime';
import { arenaField } from './arena-field.ts';
import { bodies, type BodyName } from './bodies.ts';
import { CarShape } from './car-shape.ts';
import { GRAVITY } from './constants.ts';
import { SimulationEvents, type SavedEvents } from './events.ts';
import { voidField, type Surroundings } from './surroundings.ts';
import { flatField } from './flat-field.ts';
import { placeBall, placeCar, type BallPlacement, type CarPlacement } from './placement.ts';
import { respawnPlacement } from './respawn.ts';
import { SimulationState, type SavedState } from './state.ts';
import { Ticker } from './tick.ts';
import { World } from './world.ts';

const fields = { arena: arenaField, flat: flatField, void: voidField } as const satisfies Record<string, Surroundings>;

/** What surrounds the match: the whole arena; a floor, a ceiling and side walls alone; nothing. */
export type Field = keyof typeof fields;

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

/** A saved simulation: plain data, of the state, the events and the controls. */
export interface SavedSimulation {
  readonly state: SavedState;
  readonly events: SavedEvents;
  readonly controls: readonly number[];
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
  private readonly world: World;
  private readonly ticker: Ticker;
  private readonly hasFloor: boolean;

  constructor(options: SimulationOptions) {
    const { blue, orange } = options;
    for (const [side, count] of Object.entries({ blue, orange })) {
      if (!Number.isInteger(count) || count < 0 || count > 3) {
        throw new ConfigurationError(`${side} is ${count}`, { cure: 'a side has 0 to 3 cars' });
      }
    }
    for (const body of options.bodies ?? []) {
      if (!Object.hasOwn(bodies, body)) {
        throw new ConfigurationError(`unknown body ${body}`, { cure: `use one of ${Object.keys(bodies).join(', ')}` });
      }
    }
    this.cars = blue + orange;
    const bodyNames = options.bodies ?? Array.from({ length: this.cars }, (): BodyName => 'octane');
    if (bodyNames.length !== this.cars) {
      throw new ConfigurationError(`bodies has ${bodyNames.length} names for ${this.cars} cars`, {
        cure: 'give one body a car',
      });
    }
    this.teams = Uint8Array.from({ length: this.cars }, (_, car) => (car < blue ? 0 : 1));
    this.state = new SimulationState(this.cars);
    this.events = new SimulationEvents(this.cars);
    const { field: fieldName = 'arena' } = options;
    if (!Object.hasOwn(fields, fieldName)) {
      throw new ConfigurationError(`unknown field ${fieldName}`, {
        cure: `use one of ${Object.keys(fields).join(', ')}`,
      });
    }
    const field = fields[fieldName];
    this.world = new World(
      this.teams,
      bodyNames.map((name) => new CarShape(bodies[name])),
      this.state,
      this.events,
      options.ball !== false,
      options.gravity === false ? 0 : GRAVITY,
    );
    this.controls = this.world.controls;
    this.hasFloor = field !== voidField;
    this.ticker = new Ticker(this.world, field, (car) => this.respawn(car));
  }

  /** Plays so many ticks with the controls as they are. Allocates nothing. */
  step(ticks: number): void {
    this.ticker.run(ticks);
  }

  clearEvents(): void {
    this.events.clear();
  }

  /** Puts the ball somewhere. */
  placeBall(placement: BallPlacement): void {
    placeBall(this.world, placement);
  }

  /** Puts a car somewhere, as if it had just been made: no jump or dodge is under way, no bump or demolition counts. */
  placeCar(car: number, placement: CarPlacement): void {
    placeCar(this.world, car, placement, this.hasFloor);
  }

  /** All pads give boost again. */
  resetPads(): void {
    this.state.padCooldown.fill(0);
    this.state.padCar.fill(0);
  }

  saveState(): SavedSimulation {
    return { state: this.state.save(), events: this.events.save(), controls: [...this.controls] };
  }

  /** Continues from `saved` as if it had never stopped, bit for bit. */
  loadState(saved: SavedSimulation): void {
    this.state.load(saved.state);
    this.events.load(saved.events);
    this.controls.set(saved.controls);
  }

  private respawn(car: number): void {
    this.placeCar(car, respawnPlacement(this.teams[car]!, this.state.tick + car));
  }
}
