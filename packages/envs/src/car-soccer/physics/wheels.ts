import { cos, sin } from '../../classic-control/sincos.ts';
import type { CarShape } from './car-shape.ts';
import {
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
import { measureGround } from './ground-motion.ts';
import { rayMeetsBall, rayMeetsCar } from './rays.ts';
import type { Surroundings } from './surroundings.ts';
import type { World } from './world.ts';

/** Share of a friction's force that becomes an impulse of the car in a tick. */
const FRICTION_SCALE = (CAR_MASS / 3) * TICK;
/** Below this cosine between the car's up and the ground's normal the suspension cannot push properly. */
const MIN_UP = 0.1;

/**
 * The four wheels of the car that is being stepped: a ray from the body down to the ground each, a spring and a damper
 * along it, friction across and along. `cast` looks for the ground, `push` applies the forces; between the two the
 * controls see what was found. One object serves all cars in turn: what lasts is in the state.
 *
 * Numbers go from method to method in arrays: as arguments, doubles would be allocated.
 */
export class Wheels {
  /** Wheels that touch. */
  count = 0;
  /** One of them touches the field, not just another body. */
  onField = false;
  /** Mean normal of the contacts; the car's up where there is none. */
  upX = 0.5;
  upY = 0.5;
  upZ = 0.5;
  readonly contact = new Uint8Array(4);
  /** [4, 3] */
  readonly normal = new Float64Array(12);
  /** Speed of each wheel's fixing along its axle and across it, in uu/s. */
  readonly sideSpeed = new Float64Array(4);
  readonly longSpeed = new Float64Array(4);
  /** What each wheel touches: 0 the ball, i car i - 1, FIELD. */
  private readonly ground = new Int8Array(4);
  /** [4, 3]: where it is fixed, and where it touches, from the centre of mass. */
  private readonly mount = new Float64Array(12);
  private readonly arm = new Float64Array(12);
  /** Length of the ray to the ground, and the speed of the contact away from it. */
  private readonly length = new Float64Array(4);
  private readonly leaving = new Float64Array(4);
  /** [4, 3]: impulse of the friction. */
  private readonly friction = new Float64Array(12);
  /** Impulse of the suspension along the normal. */
  private readonly suspension = new Float64Array(4);
  /** Axle of the wheels in question. */
  private readonly axle = new Float64Array(3);
  /** See `measureGround`. */
  private readonly groundMotion = new Float64Array(7);
  /** See rays.ts. */
  private readonly ray = new Float64Array(6);
  private readonly hit = new Float64Array(4);
  private readonly world: World;
  private readonly field: Surroundings;

  constructor(world: World, field: Surroundings) {
    this.world = world;
    this.field = field;
  }

  /** Looks for the ground under each wheel, and works out its forces. */
  cast(car: number): void {
    const { state, shapes } = this.world;
    const { position, right, forward, up } = state;
    const { normal, axle } = this;
    const at = 3 * car;
    this.count = 0;
    this.onField = false;
    let nx = 0;
    let ny = 0;
    let nz = 0;
    const shape = shapes[car]!;
    const othersNear = this.othersNear(car);
    if (othersNear || this.field.mayTouch(position, at)) {
      for (let wheel = 0; wheel < 4; wheel++) {
        if (!this.castWheel(car, shape, wheel, othersNear)) continue;
        nx += normal[3 * wheel]!;
        ny += normal[3 * wheel + 1]!;
        nz += normal[3 * wheel + 2]!;
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
    for (let k = 0; k < 3; k++) axle[k] = c * right[at + k]! - s * forward[at + k]!;
    for (let wheel = 0; wheel < 2; wheel++) if (this.contact[wheel] === 1) this.rub(car, shape, wheel);
    for (let k = 0; k < 3; k++) axle[k] = right[at + k]!;
    for (let wheel = 2; wheel < 4; wheel++) if (this.contact[wheel] === 1) this.rub(car, shape, wheel);
  }

  /** Whether the ball or another car is near enough for a wheel to touch it. */
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
    const { position, velocity, angularVelocity, forward, right, up } = this.world.state;
    const { ray, hit, mount, arm, normal } = this;
    const at = 3 * car;
    const i = 3 * wheel;
    const lx = shape.wheelX[wheel]!;
    const ly = shape.wheelY[wheel]!;
    const lz = shape.wheelZ[wheel]!;
    for (let k = 0; k < 3; k++) {
      const from = lx * forward[at + k]! + ly * right[at + k]! + lz * up[at + k]!;
      mount[i + k] = from;
      ray[k] = position[at + k]! + from;
      ray[3 + k] = -up[at + k]!;
    }
    hit[0] = shape.rayLength[wheel]!;
    let ground = this.field.castRay(ray, hit) ? FIELD : FIELD - 1;
    if (othersNear) ground = this.castAtBodies(car, ground);
    if (ground < FIELD) {
      this.release(car, wheel);
      return false;
    }
    this.contact[wheel] = 1;
    this.ground[wheel] = ground;
    const length = hit[0]!;
    for (let k = 0; k < 3; k++) {
      arm[i + k] = mount[i + k]! - length * up[at + k]!;
      normal[i + k] = hit[1 + k]!;
    }
    const rx = arm[i]!;
    const ry = arm[i + 1]!;
    const rz = arm[i + 2]!;
    const vx = velocity[at]! + angularVelocity[at + 1]! * rz - angularVelocity[at + 2]! * ry;
    const vy = velocity[at + 1]! + angularVelocity[at + 2]! * rx - angularVelocity[at]! * rz;
    const vz = velocity[at + 2]! + angularVelocity[at]! * ry - angularVelocity[at + 1]! * rx;
    this.length[wheel] = length;
    this.leaving[wheel] = normal[i]! * vx + normal[i + 1]! * vy + normal[i + 2]! * vz;
    if (ground === FIELD) {
      this.onField = true;
      this.resistPenetration(car, shape, wheel);
    }
    this.suspend(car, shape, wheel);
    return true;
  }

  /** The ball or another car where the ray meets it sooner than `ground`. */
  private castAtBodies(car: number, ground: number): number {
    const { world, ray, hit } = this;
    let body = world.hasBall && rayMeetsBall(world, ray, hit) ? 0 : ground;
    for (let other = 0; other < world.cars; other++) {
      if (other === car || world.state.demolished[other] === 1) continue;
      if (rayMeetsCar(world, other, ray, hit)) body = other + 1;
    }
    return body;
  }

  /** A wheel that is pressed into the ground beyond its rest length is pushed out. */
  private resistPenetration(car: number, shape: CarShape, wheel: number): void {
    const { state } = this.world;
    const depth = shape.rayLength[wheel]! - SUSPENSION_TRAVEL - this.length[wheel]!;
    if (depth <= 0) return;
    const mass = 1 / (1 / CAR_MASS + this.turnPerImpulse(car, shape, wheel, this.normal));
    // The reference takes the first tick of a match to be twice as long.
    const tick = state.tick === 0 ? 2 * TICK : TICK;
    const impulse = ((WHEEL_PENETRATION_CORRECTION * depth) / tick - this.leaving[wheel]!) * mass;
    state.wheelPushback[4 * car + wheel] = impulse > 0 ? impulse / 4 : 0;
  }

  private suspend(car: number, shape: CarShape, wheel: number): void {
    const { up, wheelPushback } = this.world.state;
    const { normal } = this;
    const i = 3 * wheel;
    const at = 3 * car;
    const extension = this.length[wheel]! - shape.wheelRadius[wheel]! - shape.restLength[wheel]!;
    const stretch = Math.min(Math.max(extension, -SUSPENSION_TRAVEL), SUSPENSION_TRAVEL);
    const cosine = normal[i]! * up[at]! + normal[i + 1]! * up[at + 1]! + normal[i + 2]! * up[at + 2]!;
    const inverse = cosine > MIN_UP ? 1 / cosine : 1 / MIN_UP;
    const speed = cosine > MIN_UP ? this.leaving[wheel]! * inverse : 0;
    const damping = speed < 0 ? SUSPENSION_COMPRESSION_DAMPING : SUSPENSION_RELAXATION_DAMPING;
    const scale = wheel < 2 ? SUSPENSION_FORCE_FRONT : SUSPENSION_FORCE_BACK;
    const force = (-stretch * SUSPENSION_STIFFNESS * inverse - damping * speed) * scale;
    this.suspension[wheel] = force > 0 ? force * TICK + wheelPushback[4 * car + wheel]! : 0;
  }

  /** Friction of a wheel on `axle`. */
  private rub(car: number, shape: CarShape, wheel: number): void {
    const { state } = this.world;
    const { velocity, angularVelocity } = state;
    const at = 3 * car;
    const i = 3 * wheel;
    const { arm, normal, friction, axle } = this;
    const nx = normal[i]!;
    const ny = normal[i + 1]!;
    const nz = normal[i + 2]!;
    this.measureSlip(car, wheel);
    const lift = axle[0]! * nx + axle[1]! * ny + axle[2]! * nz;
    let sx = axle[0]! - lift * nx;
    let sy = axle[1]! - lift * ny;
    let sz = axle[2]! - lift * nz;
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
    const inverse = 1 / CAR_MASS + this.turnPerImpulse(car, shape, wheel, friction);
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
  private measureSlip(car: number, wheel: number): void {
    const { velocity, angularVelocity } = this.world.state;
    const at = 3 * car;
    const i = 3 * wheel;
    const { axle, mount, normal } = this;
    const sx = mount[i]!;
    const sy = mount[i + 1]!;
    const sz = mount[i + 2]!;
    const vx = velocity[at]! + angularVelocity[at + 1]! * sz - angularVelocity[at + 2]! * sy;
    const vy = velocity[at + 1]! + angularVelocity[at + 2]! * sx - angularVelocity[at]! * sz;
    const vz = velocity[at + 2]! + angularVelocity[at]! * sy - angularVelocity[at + 1]! * sx;
    const ax = axle[0]!;
    const ay = axle[1]!;
    const az = axle[2]!;
    const nx = normal[i]!;
    const ny = normal[i + 1]!;
    const nz = normal[i + 2]!;
    this.sideSpeed[wheel] = vx * ax + vy * ay + vz * az;
    this.longSpeed[wheel] = vx * (ay * nz - az * ny) + vy * (az * nx - ax * nz) + vz * (ax * ny - ay * nx);
  }

  /** Applies suspension and friction; the latter acts at the height of the centre of mass. */
  push(car: number): void {
    if (this.count === 0) return;
    const { state, shapes } = this.world;
    const { velocity, angularVelocity, forward, right, up } = state;
    const { arm, normal, friction, suspension } = this;
    const shape = shapes[car]!;
    const at = 3 * car;
    const ux = up[at]!;
    const uy = up[at + 1]!;
    const uz = up[at + 2]!;
    let tx = 0;
    let ty = 0;
    let tz = 0;
    for (let wheel = 0; wheel < 4; wheel++) {
      if (this.contact[wheel] === 0) continue;
      const i = 3 * wheel;
      const s = suspension[wheel]!;
      const rx = arm[i]!;
      const ry = arm[i + 1]!;
      const rz = arm[i + 2]!;
      const jx = s * normal[i]!;
      const jy = s * normal[i + 1]!;
      const jz = s * normal[i + 2]!;
      const height = rx * ux + ry * uy + rz * uz;
      const qx = rx - height * ux;
      const qy = ry - height * uy;
      const qz = rz - height * uz;
      const fx = friction[i]!;
      const fy = friction[i + 1]!;
      const fz = friction[i + 2]!;
      velocity[at]! += (jx + fx) / CAR_MASS;
      velocity[at + 1]! += (jy + fy) / CAR_MASS;
      velocity[at + 2]! += (jz + fz) / CAR_MASS;
      tx += ry * jz - rz * jy + (qy * fz - qz * fy);
      ty += rz * jx - rx * jz + (qz * fx - qx * fz);
      tz += rx * jy - ry * jx + (qx * fy - qy * fx);
    }
    const f = (tx * forward[at]! + ty * forward[at + 1]! + tz * forward[at + 2]!) * shape.inverseInertiaX;
    const r = (tx * right[at]! + ty * right[at + 1]! + tz * right[at + 2]!) * shape.inverseInertiaY;
    const u = (tx * ux + ty * uy + tz * uz) * shape.inverseInertiaZ;
    for (let i = at; i < at + 3; i++) angularVelocity[i]! += f * forward[i]! + r * right[i]! + u * up[i]!;
  }

  /** Velocity of a wheel's contact along its `direction`, [4, 3], that an impulse of 1 there causes by turning the car. */
  private turnPerImpulse(car: number, shape: CarShape, wheel: number, direction: Float64Array): number {
    const { forward, right, up } = this.world.state;
    const { arm } = this;
    const at = 3 * car;
    const i = 3 * wheel;
    const tx = arm[i + 1]! * direction[i + 2]! - arm[i + 2]! * direction[i + 1]!;
    const ty = arm[i + 2]! * direction[i]! - arm[i]! * direction[i + 2]!;
    const tz = arm[i]! * direction[i + 1]! - arm[i + 1]! * direction[i]!;
    const f = tx * forward[at]! + ty * forward[at + 1]! + tz * forward[at + 2]!;
    const r = tx * right[at]! + ty * right[at + 1]! + tz * right[at + 2]!;
    const u = tx * up[at]! + ty * up[at + 1]! + tz * up[at + 2]!;
    return f * f * shape.inverseInertiaX + r * r * shape.inverseInertiaY + u * u * shape.inverseInertiaZ;
  }
}
