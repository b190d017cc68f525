/** The events as plain data. */
export interface SavedEvents {
  readonly touches: readonly number[];
  readonly bumps: readonly number[];
  readonly demolitions: readonly number[];
  readonly demolished: readonly number[];
  readonly boostGained: readonly number[];
  readonly goal: number;
}

/** What has happened since the events were last cleared. */
export class SimulationEvents {
  /** Ticks in which the car came to touch the ball. */
  readonly touches: Uint32Array;
  /** Bumps that the car gave. */
  readonly bumps: Uint32Array;
  /** Demolitions that the car made. */
  readonly demolitions: Uint32Array;
  /** Demolitions that the car suffered. */
  readonly demolished: Uint32Array;
  /** Boost that the car took from pads. */
  readonly boostGained: Float64Array;
  /** 0: none, 1: blue scored, 2: orange scored. */
  goal: number = 0;

  constructor(cars: number) {
    this.touches = new Uint32Array(cars);
    this.bumps = new Uint32Array(cars);
    this.demolitions = new Uint32Array(cars);
    this.demolished = new Uint32Array(cars);
    this.boostGained = new Float64Array(cars);
  }

  /** Copies everything into plain data. */
  save(): SavedEvents {
    const { touches, bumps, demolitions, demolished, boostGained, goal } = this;
    return {
      touches: [...touches],
      bumps: [...bumps],
      demolitions: [...demolitions],
      demolished: [...demolished],
      boostGained: [...boostGained],
      goal,
    };
  }

  /** Puts saved events back. */
  load(saved: SavedEvents): void {
    this.touches.set(saved.touches);
    this.bumps.set(saved.bumps);
    this.demolitions.set(saved.demolitions);
    this.demolished.set(saved.demolished);
    this.boostGained.set(saved.boostGained);
    this.goal = saved.goal;
  }

  clear(): void {
    this.touches.fill(0);
    this.bumps.fill(0);
    this.demolitions.fill(0);
    this.demolished.fill(0);
    this.boostGained.fill(0);
    this.goal = 0;
  }
}
