/**
 * The state of a simulation: flat arrays by name, declared once. Making, saving and loading a state all follow these
 * lists, so that none can forget a field.
 */
/** Numbers of the match, in doubles. */
const MATCH = {
  /** uu */
  ballPosition: 3,
  /** uu/s */
  ballVelocity: 3,
  /** rad/s */
  ballAngularVelocity: 3,
  /** Seconds until the pad gives boost again, 0: now. In the order of pads.ts. */
  padCooldown: 34,
  /** The car that was on the pad in the last tick, counted from 1; 0: none. */
  padCar: 34,
} as const;

/** Numbers of each car, in doubles. */
const CAR = {
  /** uu, of the centre of mass */
  position: 3,
  /** uu/s */
  velocity: 3,
  /** rad/s */
  angularVelocity: 3,
  /** The car's axes in the world, unit vectors. */
  forward: 3,
  right: 3,
  up: 3,
  /** 0 to 100 */
  boost: 1,
  /** Axis of the dodge's torque in the car's frame: x forward, y right. */
  flipTorque: 2,
  /** Its direction: 1 or -1. */
  autoFlipDirection: 1,
  bumpedCar: 1,
  /** Normal of the last contact of the body with the arena. */
  worldNormal: 3,
  /** Tick of the last contact with the ball, and of the last extra impulse given to it; very low when there was none. */
  ballTouchTick: 1,
  ballImpulseTick: 1,
  /** Of each wheel, as the controls of the last tick left them. */
  engineForce: 1,
  brakeForce: 1,
  /** rad, of the front wheels */
  steerAngle: 1,
  sideFriction: 4,
  forwardFriction: 4,
  /** Impulse against the penetration of each wheel. */
  wheelPushback: 4,
} as const;

/**
 * Times of each car, in single precision: the reference counts so, and whether a time that falls on a tick has come or
 * not is a matter of its last bit.
 */
const CAR_TIMES = {
  /** Seconds since the jump began. */
  jumpTime: 1,
  /** Seconds since the dodge began. */
  flipTime: 1,
  /** Seconds in the air. */
  airTime: 1,
  /** Seconds in the air since the jump's thrust ended. */
  airTimeSinceJump: 1,
  /** Seconds that an automatic flip still turns the car. */
  autoFlipTimer: 1,
  /** How far the powerslide has set in, 0 to 1. */
  handbrake: 1,
  /** Seconds at supersonic speed. */
  supersonicTime: 1,
  /** Seconds of the present burst of boost. */
  boostingTime: 1,
  /** Seconds until a demolished car is back. */
  respawnTimer: 1,
  /** Seconds in which the car does not bump `bumpedCar` again. */
  bumpCooldown: 1,
} as const;

/** Flags of each car, 0 or 1. */
const CAR_FLAGS = {
  /** At least three wheels touch. */
  onGround: 1,
  hasJumped: 1,
  hasFlipped: 1,
  hasDoubleJumped: 1,
  /** The jump's thrust acts. */
  jumping: 1,
  /** The dodge turns the car. */
  flipping: 1,
  autoFlipping: 1,
  supersonic: 1,
  /** The body, not a wheel, touches the arena. */
  worldContact: 1,
  demolished: 1,
  /** The jump button was down in the last tick. */
  jumpHeld: 1,
  /** Boost was burning in the last tick. */
  boosting: 1,
} as const;

type NumberField = keyof typeof MATCH | keyof typeof CAR;
type TimeField = keyof typeof CAR_TIMES;
type FlagField = keyof typeof CAR_FLAGS;

/**
 * Everything that the future of a match depends on, besides the controls. Arrays of cars hold the numbers of car 0
 * first: `position[3 * car]` is x.
 */
export type SimulationState = Readonly<Record<NumberField, Float64Array>> &
  Readonly<Record<TimeField, Float32Array>> &
  Readonly<Record<FlagField, Uint8Array>> & {
    /** Ticks since the start. */
    tick: number;
    /** The car that touched the ball last, -1: none. */
    lastTouch: number;
  };

/** A saved state: plain data. Every array is the base64 of its bytes, so that every bit comes back. */
export interface SavedState {
  readonly tick: number;
  readonly lastTouch: number;
  readonly arrays: Readonly<Record<string, string>>;
}

/** A state of zeros for so many cars. */
export function newState(cars: number): SimulationState {
  const state: Record<string, Float64Array | Float32Array | Uint8Array | number> = { tick: 0, lastTouch: -1 };
  for (const [name, size] of Object.entries(MATCH)) state[name] = new Float64Array(size);
  for (const [name, size] of Object.entries(CAR)) state[name] = new Float64Array(size * cars);
  for (const [name, size] of Object.entries(CAR_TIMES)) state[name] = new Float32Array(size * cars);
  for (const [name, size] of Object.entries(CAR_FLAGS)) state[name] = new Uint8Array(size * cars);
  return state as SimulationState;
}

/** Sets all numbers and flags of a car to 0. */
export function clearCar(state: SimulationState, car: number): void {
  for (const [name, size] of Object.entries({ ...CAR, ...CAR_TIMES, ...CAR_FLAGS })) {
    state[name as keyof typeof CAR | keyof typeof CAR_TIMES | keyof typeof CAR_FLAGS].fill(
      0,
      size * car,
      size * (car + 1),
    );
  }
}

/** Copies a state into plain data. */
export function saveState(state: SimulationState): SavedState {
  const arrays: Record<string, string> = {};
  for (const [name, value] of Object.entries(state)) {
    if (typeof value !== 'number') {
      arrays[name] = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    }
  }
  return { tick: state.tick, lastTouch: state.lastTouch, arrays };
}

/**
 * Puts a saved state back, into arrays that stay the same ones.
 *
 * @throws RangeError when it was saved with another number of cars, or is not a saved state
 */
export function loadState(state: SimulationState, saved: SavedState): void {
  const bytes = new Map<Uint8Array, Buffer>();
  for (const [name, value] of Object.entries(state)) {
    if (typeof value === 'number') continue;
    const target = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const source = Buffer.from(saved.arrays[name] ?? '', 'base64');
    if (source.length !== target.length) {
      throw new RangeError(
        `the saved state has ${source.length} bytes of ${name} where this simulation has ${target.length}: ` +
          'load it into a simulation with the same number of cars',
      );
    }
    bytes.set(target, source);
  }
  for (const [target, source] of bytes) target.set(source);
  state.tick = saved.tick;
  state.lastTouch = saved.lastTouch;
}
