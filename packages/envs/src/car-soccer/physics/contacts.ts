import { BALL_RADIUS, CONTACT_BREAKING_SHARE } from './constants.ts';
import { contactSlots, POINT_SIZE, POINTS_IN_SLOT, SURFACE_SLOTS } from './contact-slots.ts';
import type { World } from './world.ts';

const SLOT_SIZE = POINT_SIZE * POINTS_IN_SLOT;
/** Body B of a contact with the field, whose points lie in the world's frame. */
export const FIELD = -1;

/**
 * The contact points of all pairs of bodies. As in Bullet they outlast the tick: a pair finds one point or a few in each
 * tick, and those of earlier ticks stay while they still fit, so that a box comes to lie on four corners, and the solver
 * starts from the impulses of the last tick.
 */
export class Contacts {
  readonly world: World;
  /** Body A and B of each slot. */
  readonly bodyA: Int8Array;
  readonly bodyB: Int8Array;
  /** Of each body: further apart than this, a contact ends. */
  private readonly breaking: Float64Array;

  constructor(world: World) {
    const { cars, shapes } = world;
    this.world = world;
    const slots = contactSlots(cars);
    this.bodyA = new Int8Array(slots);
    this.bodyB = new Int8Array(slots).fill(FIELD);
    // The ball's distance is that of the sphere about its bounding box.
    this.breaking = Float64Array.of(
      CONTACT_BREAKING_SHARE * BALL_RADIUS * Math.sqrt(3),
      ...shapes.map((shape) => shape.breakingDistance),
    );
    let slot = 0;
    for (let body = 0; body <= cars; body++) for (let i = 0; i < SURFACE_SLOTS; i++) this.bodyA[slot++] = body;
    for (let car = 0; car < cars; car++) this.bodyA[slot++] = car + 1;
    this.bodyB.fill(0, slot - cars, slot);
    for (let second = 1; second < cars; second++) {
      for (let first = 0; first < second; first++) {
        this.bodyA[slot] = second + 1;
        this.bodyB[slot++] = first + 1;
      }
    }
  }

  /** Further apart than this, in uu, the bodies of a slot do not touch. */
  breakingDistance(slot: number): number {
    const { breaking } = this;
    const a = breaking[this.bodyA[slot]!]!;
    const b = this.bodyB[slot]!;
    return b === FIELD ? a : Math.min(a, breaking[b]!);
  }

  /** The slot of a body and a surface of the field; -1 where the body touches too many already. */
  surfaceSlot(body: number, surface: number): number {
    const { contactSurface, contactCount } = this.world.state;
    let free = -1;
    for (let slot = body * SURFACE_SLOTS; slot < (body + 1) * SURFACE_SLOTS; slot++) {
      if (contactCount[slot] === 0) {
        if (free < 0) free = slot;
      } else if (contactSurface[slot] === surface) return slot;
    }
    if (free >= 0) contactSurface[free] = surface;
    return free;
  }

  clear(slot: number): void {
    this.world.state.contactCount[slot] = 0;
  }

  /** Forgets all contacts of a body. */
  forget(body: number): void {
    const { contactCount } = this.world.state;
    for (let slot = 0; slot < contactCount.length; slot++) {
      if (this.bodyA[slot] === body || this.bodyB[slot] === body) contactCount[slot] = 0;
    }
  }

  /** Renews the points of a body with the field, and drops those that no longer fit. */
  refreshSurfaces(body: number): void {
    const { contactCount } = this.world.state;
    for (let slot = body * SURFACE_SLOTS; slot < (body + 1) * SURFACE_SLOTS; slot++) {
      if (contactCount[slot]! > 0) this.refresh(slot);
    }
  }

  /**
   * A contact found in this tick. It replaces the point next to it, if there is one, and takes over its impulse.
   *
   * @param px - and so on: on body B, in the world
   * @param nx - and so on: the normal there, towards A
   * @param distance - of the surfaces along it, negative when they overlap
   * @returns whether the bodies are near enough to touch
   */
  add(slot: number, px: number, py: number, pz: number, nx: number, ny: number, nz: number, distance: number): boolean {
    const limit = this.breakingDistance(slot);
    if (distance > limit) return false;
    const { contactPoints: points, contactCount } = this.world.state;
    const count = contactCount[slot]!;
    const spare = this.spare;
    this.toLocal(this.bodyA[slot]!, px + distance * nx, py + distance * ny, pz + distance * nz, spare, 0);
    this.toLocal(this.bodyB[slot]!, px, py, pz, spare, 3);
    spare[6] = nx;
    spare[7] = ny;
    spare[8] = nz;
    spare[9] = distance;
    spare[10] = 0;
    let index = -1;
    let nearest = limit * limit;
    for (let i = 0; i < count; i++) {
      const at = slot * SLOT_SIZE + i * POINT_SIZE;
      const dx = points[at]! - spare[0]!;
      const dy = points[at + 1]! - spare[1]!;
      const dz = points[at + 2]! - spare[2]!;
      const d = dx * dx + dy * dy + dz * dz;
      if (d >= nearest) continue;
      nearest = d;
      index = i;
      spare[10] = points[at + 10]!;
    }
    if (index < 0) index = count < POINTS_IN_SLOT ? contactCount[slot]!++ : this.leastUseful(slot);
    points.set(spare, slot * SLOT_SIZE + index * POINT_SIZE);
    return true;
  }

  /** Moves the points of a slot with their bodies, and drops those whose bodies have come apart or slid past each other. */
  refresh(slot: number): void {
    const { contactPoints: points, contactCount } = this.world.state;
    const limit = this.breakingDistance(slot);
    const a = this.bodyA[slot]!;
    const b = this.bodyB[slot]!;
    const p = this.pointA;
    const q = this.pointB;
    for (let i = contactCount[slot]! - 1; i >= 0; i--) {
      const at = slot * SLOT_SIZE + i * POINT_SIZE;
      this.toWorld(a, points, at, p);
      this.toWorld(b, points, at + 3, q);
      const dx = p[0]! - q[0]!;
      const dy = p[1]! - q[1]!;
      const dz = p[2]! - q[2]!;
      const nx = points[at + 6]!;
      const ny = points[at + 7]!;
      const nz = points[at + 8]!;
      const distance = dx * nx + dy * ny + dz * nz;
      points[at + 9] = distance;
      const sx = dx - distance * nx;
      const sy = dy - distance * ny;
      const sz = dz - distance * nz;
      if (distance <= limit && sx * sx + sy * sy + sz * sz <= limit * limit) continue;
      const last = --contactCount[slot]!;
      if (i < last)
        points.copyWithin(at, slot * SLOT_SIZE + last * POINT_SIZE, slot * SLOT_SIZE + (last + 1) * POINT_SIZE);
    }
  }

  /** Which of four points to give up for `spare`: never the deepest, and so that the rest spans the largest area. */
  private leastUseful(slot: number): number {
    const { contactPoints: points } = this.world.state;
    const { spare } = this;
    const at = slot * SLOT_SIZE;
    let deepest = -1;
    let depth = spare[9]!;
    for (let i = 0; i < POINTS_IN_SLOT; i++) {
      const distance = points[at + i * POINT_SIZE + 9]!;
      if (distance >= depth) continue;
      deepest = i;
      depth = distance;
    }
    let best = 0;
    let largest = -1;
    for (let i = 0; i < POINTS_IN_SLOT; i++) {
      const [p, q, r] = OTHERS[i]!;
      const area = i === deepest ? 0 : spannedArea(points, at, p, q, r, spare);
      if (area > largest) {
        largest = area;
        best = i;
      }
    }
    return best;
  }

  private toLocal(body: number, x: number, y: number, z: number, out: Float64Array, at: number): void {
    if (body === FIELD) {
      out[at] = x;
      out[at + 1] = y;
      out[at + 2] = z;
      return;
    }
    const { origin, basis } = this.world;
    const dx = x - origin[3 * body]!;
    const dy = y - origin[3 * body + 1]!;
    const dz = z - origin[3 * body + 2]!;
    for (let k = 0; k < 3; k++) {
      const b = 9 * body + 3 * k;
      out[at + k] = dx * basis[b]! + dy * basis[b + 1]! + dz * basis[b + 2]!;
    }
  }

  /** A point of a body's frame in the world. */
  toWorld(body: number, local: Float64Array, at: number, out: Float64Array): void {
    const x = local[at]!;
    const y = local[at + 1]!;
    const z = local[at + 2]!;
    if (body === FIELD) {
      out[0] = x;
      out[1] = y;
      out[2] = z;
      return;
    }
    const { origin, basis } = this.world;
    const b = 9 * body;
    out[0] = origin[3 * body]! + x * basis[b]! + y * basis[b + 3]! + z * basis[b + 6]!;
    out[1] = origin[3 * body + 1]! + x * basis[b + 1]! + y * basis[b + 4]! + z * basis[b + 7]!;
    out[2] = origin[3 * body + 2]! + x * basis[b + 2]! + y * basis[b + 5]! + z * basis[b + 8]!;
  }

  private readonly spare = new Float64Array(POINT_SIZE);
  private readonly pointA = new Float64Array(3);
  private readonly pointB = new Float64Array(3);
}

/** For each point that may go: the end of the first diagonal with the new point, and the other diagonal. */
const OTHERS = [
  [1, 3, 2],
  [0, 3, 2],
  [0, 3, 1],
  [0, 2, 1],
] as const;

/** Square of the cross product of the diagonals new-p and q-r. */
function spannedArea(points: Float64Array, at: number, p: number, q: number, r: number, added: Float64Array): number {
  const i = at + p * POINT_SIZE;
  const j = at + q * POINT_SIZE;
  const k = at + r * POINT_SIZE;
  const ax = added[0]! - points[i]!;
  const ay = added[1]! - points[i + 1]!;
  const az = added[2]! - points[i + 2]!;
  const bx = points[j]! - points[k]!;
  const by = points[j + 1]! - points[k + 1]!;
  const bz = points[j + 2]! - points[k + 2]!;
  const cx = ay * bz - az * by;
  const cy = az * bx - ax * bz;
  const cz = ax * by - ay * bx;
  return cx * cx + cy * cy + cz * cz;
}
