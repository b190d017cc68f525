import type { Axle, Body } from './bodies.ts';
import {
  BOX_ROUNDING_MAX,
  BOX_ROUNDING_SHARE,
  CAR_MASS,
  CONTACT_BREAKING_SHARE,
  SUSPENSION_SHORTENING,
  SUSPENSION_TRAVEL,
} from './constants.ts';

/** What the simulation needs of a body, worked out once. Lengths in uu, in the car's frame: x forward, y right, z up. */
export class CarShape {
  /** Half the edges of the hitbox. */
  readonly halfX: number;
  readonly halfY: number;
  readonly halfZ: number;
  /** Its centre; y is 0. */
  readonly offsetX: number;
  readonly offsetZ: number;
  /** 1 / moment of inertia about each axis. */
  readonly inverseInertiaX: number;
  readonly inverseInertiaY: number;
  readonly inverseInertiaZ: number;
  /** Radius of its edges when it meets the ball. */
  readonly rounding: number;
  /** Further apart than this, a contact ends. */
  readonly breakingDistance: number;
  /** No part of the hitbox is further from the centre of mass. */
  readonly reach: number;
  /** Of the front right, front left, back right, back left wheel: where its ray starts. */
  readonly wheelX: Float64Array;
  readonly wheelY: Float64Array;
  readonly wheelZ: Float64Array;
  readonly wheelRadius: Float64Array;
  /** Length of the suspension at which it gives no force. */
  readonly restLength: Float64Array;
  /** Length of the wheel's ray. */
  readonly rayLength: Float64Array;

  constructor(body: Body) {
    // The reference takes the full rounding off a box, and puts back only the rounding that a flat one has.
    this.rounding = Math.min(BOX_ROUNDING_MAX, BOX_ROUNDING_SHARE * Math.min(...body.size) * 0.5);
    const [x, y, z] = body.size.map((edge) => edge - 2 * (BOX_ROUNDING_MAX - this.rounding)) as [
      number,
      number,
      number,
    ];
    [this.halfX, this.halfY, this.halfZ] = [x / 2, y / 2, z / 2];
    [this.offsetX, , this.offsetZ] = body.offset;
    this.inverseInertiaX = 12 / (CAR_MASS * (y * y + z * z));
    this.inverseInertiaY = 12 / (CAR_MASS * (x * x + z * z));
    this.inverseInertiaZ = 12 / (CAR_MASS * (x * x + y * y));
    const halfDiagonal = Math.sqrt(x * x + y * y + z * z) / 2;
    const offset = Math.sqrt(this.offsetX * this.offsetX + this.offsetZ * this.offsetZ);
    this.breakingDistance = CONTACT_BREAKING_SHARE * (halfDiagonal + offset);
    this.reach = halfDiagonal + offset;
    const axles: readonly Axle[] = [body.front, body.front, body.back, body.back];
    this.wheelX = Float64Array.from(axles, ({ connection }) => connection[0]);
    this.wheelY = Float64Array.from(axles, ({ connection }, i) => (i % 2 === 0 ? connection[1] : -connection[1]));
    this.wheelZ = Float64Array.from(axles, ({ connection }) => connection[2]);
    this.wheelRadius = Float64Array.from(axles, ({ radius }) => radius);
    this.restLength = Float64Array.from(axles, ({ restLength }) => restLength - SUSPENSION_TRAVEL);
    this.rayLength = Float64Array.from(axles, ({ restLength, radius }) => restLength + radius - SUSPENSION_SHORTENING);
  }
}
