/**
 * Ramps: quarter cylinders between a vertical wall and the floor or the ceiling. Where a point is nearer than the radius
 * to both, the ramp's surface lies beyond it: w from the wall and v from the floor, it is radius - |(radius - w,
 * radius - v)| away from the ramp.
 */
import { backRampRadius, CEILING_Z, RAMP_RADIUS } from './arena-shape.ts';
import { touchField } from './collide-plane.ts';
import { BALL_RADIUS } from './constants.ts';
import { FIELD, type Contacts } from './contacts.ts';

/** Distance from a ramp and its normal, as `measureRamp` found them. */
const ramp = { distance: 0, x: 0, y: 0, z: 0 };

/**
 * Measures how far a point is from the ramp of the wall n . x = d; false where it is not over the ramp.
 *
 * @param low - the ramp at the floor, else at the ceiling
 * @param fading - it is a back wall's, which fades out towards the goal
 */
function measureRamp(
  x: number,
  y: number,
  z: number,
  nx: number,
  ny: number,
  d: number,
  low: boolean,
  fading: boolean,
): boolean {
  const radius = fading ? backRampRadius(x) : RAMP_RADIUS;
  const a = radius - (nx * x + ny * y - d);
  const b = radius - (low ? z : CEILING_Z - z);
  if (a <= 0 || b <= 0) return false;
  const h = Math.sqrt(a * a + b * b);
  ramp.distance = radius - h;
  ramp.x = (nx * a) / h;
  ramp.y = (ny * a) / h;
  ramp.z = (low ? b : -b) / h;
  if (fading && radius < RAMP_RADIUS) {
    // The surface also rises along the wall: its slope turns the normal, and shortens the distance.
    const slope = (1 - (a + b) / h) * (x < 0 ? -1 : 1);
    const length = Math.sqrt(1 + slope * slope);
    ramp.distance /= length;
    ramp.x = (ramp.x + slope) / length;
    ramp.y /= length;
    ramp.z /= length;
  }
  return true;
}

/** The contact of the ball with a ramp. Returns whether the ball is over it. */
export function ballOnRamp(
  contacts: Contacts,
  nx: number,
  ny: number,
  d: number,
  low: boolean,
  fading: boolean,
): boolean {
  const { ballPosition } = contacts.world.state;
  const x = ballPosition[0]!;
  const y = ballPosition[1]!;
  const z = ballPosition[2]!;
  if (!measureRamp(x, y, z, nx, ny, d, low, fading)) return false;
  const { distance, x: mx, y: my, z: mz } = ramp;
  contacts.add(0, FIELD, x - distance * mx, y - distance * my, z - distance * mz, mx, my, mz, distance - BALL_RADIUS);
  return true;
}

/** The contact of a car's hitbox with a ramp: the corner that is deepest in it. */
export function carOnRamp(
  contacts: Contacts,
  car: number,
  nx: number,
  ny: number,
  d: number,
  low: boolean,
  fading: boolean,
): void {
  const { state, shapes } = contacts.world;
  const { position, forward, right, up } = state;
  const shape = shapes[car]!;
  const at = 3 * car;
  // The whole car is further from the ramp than its centre is by at most its reach.
  const a = Math.max(RAMP_RADIUS - (nx * position[at]! + ny * position[at + 1]! - d), 0);
  const b = Math.max(RAMP_RADIUS - (low ? position[at + 2]! : CEILING_Z - position[at + 2]!), 0);
  const inner = RAMP_RADIUS - shape.reach - shape.breakingDistance;
  if (a * a + b * b < inner * inner) return;
  let deepest = -shape.breakingDistance;
  let px = 0;
  let py = 0;
  let pz = 0;
  let found = false;
  for (let corner = 0; corner < 8; corner++) {
    const lx = shape.offsetX + (corner & 1 ? -shape.halfX : shape.halfX);
    const ly = corner & 2 ? -shape.halfY : shape.halfY;
    const lz = shape.offsetZ + (corner & 4 ? -shape.halfZ : shape.halfZ);
    const x = position[at]! + lx * forward[at]! + ly * right[at]! + lz * up[at]!;
    const y = position[at + 1]! + lx * forward[at + 1]! + ly * right[at + 1]! + lz * up[at + 1]!;
    const z = position[at + 2]! + lx * forward[at + 2]! + ly * right[at + 2]! + lz * up[at + 2]!;
    const radius = fading ? backRampRadius(x) : RAMP_RADIUS;
    const w = radius - (nx * x + ny * y - d);
    const v = radius - (low ? z : CEILING_Z - z);
    if (w <= 0 || v <= 0) continue;
    const depth = Math.sqrt(w * w + v * v) - radius;
    if (depth <= deepest) continue;
    deepest = depth;
    found = true;
    px = x;
    py = y;
    pz = z;
  }
  if (!found || !measureRamp(px, py, pz, nx, ny, d, low, fading)) return;
  const { distance, x: mx, y: my, z: mz } = ramp;
  px -= distance * mx;
  py -= distance * my;
  pz -= distance * mz;
  contacts.add(car + 1, FIELD, px, py, pz, mx, my, mz, distance);
  touchField(contacts, car, mx, my, mz);
}
