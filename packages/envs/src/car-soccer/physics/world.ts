import type { CarShape } from './car-shape.ts';
import type { SimulationEvents } from './events.ts';
import type { SimulationState } from './state.ts';

/** A match as the parts of the physics see it: the state, and what is worked out anew in each tick. */
export class World {
  readonly cars: number;
  readonly teams: Uint8Array;
  readonly shapes: readonly CarShape[];
  readonly state: SimulationState;
  /** [cars, 8], see `controlNames`. */
  readonly controls: Float64Array;
  readonly events: SimulationEvents;
  readonly hasBall: boolean;
  /** uu/s^2, along z */
  readonly gravity: number;
  /** [cars, 3]: acceleration in this tick, without contacts, in uu/s^2. */
  readonly acceleration: Float64Array;
  /** [cars, 3]: the same of the rotation, in rad/s^2. */
  readonly angularAcceleration: Float64Array;
  /** [cars, 3]: velocity that is added when the tick is over, in uu/s. */
  readonly carKick: Float64Array;
  /** The same of the ball. */
  readonly ballKick = new Float64Array(3);
  /** A ball without any velocity rests where it is, even in the air, until something touches it. */
  ballAwake = true;
  constructor(
    teams: Uint8Array,
    shapes: readonly CarShape[],
    state: SimulationState,
    events: SimulationEvents,
    hasBall: boolean,
    gravity: number,
  ) {
    this.cars = teams.length;
    this.teams = teams;
    this.shapes = shapes;
    this.state = state;
    this.controls = new Float64Array(8 * this.cars);
    this.events = events;
    this.hasBall = hasBall;
    this.gravity = gravity;
    this.acceleration = new Float64Array(3 * this.cars);
    this.angularAcceleration = new Float64Array(3 * this.cars);
    this.carKick = new Float64Array(3 * this.cars);
  }
}
