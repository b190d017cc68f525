/** Numbers of a vector: x across the field, y along it, z up. */
export type Vector = readonly [number, number, number];

/** Where the ball is put; what is left out is 0. */
export interface BallPlacement {
  /** uu */
  readonly position: Vector;
  /** uu/s */
  readonly velocity?: Vector;
  /** rad/s */
  readonly angularVelocity?: Vector;
}

/** Where a car is put; what is left out is 0, but `boost`: 100. */
export interface CarPlacement {
  /** uu */
  readonly position: Vector;
  /** uu/s */
  readonly velocity?: Vector;
  /** rad/s */
  readonly angularVelocity?: Vector;
  /** Rotation about the vertical axis, in rad: 0 faces +x, pi/2 faces +y. */
  readonly yaw?: number;
  /** Nose up, in rad. */
  readonly pitch?: number;
  /** rad */
  readonly roll?: number;
  /** Instead of the angles: the car's forward and up axes, orthogonal unit vectors. */
  readonly forward?: Vector;
  readonly up?: Vector;
  /** 0 to 100 */
  readonly boost?: number;
  /** Default: on the ground when it starts below z = 20 on a field that has a floor. */
  readonly onGround?: boolean;
  readonly hasJumped?: boolean;
}
