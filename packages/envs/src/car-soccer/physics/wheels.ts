import { cos, sin } from '../../classic-control/sincos.ts';
import type { CarShape } from './car-shape.ts';
import {
  BALL_INERTIA,
  BALL_MASS,
  BALL_RADIUS,
  CAR_MASS,
  SUSPENSION_COMPRESSION_DAMPING,
  SUSPENSION_FORCE_BACK,
  SUSPENSION_FORCE_FRONT,
  SUSPENSION_RELAXATION_DAMPING,
  SUSPENSION_STIFFNESS,
  SUSPENSION_TRAVEL,
  TICK,
  WHEEL_BRAKE_SLOPE,
  WHEEL_PENETRATION_CORRECTION,
  WHEEL_SIDE_DAMPING,
} from './constants.ts';
import { FIELD } from './contacts.ts';
import type { Surroundings } from './surroundings.ts';
import { rayMeetsBall, rayMeetsCar, type RayHit } from './rays.ts';
import type { World } from './world.ts';

/** Share of a friction's force that becomes an impulse of the car in a tick. */
const FRICTION_SCALE = (CAR_MASS / 3) * TICK;
/** Below this cosine between the car's up and the ground's normal the suspension cannot push properly. */
const MIN_UP = 0.1;

/**
 * The four wheels of the car that is being stepped: a ray from the body down to the ground each, a spring and a damper
 * along it, friction across and along. `cast` looks for the ground, `push` applies the forces; between the two the
 * controls see what was found. One object serves all cars in turn: what lasts is in the state.
 */
export class Wheels {
  /** Wheels that touch. */
  count = 0;
  /** One of them touches the field, not just another body. */
  onField = false;
  /** Mean normal of the contacts; the car's up where there is none. */
  upX = 0;
  upY = 0;
  upZ = 0;
  readonly contact = new Uint8Array(4);
  /** What each wheel touches: 0 the ball, i car i - 1, FIELD. */
  private readonly ground = new Int8Array(4);
  /** [4, 3] */
  readonly normal = new Float64Array(12);
  /** Speed of each wheel's fixing along its axle and across it, in uu/s. */
  readonly sideSpeed = new Float64Array(4);
  readonly longSpeed = new Float64Array(4);
  /** [4, 3]: where it touches, from the centre of mass. */
  private readonly arm = new Float64Array(12);
  /** [4, 3]: impulse of the friction. */
  private readonly friction = new Float64Array(12);
  /** Impulse of the suspension along the normal. */
  private readonly suspension = new Float64Array(4);
  /** See `measureGround`. */
  private readonly groundMotion = new Float64Array(7);
  private readonly hit: RayHit = { distance: 0, x: 0, y: 0, z: 0 };
  private readonly world: World;
  private readonly field: Surroundings;

  constructor(world: World, field: Surroundings) {
    this.world = world;
    this.field = field;
  }

  /** Looks for the ground under each wheel, and works out its forces. */
  cast(car: number): void {
    const { state, shapes } = this.world;
    const { position, forward, right, up } = state;
    const at = 3 * car;
    this.count = 0;
    this.onField = false;
    let nx = 0;
    let ny = 0;
    let nz = 0;
    const shape = shapes[car]!;
    const othersNear = this.othersNear(car);
    if (othersNear || this.field.mayTouch(position[at]!, position[at + 1]!, position[at + 2]!)) {
      for (let wheel = 0; wheel < 4; wheel++) {
        if (!this.castWheel(car, shape, wheel, othersNear)) continue;
        nx += this.normal[3 * wheel]!;
        ny += this.normal[3 * wheel + 1]!;
        nz += this.normal[3 * wheel + 2]!;
        this.count++;
      }
    } else {
      for (let wheel = 0; wheel < 4; wheel++) this.release(car, wheel);
    }
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    this.upX = length > 0 ? nx / length : up[at]!;
    this.upY = length > 0 ? ny / length : up[at + 1]!;
    this.upZ = length > 0 ? nz / length : up[at + 2]!;
    if (this.count === 0) return;
    const angle = state.steerAngle[car]!;
    const c = angle === 0 ? 1 : cos(angle);
    const s = angle === 0 ? 0 : sin(angle);
    const rx = right[at]!;
    const ry = right[at + 1]!;
    const rz = right[at + 2]!;
    const ax = c * rx - s * forward[at]!;
    const ay = c * ry - s * forward[at + 1]!;
    const az = c * rz - s * forward[at + 2]!;
    for (let wheel = 0; wheel < 2; wheel++) if (this.contact[wheel] === 1) this.rub(car, shape, wheel, ax, ay, az);
    for (let wheel = 2; wheel < 4; wheel++) if (this.contact[wheel] === 1) this.rub(car, shape, wheel, rx, ry, rz);
  }

  private othersNear(car: number): boolean {
    const { state, cars, hasBall, shapes } = this.world;
    const { position, ballPosition } = state;
    const at = 3 * car;
    if (hasBall) {
      const dx = ballPosition[0]! - position[at]!;
      const dy = ballPosition[1]! - position[at + 1]!;
      const dz = ballPosition[2]! - position[at + 2]!;
      const reach = BALL_RADIUS + 2 * shapes[car]!.reach;
      if (dx * dx + dy * dy + dz * dz < reach * reach) return true;
    }
    for (let other = 0; other < cars; other++) {
      if (other === car || state.demolished[other] === 1) continue;
      const dx = position[3 * other]! - position[at]!;
      const dy = position[3 * other + 1]! - position[at + 1]!;
      const dz = position[3 * other + 2]! - position[at + 2]!;
      const reach = shapes[other]!.reach + 2 * shapes[car]!.reach;
      if (dx * dx + dy * dy + dz * dz < reach * reach) return true;
    }
    return false;
  }

  private release(car: number, wheel: number): void {
    this.contact[wheel] = 0;
    this.world.state.wheelPushback[4 * car + wheel] = 0;
  }

  private castWheel(car: number, shape: CarShape, wheel: number, othersNear: boolean): boolean {
    const { state } = this.world;
    const { position, velocity, angularVelocity, forward, right, up } = state;
    const at = 3 * car;
    const lx = shape.wheelX[wheel]!;
    const ly = shape.wheelY[wheel]!;
    const lz = shape.wheelZ[wheel]!;
    const sx = lx * forward[at]! + ly * right[at]! + lz * up[at]!;
    const sy = lx * forward[at + 1]! + ly * right[at + 1]! + lz * up[at + 1]!;
    const sz = lx * forward[at + 2]! + ly * right[at + 2]! + lz * up[at + 2]!;
    const ux = up[at]!;
    const uy = up[at + 1]!;
    const uz = up[at + 2]!;
    const px = position[at]! + sx;
    const py = position[at + 1]! + sy;
    const pz = position[at + 2]! + sz;
    const { hit } = this;
    hit.distance = shape.rayLength[wheel]!;
    let other = FIELD;
    let found = this.field.castRay(px, py, pz, -ux, -uy, -uz, hit);
    if (othersNear) {
      const body = this.castAtBodies(car, px, py, pz, ux, uy, uz);
      if (body >= 0) {
        found = true;
        other = body;
      }
    }
    if (!found) {
      this.release(car, wheel);
      return false;
    }
    this.contact[wheel] = 1;
    const length = hit.distance;
    const rx = sx - length * ux;
    const ry = sy - length * uy;
    const rz = sz - length * uz;
    const vx = velocity[at]! + angularVelocity[at + 1]! * rz - angularVelocity[at + 2]! * ry;
    const vy = velocity[at + 1]! + angularVelocity[at + 2]! * rx - angularVelocity[at]! * rz;
    const vz = velocity[at + 2]! + angularVelocity[at]! * ry - angularVelocity[at + 1]! * rx;
    this.arm[3 * wheel] = rx;
    this.arm[3 * wheel + 1] = ry;
    this.arm[3 * wheel + 2] = rz;
    this.normal[3 * wheel] = hit.x;
    this.normal[3 * wheel + 1] = hit.y;
    this.normal[3 * wheel + 2] = hit.z;
    const approach = hit.x * vx + hit.y * vy + hit.z * vz;
    this.ground[wheel] = other;
    if (other === FIELD) {
      this.onField = true;
      this.resistPenetration(car, shape, wheel, length, approach);
    }
    this.suspend(car, shape, wheel, length, approach);
    return true;
  }

  /** The ball or another car where the ray of `hit` meets it sooner: the body's number, or -1. */
  private castAtBodies(car: number, px: number, py: number, pz: number, ux: number, uy: number, uz: number): number {
    const { world, hit } = this;
    let body = world.hasBall && rayMeetsBall(world, px, py, pz, -ux, -uy, -uz, hit) ? 0 : -1;
    for (let other = 0; other < world.cars; other++) {
      if (other === car || world.state.demolished[other] === 1) continue;
      if (rayMeetsCar(world, other, px, py, pz, -ux, -uy, -uz, hit)) body = other + 1;
    }
    return body;
  }

  /** A wheel that is pressed into the ground beyond its rest length is pushed out. */
  private resistPenetration(car: number, shape: CarShape, wheel: number, length: number, approach: number): void {
    const { state } = this.world;
    const depth = shape.rayLength[wheel]! - SUSPENSION_TRAVEL - length;
    if (depth <= 0) return;
    const { arm, normal } = this;
    const i = 3 * wheel;
    const mass = 1 / (1 / CAR_MASS + turnPerImpulse(this.world, shape, car, arm, i, normal, i));
    // The reference takes the first tick of a match to be twice as long.
    const tick = state.tick === 0 ? 2 * TICK : TICK;
    const impulse = ((WHEEL_PENETRATION_CORRECTION * depth) / tick - approach) * mass;
    state.wheelPushback[4 * car + wheel] = impulse > 0 ? impulse / 4 : 0;
  }

  private suspend(car: number, shape: CarShape, wheel: number, length: number, approach: number): void {
    const { up, wheelPushback } = this.world.state;
    const i = 3 * wheel;
    const at = 3 * car;
    const rest = shape.restLength[wheel]!;
    const extension = length - shape.wheelRadius[wheel]! - rest;
    const stretch = Math.min(Math.max(extension, -SUSPENSION_TRAVEL), SUSPENSION_TRAVEL);
    const { normal } = this;
    const cosine = normal[i]! * up[at]! + normal[i + 1]! * up[at + 1]! + normal[i + 2]! * up[at + 2]!;
    const inverse = cosine > MIN_UP ? 1 / cosine : 1 / MIN_UP;
    const speed = cosine > MIN_UP ? approach * inverse : 0;
    const damping = speed < 0 ? SUSPENSION_COMPRESSION_DAMPING : SUSPENSION_RELAXATION_DAMPING;
    const scale = wheel < 2 ? SUSPENSION_FORCE_FRONT : SUSPENSION_FORCE_BACK;
    const force = (-stretch * SUSPENSION_STIFFNESS * inverse - damping * speed) * scale;
    this.suspension[wheel] = force > 0 ? force * TICK + wheelPushback[4 * car + wheel]! : 0;
  }

  /** Friction of a wheel whose axle points along (ax, ay, az). */
  private rub(car: number, shape: CarShape, wheel: number, ax: number, ay: number, az: number): void {
    const { state } = this.world;
    const { velocity, angularVelocity } = state;
    const at = 3 * car;
    const i = 3 * wheel;
    const { arm, normal, friction } = this;
    const nx = normal[i]!;
    const ny = normal[i + 1]!;
    const nz = normal[i + 2]!;
    this.measureSlip(car, shape, wheel, ax, ay, az);
    const lift = ax * nx + ay * ny + az * nz;
    let sx = ax - lift * nx;
    let sy = ay - lift * ny;
    let sz = az - lift * nz;
    const length = Math.sqrt(sx * sx + sy * sy + sz * sz);
    if (length > 0) {
      sx /= length;
      sy /= length;
      sz /= length;
    }
    // Against the driving direction, as the engine of the reference has it.
    const bx = ny * sz - nz * sy;
    const by = nz * sx - nx * sz;
    const bz = nx * sy - ny * sx;
    const rx = arm[i]!;
    const ry = arm[i + 1]!;
    const rz = arm[i + 2]!;
    const vx = velocity[at]! + angularVelocity[at + 1]! * rz - angularVelocity[at + 2]! * ry;
    const vy = velocity[at + 1]! + angularVelocity[at + 2]! * rx - angularVelocity[at]! * rz;
    const vz = velocity[at + 2]! + angularVelocity[at]! * ry - angularVelocity[at + 1]! * rx;
    friction[i] = sx;
    friction[i + 1] = sy;
    friction[i + 2] = sz;
    const inverse = 1 / CAR_MASS + turnPerImpulse(this.world, shape, car, arm, i, friction, i);
    let sideways = sx * vx + sy * vy + sz * vz;
    let along = bx * vx + by * vy + bz * vz;
    let mass = 1 / inverse;
    if (this.ground[wheel] !== FIELD) {
      const { groundMotion } = this;
      measureGround(this.world, this.ground[wheel]!, car, arm, i, friction, groundMotion);
      sideways -= sx * groundMotion[0]! + sy * groundMotion[1]! + sz * groundMotion[2]!;
      along -= bx * groundMotion[3]! + by * groundMotion[4]! + bz * groundMotion[5]!;
      mass = 1 / (inverse + groundMotion[6]!);
    }
    const side = -WHEEL_SIDE_DAMPING * sideways * mass * state.sideFriction[4 * car + wheel]!;
    const engine = state.engineForce[car]!;
    const brake = state.brakeForce[car]!;
    let rolling = -engine / (CAR_MASS / 3);
    if (engine === 0) {
      const slope = -along * WHEEL_BRAKE_SLOPE;
      rolling = slope > brake ? brake : slope < -brake ? -brake : slope;
    }
    rolling *= state.forwardFriction[4 * car + wheel]!;
    friction[i] = (bx * rolling + sx * side) * FRICTION_SCALE;
    friction[i + 1] = (by * rolling + sy * side) * FRICTION_SCALE;
    friction[i + 2] = (bz * rolling + sz * side) * FRICTION_SCALE;
  }

  /** The velocity at the wheel's fixing, along its axle and across. */
  private measureSlip(car: number, shape: CarShape, wheel: number, ax: number, ay: number, az: number): void {
    const { velocity, angularVelocity, forward, right, up } = this.world.state;
    const at = 3 * car;
    const i = 3 * wheel;
    const lx = shape.wheelX[wheel]!;
    const ly = shape.wheelY[wheel]!;
    const lz = shape.wheelZ[wheel]!;
    const sx = lx * forward[at]! + ly * right[at]! + lz * up[at]!;
    const sy = lx * forward[at + 1]! + ly * right[at + 1]! + lz * up[at + 1]!;
    const sz = lx * forward[at + 2]! + ly * right[at + 2]! + lz * up[at + 2]!;
    const vx = velocity[at]! + angularVelocity[at + 1]! * sz - angularVelocity[at + 2]! * sy;
    const vy = velocity[at + 1]! + angularVelocity[at + 2]! * sx - angularVelocity[at]! * sz;
    const vz = velocity[at + 2]! + angularVelocity[at]! * sy - angularVelocity[at + 1]! * sx;
    const nx = this.normal[i]!;
    const ny = this.normal[i + 1]!;
    const nz = this.normal[i + 2]!;
    this.sideSpeed[wheel] = vx * ax + vy * ay + vz * az;
    this.longSpeed[wheel] = vx * (ay * nz - az * ny) + vy * (az * nx - ax * nz) + vz * (ax * ny - ay * nx);
  }

  /** Applies suspension, then friction; the latter acts at the height of the centre of mass. */
  push(car: number): void {
    if (this.count === 0) return;
    const { up } = this.world.state;
    const at = 3 * car;
    const { arm, normal, friction } = this;
    for (let wheel = 0; wheel < 4; wheel++) {
      if (this.contact[wheel] === 0) continue;
      const i = 3 * wheel;
      const s = this.suspension[wheel]!;
      const height = arm[i]! * up[at]! + arm[i + 1]! * up[at + 1]! + arm[i + 2]! * up[at + 2]!;
      const jx = s * normal[i]!;
      const jy = s * normal[i + 1]!;
      const jz = s * normal[i + 2]!;
      this.kick(car, arm[i]!, arm[i + 1]!, arm[i + 2]!, jx, jy, jz);
      const rx = arm[i]! - height * up[at]!;
      const ry = arm[i + 1]! - height * up[at + 1]!;
      const rz = arm[i + 2]! - height * up[at + 2]!;
      this.kick(car, rx, ry, rz, friction[i]!, friction[i + 1]!, friction[i + 2]!);
    }
  }

  /** An impulse (jx, jy, jz) at (rx, ry, rz) from the centre of mass. */
  private kick(car: number, rx: number, ry: number, rz: number, jx: number, jy: number, jz: number): void {
    const { state, shapes } = this.world;
    const { velocity, angularVelocity, forward, right, up } = state;
    const shape = shapes[car]!;
    const at = 3 * car;
    velocity[at]! += jx / CAR_MASS;
    velocity[at + 1]! += jy / CAR_MASS;
    velocity[at + 2]! += jz / CAR_MASS;
    const tx = ry * jz - rz * jy;
    const ty = rz * jx - rx * jz;
    const tz = rx * jy - ry * jx;
    const f = (tx * forward[at]! + ty * forward[at + 1]! + tz * forward[at + 2]!) * shape.inverseInertiaX;
    const r = (tx * right[at]! + ty * right[at + 1]! + tz * right[at + 2]!) * shape.inverseInertiaY;
    const u = (tx * up[at]! + ty * up[at + 1]! + tz * up[at + 2]!) * shape.inverseInertiaZ;
    for (let i = at; i < at + 3; i++) angularVelocity[i]! += f * forward[i]! + r * right[i]! + u * up[i]!;
  }
}

/** Velocity at an arm, along a direction, that an impulse of 1 there causes by turning the car. */
function turnPerImpulse(
  { state }: World,
  shape: CarShape,
  car: number,
  arm: Float64Array,
  i: number,
  direction: Float64Array,
  j: number,
): number {
  const { forward, right, up } = state;
  const at = 3 * car;
  const tx = arm[i + 1]! * direction[j + 2]! - arm[i + 2]! * direction[j + 1]!;
  const ty = arm[i + 2]! * direction[j]! - arm[i]! * direction[j + 2]!;
  const tz = arm[i]! * direction[j + 1]! - arm[i + 1]! * direction[j]!;
  const f = tx * forward[at]! + ty * forward[at + 1]! + tz * forward[at + 2]!;
  const r = tx * right[at]! + ty * right[at + 1]! + tz * right[at + 2]!;
  const u = tx * up[at]! + ty * up[at + 1]! + tz * up[at + 2]!;
  return f * f * shape.inverseInertiaX + r * r * shape.inverseInertiaY + u * u * shape.inverseInertiaZ;
}

/**
 * How the ball or a car under a wheel moves. Writes its velocity where the wheel touches it; the velocity that counts
 * for rolling, which the reference takes at the wheel's own arm; and how it yields to an impulse along `direction`.
 */
function measureGround(
  { state, shapes }: World,
  body: number,
  car: number,
  arm: Float64Array,
  i: number,
  direction: Float64Array,
  out: Float64Array,
): void {
  const { position, ballPosition, velocity, angularVelocity, ballVelocity, ballAngularVelocity } = state;
  const other = 3 * (body - 1);
  const v = body === 0 ? ballVelocity : velocity;
  const w = body === 0 ? ballAngularVelocity : angularVelocity;
  const at = body === 0 ? 0 : other;
  const origin = body === 0 ? ballPosition : position;
  const rx = arm[i]!;
  const ry = arm[i + 1]!;
  const rz = arm[i + 2]!;
  const qx = position[3 * car]! + rx - origin[at]!;
  const qy = position[3 * car + 1]! + ry - origin[at + 1]!;
  const qz = position[3 * car + 2]! + rz - origin[at + 2]!;
  const wx = w[at]!;
  const wy = w[at + 1]!;
  const wz = w[at + 2]!;
  out[0] = v[at]! + wy * qz - wz * qy;
  out[1] = v[at + 1]! + wz * qx - wx * qz;
  out[2] = v[at + 2]! + wx * qy - wy * qx;
  out[3] = v[at]! + wy * rz - wz * ry;
  out[4] = v[at + 1]! + wz * rx - wx * rz;
  out[5] = v[at + 2]! + wx * ry - wy * rx;
  const tx = qy * direction[i + 2]! - qz * direction[i + 1]!;
  const ty = qz * direction[i]! - qx * direction[i + 2]!;
  const tz = qx * direction[i + 1]! - qy * direction[i]!;
  if (body === 0) {
    out[6] = 1 / BALL_MASS + (tx * tx + ty * ty + tz * tz) / BALL_INERTIA;
    return;
  }
  const { forward, right, up } = state;
  const shape = shapes[body - 1]!;
  const f = tx * forward[at]! + ty * forward[at + 1]! + tz * forward[at + 2]!;
  const r = tx * right[at]! + ty * right[at + 1]! + tz * right[at + 2]!;
  const u = tx * up[at]! + ty * up[at + 1]! + tz * up[at + 2]!;
  out[6] = 1 / CAR_MASS + f * f * shape.inverseInertiaX + r * r * shape.inverseInertiaY + u * u * shape.inverseInertiaZ;
}
