/** A saved state: plain data. Every array is the base64 of its bytes, so that every bit comes back. */
export interface SavedState {
  readonly tick: number;
  readonly lastTouch: number;
  readonly arrays: Readonly<Record<string, string>>;
}

type StateArray = Float64Array | Float32Array | Uint8Array;

/**
 * Everything that the future of a match depends on, besides the controls: flat arrays by name. Arrays of cars hold the
 * numbers of car 0 first: `position[3 * car]` is x. Saving and loading follow the fields that are declared here, so that
 * none can be forgotten. Times are in single precision: the reference counts so, and whether a time that falls on a tick
 * has come or not is a matter of its last bit.
 */
export class SimulationState {
  /** Ticks since the start. */
  tick = 0;
  /** The car that touched the ball last, -1: none. */
  lastTouch = -1;
  /** uu */
  readonly ballPosition = new Float64Array(3);
  /** uu/s */
  readonly ballVelocity = new Float64Array(3);
  /** rad/s */
  readonly ballAngularVelocity = new Float64Array(3);
  /** Seconds until the pad gives boost again, 0: now. In the order of pads.ts. */
  readonly padCooldown = new Float64Array(34);
  /** The car that was on the pad in the last tick, counted from 1; 0: none. */
  readonly padCar = new Uint8Array(34);

  /** uu, of the centre of mass */
  readonly position: Float64Array;
  /** uu/s */
  readonly velocity: Float64Array;
  /** rad/s */
  readonly angularVelocity: Float64Array;
  /** The car's axes in the world, unit vectors. */
  readonly forward: Float64Array;
  readonly right: Float64Array;
  readonly up: Float64Array;
  /** 0 to 100 */
  readonly boost: Float64Array;
  /** Axis of the dodge's torque in the car's frame: x forward, y right. */
  readonly flipTorque: Float64Array;
  /** Its direction: 1 or -1. */
  readonly autoFlipDirection: Float64Array;
  readonly bumpedCar: Float64Array;
  /** Normal of the last contact of the body with the arena. */
  readonly worldNormal: Float64Array;
  /** Tick of the last contact with the ball, and of the last extra impulse given to it; very low when there was none. */
  readonly ballTouchTick: Float64Array;
  readonly ballImpulseTick: Float64Array;
  /** Of each wheel, as the controls of the last tick left them. */
  readonly engineForce: Float64Array;
  readonly brakeForce: Float64Array;
  /** rad, of the front wheels */
  readonly steerAngle: Float64Array;
  readonly sideFriction: Float64Array;
  readonly forwardFriction: Float64Array;
  /** Impulse against the penetration of each wheel. */
  readonly wheelPushback: Float64Array;

  /** Seconds since the jump began. */
  readonly jumpTime: Float32Array;
  /** Seconds since the dodge began. */
  readonly flipTime: Float32Array;
  /** Seconds in the air. */
  readonly airTime: Float32Array;
  /** Seconds in the air since the jump's thrust ended. */
  readonly airTimeSinceJump: Float32Array;
  /** Seconds that an automatic flip still turns the car. */
  readonly autoFlipTimer: Float32Array;
  /** How far the powerslide has set in, 0 to 1. */
  readonly handbrake: Float32Array;
  /** Seconds at supersonic speed. */
  readonly supersonicTime: Float32Array;
  /** Seconds of the present burst of boost. */
  readonly boostingTime: Float32Array;
  /** Seconds until a demolished car is back. */
  readonly respawnTimer: Float32Array;
  /** Seconds in which the car does not bump `bumpedCar` again. */
  readonly bumpCooldown: Float32Array;

  /** At least three wheels touch. */
  readonly onGround: Uint8Array;
  readonly hasJumped: Uint8Array;
  readonly hasFlipped: Uint8Array;
  readonly hasDoubleJumped: Uint8Array;
  /** The jump's thrust acts. */
  readonly jumping: Uint8Array;
  /** The dodge turns the car. */
  readonly flipping: Uint8Array;
  readonly autoFlipping: Uint8Array;
  readonly supersonic: Uint8Array;
  /** The body, not a wheel, touches the arena. */
  readonly worldContact: Uint8Array;
  readonly demolished: Uint8Array;
  /** The jump button was down in the last tick. */
  readonly jumpHeld: Uint8Array;
  /** Boost was burning in the last tick. */
  readonly boosting: Uint8Array;

  constructor(cars: number) {
    this.position = new Float64Array(3 * cars);
    this.velocity = new Float64Array(3 * cars);
    this.angularVelocity = new Float64Array(3 * cars);
    this.forward = new Float64Array(3 * cars);
    this.right = new Float64Array(3 * cars);
    this.up = new Float64Array(3 * cars);
    this.boost = new Float64Array(cars);
    this.flipTorque = new Float64Array(2 * cars);
    this.autoFlipDirection = new Float64Array(cars);
    this.bumpedCar = new Float64Array(cars);
    this.worldNormal = new Float64Array(3 * cars);
    this.ballTouchTick = new Float64Array(cars);
    this.ballImpulseTick = new Float64Array(cars);
    this.engineForce = new Float64Array(cars);
    this.brakeForce = new Float64Array(cars);
    this.steerAngle = new Float64Array(cars);
    this.sideFriction = new Float64Array(4 * cars);
    this.forwardFriction = new Float64Array(4 * cars);
    this.wheelPushback = new Float64Array(4 * cars);
    this.jumpTime = new Float32Array(cars);
    this.flipTime = new Float32Array(cars);
    this.airTime = new Float32Array(cars);
    this.airTimeSinceJump = new Float32Array(cars);
    this.autoFlipTimer = new Float32Array(cars);
    this.handbrake = new Float32Array(cars);
    this.supersonicTime = new Float32Array(cars);
    this.boostingTime = new Float32Array(cars);
    this.respawnTimer = new Float32Array(cars);
    this.bumpCooldown = new Float32Array(cars);
    this.onGround = new Uint8Array(cars);
    this.hasJumped = new Uint8Array(cars);
    this.hasFlipped = new Uint8Array(cars);
    this.hasDoubleJumped = new Uint8Array(cars);
    this.jumping = new Uint8Array(cars);
    this.flipping = new Uint8Array(cars);
    this.autoFlipping = new Uint8Array(cars);
    this.supersonic = new Uint8Array(cars);
    this.worldContact = new Uint8Array(cars);
    this.demolished = new Uint8Array(cars);
    this.jumpHeld = new Uint8Array(cars);
    this.boosting = new Uint8Array(cars);
  }

  /** Copies everything into plain data. */
  save(): SavedState {
    const arrays: Record<string, string> = {};
    for (const [name, value] of arraysOf(this)) arrays[name] = bytesOf(value).toString('base64');
    return { tick: this.tick, lastTouch: this.lastTouch, arrays };
  }

  /**
   * Puts a saved state back, into arrays that stay the same ones.
   *
   * @throws RangeError when it was saved with another number of cars, or is not a saved state
   */
  load(saved: SavedState): void {
    const copies = arraysOf(this).map(([name, value]) => {
      const target = bytesOf(value);
      const source = Buffer.from(saved.arrays[name] ?? '', 'base64');
      if (source.length !== target.length) {
        throw new RangeError(
          `the saved state has ${source.length} bytes of ${name} where this simulation has ${target.length}: ` +
            'load it into a simulation with the same number of cars',
        );
      }
      return { target, source };
    });
    for (const { target, source } of copies) target.set(source);
    this.tick = saved.tick;
    this.lastTouch = saved.lastTouch;
  }

  /** Sets all numbers and flags of a car to 0. */
  clearCar(car: number): void {
    for (const [name, value] of arraysOf(this)) {
      const size = carSizes.get(name) ?? 0;
      value.fill(0, size * car, size * (car + 1));
    }
  }
}

function arraysOf(state: SimulationState): [string, StateArray][] {
  return Object.entries(state).filter((entry): entry is [string, StateArray] => ArrayBuffer.isView(entry[1]));
}

function bytesOf(array: StateArray): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

/** Numbers of a car in each array: what one car adds to it. */
const carSizes: ReadonlyMap<string, number> = sizesPerCar();

function sizesPerCar(): Map<string, number> {
  const without = new Map(arraysOf(new SimulationState(0)));
  return new Map(
    arraysOf(new SimulationState(1)).map(([name, value]) => [name, value.length - without.get(name)!.length]),
  );
}
