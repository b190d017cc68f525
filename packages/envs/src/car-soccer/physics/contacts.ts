import { BALL_BREAKING_DISTANCE } from './constants.ts';
import type { World } from './world.ts';

/** Body B of a contact with the field. */
export const FIELD = -1;
/** Contacts that one body may have with the field, and two cars with each other. */
const WITH_FIELD = 12;
const WITH_CAR = 4;

/**
 * The contact points of a tick. Nothing of them lasts: the reference finds its contacts anew in each tick, too, so that a
 * box that lies on a plane touches it with one corner at a time.
 */
export class Contacts {
  readonly world: World;
  count = 0;
  /** The bodies of each contact: 0 the ball, i car i - 1, B may be FIELD. */
  readonly bodyA: Int8Array;
  readonly bodyB: Int8Array;
  /** [contacts, 3]: where it is, from the origin of A and of B. */
  readonly armA: Float64Array;
  readonly armB: Float64Array;
  /** [contacts, 3]: on B, towards A. */
  readonly normal: Float64Array;
  /** Between the surfaces along the normal, in uu; negative where they overlap. */
  readonly distance: Float64Array;
  /** Of each body: further apart than this, two bodies do not touch. */
  private readonly breaking: Float64Array;

  constructor(world: World) {
    const { cars, shapes } = world;
    this.world = world;
    const most = WITH_FIELD * (cars + 1) + cars + (WITH_CAR * cars * (cars - 1)) / 2;
    this.bodyA = new Int8Array(most);
    this.bodyB = new Int8Array(most);
    this.armA = new Float64Array(3 * most);
    this.armB = new Float64Array(3 * most);
    this.normal = new Float64Array(3 * most);
    this.distance = new Float64Array(most);
    this.breaking = Float64Array.of(BALL_BREAKING_DISTANCE, ...shapes.map((shape) => shape.breakingDistance));
  }

  /**
   * Adds a contact.
   *
   * @param px - and so on: on the surface of B, in the world
   * @param nx - and so on: its normal there, towards A
   * @param distance - of the surfaces along it, negative when they overlap
   * @returns whether the bodies are near enough to touch
   */
  add(
    a: number,
    b: number,
    px: number,
    py: number,
    pz: number,
    nx: number,
    ny: number,
    nz: number,
    distance: number,
  ): boolean {
    const limit = this.breaking[a]!;
    if (distance > limit || (b !== FIELD && distance > this.breaking[b]!)) return false;
    if (this.count === this.distance.length) return true;
    const { ballPosition, position } = this.world.state;
    const originA = a === 0 ? ballPosition : position;
    const atA = a === 0 ? 0 : 3 * a - 3;
    const index = this.count++;
    const i = 3 * index;
    this.bodyA[index] = a;
    this.bodyB[index] = b;
    this.armA[i] = px + distance * nx - originA[atA]!;
    this.armA[i + 1] = py + distance * ny - originA[atA + 1]!;
    this.armA[i + 2] = pz + distance * nz - originA[atA + 2]!;
    if (b !== FIELD) {
      const originB = b === 0 ? ballPosition : position;
      const atB = b === 0 ? 0 : 3 * b - 3;
      this.armB[i] = px - originB[atB]!;
      this.armB[i + 1] = py - originB[atB + 1]!;
      this.armB[i + 2] = pz - originB[atB + 2]!;
    }
    this.normal[i] = nx;
    this.normal[i + 1] = ny;
    this.normal[i + 2] = nz;
    this.distance[index] = distance;
    return true;
  }
}
