import { BALL_RADIUS, HIT_FORWARD_SCALE, HIT_MAX_SPEED, HIT_Z_SCALE, hitOfSpeed } from './constants.ts';
import type { Contacts } from './contacts.ts';
import type { World } from './world.ts';

/** Looks for the contact of a car's hitbox, its edges rounded, with the ball. */
export function collideCarBall(contacts: Contacts, car: number): void {
  const { world } = contacts;
  const { state, shapes } = world;
  const { position, forward, right, up, ballPosition } = state;
  const at = 3 * car;
  const shape = shapes[car]!;
  const dx = ballPosition[0]! - position[at]!;
  const dy = ballPosition[1]! - position[at + 1]!;
  const dz = ballPosition[2]! - position[at + 2]!;
  const reach = BALL_RADIUS + shape.reach;
  if (dx * dx + dy * dy + dz * dz > reach * reach || !boundsOverlap(world, car, dx, dy, dz)) return;
  // The ball's centre in the frame of the hitbox, and the nearest point of the box within its rounding.
  const ex = dx * forward[at]! + dy * forward[at + 1]! + dz * forward[at + 2]! - shape.offsetX;
  const ey = dx * right[at]! + dy * right[at + 1]! + dz * right[at + 2]!;
  const ez = dx * up[at]! + dy * up[at + 1]! + dz * up[at + 2]! - shape.offsetZ;
  const cx = clamp(ex, shape.halfX - shape.rounding);
  const cy = clamp(ey, shape.halfY - shape.rounding);
  const cz = clamp(ez, shape.halfZ - shape.rounding);
  let lx = cx - ex;
  let ly = cy - ey;
  let lz = cz - ez;
  let length = Math.sqrt(lx * lx + ly * ly + lz * lz);
  let distance = length - shape.rounding - BALL_RADIUS;
  if (length === 0) {
    // The centre is inside the box: out through its roof or its floor.
    lz = ez >= 0 ? -1 : 1;
    length = 1;
    distance = Math.abs(ez) - shape.halfZ - BALL_RADIUS;
  }
  lx /= length;
  ly /= length;
  lz /= length;
  const nx = lx * forward[at]! + ly * right[at]! + lz * up[at]!;
  const ny = lx * forward[at + 1]! + ly * right[at + 1]! + lz * up[at + 1]!;
  const nz = lx * forward[at + 2]! + ly * right[at + 2]! + lz * up[at + 2]!;
  const px = ballPosition[0]! + BALL_RADIUS * nx;
  const py = ballPosition[1]! + BALL_RADIUS * ny;
  const pz = ballPosition[2]! + BALL_RADIUS * nz;
  if (contacts.add(car + 1, 0, px, py, pz, nx, ny, nz, distance)) touchBall(world, car, dx, dy, dz);
}

const clamp = (x: number, limit: number): number => (x > limit ? limit : x < -limit ? -limit : x);

/** Whether the boxes about both, along the axes of the world, overlap. */
function boundsOverlap({ state, shapes }: World, car: number, dx: number, dy: number, dz: number): boolean {
  const { forward, right, up } = state;
  const shape = shapes[car]!;
  for (let k = 0; k < 3; k++) {
    const i = 3 * car + k;
    const centre = shape.offsetX * forward[i]! + shape.offsetZ * up[i]!;
    const half =
      shape.halfX * Math.abs(forward[i]!) + shape.halfY * Math.abs(right[i]!) + shape.halfZ * Math.abs(up[i]!);
    const d = k === 0 ? dx : k === 1 ? dy : dz;
    if (Math.abs(d - centre) > half + BALL_RADIUS) return false;
  }
  return true;
}

/** Notes the touch, and gives the ball its extra impulse; while the touch lasts, in every other tick. */
function touchBall(world: World, car: number, dx: number, dy: number, dz: number): void {
  const { state, events, ballKick } = world;
  if (state.ballTouchTick[car]! < state.tick - 1) events.touches[car]!++;
  state.ballTouchTick[car] = state.tick;
  state.lastTouch = car;
  if (state.tick <= state.ballImpulseTick[car]! + 1) return;
  state.ballImpulseTick[car] = state.tick;
  const at = 3 * car;
  const { velocity, ballVelocity, forward } = state;
  const vx = ballVelocity[0]! - velocity[at]!;
  const vy = ballVelocity[1]! - velocity[at + 1]!;
  const vz = ballVelocity[2]! - velocity[at + 2]!;
  const speed = Math.min(Math.sqrt(vx * vx + vy * vy + vz * vz), HIT_MAX_SPEED);
  const flatZ = dz * HIT_Z_SCALE;
  let length = Math.sqrt(dx * dx + dy * dy + flatZ * flatZ);
  if (speed === 0 || length === 0) return;
  const fx = forward[at]!;
  const fy = forward[at + 1]!;
  const fz = forward[at + 2]!;
  const along = ((dx * fx + dy * fy + flatZ * fz) / length) * (1 - HIT_FORWARD_SCALE);
  const hx = dx / length - along * fx;
  const hy = dy / length - along * fy;
  const hz = flatZ / length - along * fz;
  length = Math.sqrt(hx * hx + hy * hy + hz * hz);
  const strength = (speed * hitOfSpeed.at(speed)) / length;
  ballKick[0]! += strength * hx;
  ballKick[1]! += strength * hy;
  ballKick[2]! += strength * hz;
}
