/**
 * Impulses at contacts, by sequential impulses as in Bullet: each contact in turn gets the impulse that cures its own
 * velocity, ten times over, and friction after all of them. Penetration is cured by a second set of velocities that moves
 * the bodies in this tick and is then forgotten.
 */
import {
  BALL_INERTIA,
  BALL_MASS,
  CAR_MASS,
  PENETRATION_CORRECTION,
  RESTITUTION_MIN_SPEED,
  SOLVER_ITERATIONS,
  TICK,
  TURN_CORRECTION,
} from './constants.ts';
import { FIELD, type Contacts } from './contacts.ts';
import { frictionOf, restitutionOf } from './materials.ts';
import { turnAxes } from './rotation.ts';
import type { World } from './world.ts';

const INVERSE_BALL_INERTIA = 1 / BALL_INERTIA;
/** Slower than this, in uu/s squared, there is no direction of sliding: that of the axes is taken. */
const MIN_SLIDING = 2500 * 1.1920929e-7;

// A row: direction, arm x direction of A and B, the angular velocity that an impulse gives A and B, then these.
const ROW = 21;
const ARM_A = 3;
const ARM_B = 6;
const TURN_A = 9;
const TURN_B = 12;
const MASS = 15;
const TARGET = 16;
const PENETRATION = 17;
const IMPULSE = 18;
const PUSH = 19;
const FRICTION = 20;

export class ContactSolver {
  private readonly world: World;
  private readonly contacts: Contacts;
  /** Rows of contacts, and of their friction. */
  private readonly normals: Float64Array;
  private readonly frictions: Float64Array;
  /** [bodies, 3] each: velocity before contacts, what they change, and what cures penetration. */
  private readonly velocity: Float64Array;
  private readonly angularVelocity: Float64Array;
  private readonly external: Float64Array;
  private readonly externalTurn: Float64Array;
  private readonly change: Float64Array;
  private readonly turnChange: Float64Array;
  private readonly shift: Float64Array;
  private readonly turnShift: Float64Array;
  private readonly inverseMass: Float64Array;

  constructor(world: World, contacts: Contacts) {
    this.world = world;
    this.contacts = contacts;
    const rows = contacts.distance.length;
    this.normals = new Float64Array(rows * ROW);
    this.frictions = new Float64Array(rows * ROW);
    const size = 3 * (world.cars + 1);
    this.velocity = new Float64Array(size);
    this.angularVelocity = new Float64Array(size);
    this.external = new Float64Array(size);
    this.externalTurn = new Float64Array(size);
    this.change = new Float64Array(size);
    this.turnChange = new Float64Array(size);
    this.shift = new Float64Array(size);
    this.turnShift = new Float64Array(size);
    this.inverseMass = Float64Array.from(
      { length: world.cars + 1 },
      (_, body) => 1 / (body === 0 ? BALL_MASS : CAR_MASS),
    );
  }

  /**
   * Solves all contacts, and adds what they and the accelerations of this tick give to the velocities. Positions move
   * only by what cures penetration.
   */
  solve(): void {
    const { count } = this.contacts;
    if (count === 0) {
      this.coast();
      return;
    }
    this.begin();
    for (let index = 0; index < count; index++) this.buildRow(index);
    this.curePenetration();
    this.iterate();
    this.finish();
  }

  /** Without contacts: the accelerations alone. */
  private coast(): void {
    const { ballAwake, gravity, cars, state, acceleration, angularAcceleration } = this.world;
    const { ballVelocity, velocity, angularVelocity, demolished } = state;
    if (ballAwake) ballVelocity[2]! += gravity * TICK;
    for (let car = 0; car < cars; car++) {
      if (demolished[car] === 1) continue;
      for (let i = 3 * car; i < 3 * car + 3; i++) {
        velocity[i]! += acceleration[i]! * TICK;
        angularVelocity[i]! += angularAcceleration[i]! * TICK;
      }
    }
  }

  private begin(): void {
    const { world } = this;
    const { state, cars, acceleration, angularAcceleration } = world;
    this.velocity.set(state.ballVelocity);
    this.angularVelocity.set(state.ballAngularVelocity);
    this.external[2] = world.ballAwake ? world.gravity * TICK : 0;
    for (let i = 0; i < 3 * cars; i++) {
      this.velocity[i + 3] = state.velocity[i]!;
      this.angularVelocity[i + 3] = state.angularVelocity[i]!;
      this.external[i + 3] = acceleration[i]! * TICK;
      this.externalTurn[i + 3] = angularAcceleration[i]! * TICK;
    }
    this.change.fill(0);
    this.turnChange.fill(0);
    this.shift.fill(0);
    this.turnShift.fill(0);
  }

  private buildRow(index: number): void {
    const { contacts, normals } = this;
    const row = index * ROW;
    const a = contacts.bodyA[index]!;
    const b = contacts.bodyB[index]!;
    for (let k = 0; k < 3; k++) normals[row + k] = contacts.normal[3 * index + k]!;
    this.prepare(normals, index, a, b);

    const speed = this.speedAlong(normals, row, a, b, this.velocity, this.angularVelocity);
    const bounce = speed <= -RESTITUTION_MIN_SPEED ? -restitutionOf(a, b) * speed : 0;
    const mass = normals[row + MASS]!;
    const pushed = this.speedAlong(normals, row, a, b, this.external, this.externalTurn);
    const distance = contacts.distance[index]!;
    normals[row + TARGET] = (bounce - speed - pushed) * mass;
    normals[row + PENETRATION] = distance < 0 ? ((-distance * PENETRATION_CORRECTION) / TICK) * mass : 0;
    normals[row + PUSH] = 0;
    normals[row + IMPULSE] = 0;
    normals[row + FRICTION] = frictionOf(a, b);
    this.buildFriction(index, a, b);
  }

  /** Friction acts against the sliding of this tick, in one direction. */
  private buildFriction(index: number, a: number, b: number): void {
    const { normals, frictions } = this;
    const { armA, armB } = this.contacts;
    const row = index * ROW;
    const nx = normals[row]!;
    const ny = normals[row + 1]!;
    const nz = normals[row + 2]!;
    // Sliding is measured with the forces of this tick.
    let vx = this.pointVelocity(a, armA, index, 0);
    let vy = this.pointVelocity(a, armA, index, 1);
    let vz = this.pointVelocity(a, armA, index, 2);
    if (b !== FIELD) {
      vx -= this.pointVelocity(b, armB, index, 0);
      vy -= this.pointVelocity(b, armB, index, 1);
      vz -= this.pointVelocity(b, armB, index, 2);
    }
    const speed = vx * nx + vy * ny + vz * nz;
    vx -= speed * nx;
    vy -= speed * ny;
    vz -= speed * nz;
    const squared = vx * vx + vy * vy + vz * vz;
    if (squared > MIN_SLIDING) {
      const length = Math.sqrt(squared);
      frictions[row] = vx / length;
      frictions[row + 1] = vy / length;
      frictions[row + 2] = vz / length;
    } else if (Math.abs(nz) > Math.SQRT1_2) {
      const length = Math.sqrt(ny * ny + nz * nz);
      frictions[row] = 0;
      frictions[row + 1] = -nz / length;
      frictions[row + 2] = ny / length;
    } else {
      const length = Math.sqrt(nx * nx + ny * ny);
      frictions[row] = -ny / length;
      frictions[row + 1] = nx / length;
      frictions[row + 2] = 0;
    }
    this.prepare(frictions, index, a, b);
    const sliding = this.speedAlong(frictions, row, a, b, this.velocity, this.angularVelocity);
    const pushed = this.linearAlong(frictions, row, a, b, this.external);
    frictions[row + TARGET] = -(sliding + pushed) * frictions[row + MASS]!;
    frictions[row + IMPULSE] = 0;
  }

  /** One coordinate of the velocity of a body's point, with the forces of this tick. */
  private pointVelocity(body: number, arms: Float64Array, index: number, k: number): number {
    const i = (k + 1) % 3;
    const j = (k + 2) % 3;
    const at = 3 * body;
    const wi = this.angularVelocity[at + i]! + this.externalTurn[at + i]!;
    const wj = this.angularVelocity[at + j]! + this.externalTurn[at + j]!;
    return this.velocity[at + k]! + this.external[at + k]! + wi * arms[3 * index + j]! - wj * arms[3 * index + i]!;
  }

  /** From a row's direction: its arms, what an impulse does to both bodies, and the mass that it meets. */
  private prepare(rows: Float64Array, index: number, a: number, b: number): void {
    const { armA, armB } = this.contacts;
    let inverse = this.prepareBody(rows, index, a, armA, ARM_A, TURN_A);
    if (b !== FIELD) inverse += this.prepareBody(rows, index, b, armB, ARM_B, TURN_B);
    rows[index * ROW + MASS] = 1 / inverse;
  }

  private prepareBody(
    rows: Float64Array,
    index: number,
    body: number,
    arms: Float64Array,
    armAt: number,
    turnAt: number,
  ): number {
    const row = index * ROW;
    const dx = rows[row]!;
    const dy = rows[row + 1]!;
    const dz = rows[row + 2]!;
    const rx = arms[3 * index]!;
    const ry = arms[3 * index + 1]!;
    const rz = arms[3 * index + 2]!;
    const tx = ry * dz - rz * dy;
    const ty = rz * dx - rx * dz;
    const tz = rx * dy - ry * dx;
    const i = row + armAt;
    const j = row + turnAt;
    rows[i] = tx;
    rows[i + 1] = ty;
    rows[i + 2] = tz;
    if (body === 0) {
      rows[j] = INVERSE_BALL_INERTIA * tx;
      rows[j + 1] = INVERSE_BALL_INERTIA * ty;
      rows[j + 2] = INVERSE_BALL_INERTIA * tz;
    } else {
      const { state, shapes } = this.world;
      const { forward, right, up } = state;
      const shape = shapes[body - 1]!;
      const at = 3 * body - 3;
      const f = (tx * forward[at]! + ty * forward[at + 1]! + tz * forward[at + 2]!) * shape.inverseInertiaX;
      const r = (tx * right[at]! + ty * right[at + 1]! + tz * right[at + 2]!) * shape.inverseInertiaY;
      const u = (tx * up[at]! + ty * up[at + 1]! + tz * up[at + 2]!) * shape.inverseInertiaZ;
      for (let k = 0; k < 3; k++) rows[j + k] = f * forward[at + k]! + r * right[at + k]! + u * up[at + k]!;
    }
    return this.inverseMass[body]! + tx * rows[j]! + ty * rows[j + 1]! + tz * rows[j + 2]!;
  }

  /** Speed of A against B along a row. */
  private speedAlong(
    rows: Float64Array,
    row: number,
    a: number,
    b: number,
    linear: Float64Array,
    angular: Float64Array,
  ): number {
    const i = 3 * a;
    let speed =
      rows[row]! * linear[i]! +
      rows[row + 1]! * linear[i + 1]! +
      rows[row + 2]! * linear[i + 2]! +
      (rows[row + ARM_A]! * angular[i]! +
        rows[row + ARM_A + 1]! * angular[i + 1]! +
        rows[row + ARM_A + 2]! * angular[i + 2]!);
    if (b !== FIELD) {
      const j = 3 * b;
      speed -=
        rows[row]! * linear[j]! +
        rows[row + 1]! * linear[j + 1]! +
        rows[row + 2]! * linear[j + 2]! +
        (rows[row + ARM_B]! * angular[j]! +
          rows[row + ARM_B + 1]! * angular[j + 1]! +
          rows[row + ARM_B + 2]! * angular[j + 2]!);
    }
    return speed;
  }

  private linearAlong(rows: Float64Array, row: number, a: number, b: number, linear: Float64Array): number {
    const i = 3 * a;
    const speed = rows[row]! * linear[i]! + rows[row + 1]! * linear[i + 1]! + rows[row + 2]! * linear[i + 2]!;
    if (b === FIELD) return speed;
    const j = 3 * b;
    return speed - (rows[row]! * linear[j]! + rows[row + 1]! * linear[j + 1]! + rows[row + 2]! * linear[j + 2]!);
  }

  private apply(
    rows: Float64Array,
    row: number,
    a: number,
    b: number,
    linear: Float64Array,
    angular: Float64Array,
    impulse: number,
  ): void {
    const i = 3 * a;
    const push = impulse * this.inverseMass[a]!;
    for (let k = 0; k < 3; k++) {
      linear[i + k]! += push * rows[row + k]!;
      angular[i + k]! += impulse * rows[row + TURN_A + k]!;
    }
    if (b === FIELD) return;
    const j = 3 * b;
    const back = impulse * this.inverseMass[b]!;
    for (let k = 0; k < 3; k++) {
      linear[j + k]! -= back * rows[row + k]!;
      angular[j + k]! -= impulse * rows[row + TURN_B + k]!;
    }
  }

  private curePenetration(): void {
    const { normals, shift, turnShift } = this;
    const { bodyA, bodyB, count } = this.contacts;
    let any = false;
    for (let index = 0; index < count; index++) any ||= normals[index * ROW + PENETRATION]! > 0;
    for (let iteration = 0; any && iteration < SOLVER_ITERATIONS; iteration++) {
      any = false;
      for (let index = 0; index < count; index++) {
        const row = index * ROW;
        if (normals[row + PENETRATION] === 0) continue;
        const a = bodyA[index]!;
        const b = bodyB[index]!;
        const old = normals[row + PUSH]!;
        const impulse =
          normals[row + PENETRATION]! - this.speedAlong(normals, row, a, b, shift, turnShift) * normals[row + MASS]!;
        const sum = old + impulse > 0 ? old + impulse : 0;
        normals[row + PUSH] = sum;
        if (sum === old) continue;
        any = true;
        this.apply(normals, row, a, b, shift, turnShift, sum - old);
      }
    }
  }

  private iterate(): void {
    const { normals, frictions, change, turnChange } = this;
    const { bodyA, bodyB, count } = this.contacts;
    for (let iteration = 0; iteration < SOLVER_ITERATIONS; iteration++) {
      let moved = false;
      for (let index = 0; index < count; index++) {
        const row = index * ROW;
        const a = bodyA[index]!;
        const b = bodyB[index]!;
        const old = normals[row + IMPULSE]!;
        const impulse =
          normals[row + TARGET]! - this.speedAlong(normals, row, a, b, change, turnChange) * normals[row + MASS]!;
        const sum = old + impulse > 0 ? old + impulse : 0;
        if (sum === old) continue;
        normals[row + IMPULSE] = sum;
        moved = true;
        this.apply(normals, row, a, b, change, turnChange, sum - old);
      }
      for (let index = 0; index < count; index++) {
        const row = index * ROW;
        const limit = normals[row + FRICTION]! * normals[row + IMPULSE]!;
        if (limit <= 0) continue;
        const a = bodyA[index]!;
        const b = bodyB[index]!;
        const old = frictions[row + IMPULSE]!;
        const impulse =
          frictions[row + TARGET]! - this.speedAlong(frictions, row, a, b, change, turnChange) * frictions[row + MASS]!;
        const sum = Math.min(Math.max(old + impulse, -limit), limit);
        if (sum === old) continue;
        frictions[row + IMPULSE] = sum;
        moved = true;
        this.apply(frictions, row, a, b, change, turnChange, sum - old);
      }
      if (!moved) return;
    }
  }

  private finish(): void {
    const { world, change, turnChange, external, externalTurn, shift, turnShift } = this;
    const { state, cars } = world;
    for (let k = 0; k < 3; k++) {
      state.ballVelocity[k]! += change[k]! + external[k]!;
      state.ballAngularVelocity[k]! += turnChange[k]!;
      state.ballPosition[k]! += shift[k]! * TICK;
    }
    const turn = TURN_CORRECTION * TICK;
    for (let car = 0; car < cars; car++) {
      // A car that has been demolished in this tick stays as it was.
      if (state.demolished[car] === 1) continue;
      const at = 3 * car;
      for (let i = at; i < at + 3; i++) {
        state.velocity[i]! += change[i + 3]! + external[i + 3]!;
        state.angularVelocity[i]! += turnChange[i + 3]! + externalTurn[i + 3]!;
        state.position[i]! += shift[i + 3]! * TICK;
      }
      turnAxes(state, at, turnShift, at + 3, turn);
    }
  }
}
