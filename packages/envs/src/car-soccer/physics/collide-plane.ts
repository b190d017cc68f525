import { BALL_RADIUS } from './constants.ts';
import { FIELD, type Contacts } from './contacts.ts';

/** The contact of the ball with a plane n . x = d. */
export function ballOnPlane(contacts: Contacts, nx: number, ny: number, nz: number, d: number): void {
  const { ballPosition } = contacts.world.state;
  const x = ballPosition[0]!;
  const y = ballPosition[1]!;
  const z = ballPosition[2]!;
  const height = nx * x + ny * y + nz * z - d;
  contacts.add(0, FIELD, x - height * nx, y - height * ny, z - height * nz, nx, ny, nz, height - BALL_RADIUS);
}

/** The contact of a car's hitbox with a plane n . x = d: its lowest corner. */
export function carOnPlane(contacts: Contacts, car: number, nx: number, ny: number, nz: number, d: number): void {
  const { state, shapes } = contacts.world;
  const { position, forward, right, up } = state;
  const shape = shapes[car]!;
  const at = 3 * car;
  const centre = nx * position[at]! + ny * position[at + 1]! + nz * position[at + 2]! - d;
  if (centre > shape.reach + shape.breakingDistance) return;
  const f = nx * forward[at]! + ny * forward[at + 1]! + nz * forward[at + 2]!;
  const r = nx * right[at]! + ny * right[at + 1]! + nz * right[at + 2]!;
  const u = nx * up[at]! + ny * up[at + 1]! + nz * up[at + 2]!;
  const lx = shape.offsetX + (f <= 0 ? shape.halfX : -shape.halfX);
  const ly = r <= 0 ? shape.halfY : -shape.halfY;
  const lz = shape.offsetZ + (u <= 0 ? shape.halfZ : -shape.halfZ);
  const distance = centre + f * lx + r * ly + u * lz;
  if (distance > shape.breakingDistance) return;
  const x = position[at]! + lx * forward[at]! + ly * right[at]! + lz * up[at]! - distance * nx;
  const y = position[at + 1]! + lx * forward[at + 1]! + ly * right[at + 1]! + lz * up[at + 1]! - distance * ny;
  const z = position[at + 2]! + lx * forward[at + 2]! + ly * right[at + 2]! + lz * up[at + 2]! - distance * nz;
  contacts.add(car + 1, FIELD, x, y, z, nx, ny, nz, distance);
  touchField(contacts, car, nx, ny, nz);
}

/** Notes that a car's body touches the field, and where its surface points. */
export function touchField({ world: { state } }: Contacts, car: number, nx: number, ny: number, nz: number): void {
  state.worldContact[car] = 1;
  state.worldNormal[3 * car] = nx;
  state.worldNormal[3 * car + 1] = ny;
  state.worldNormal[3 * car + 2] = nz;
}
