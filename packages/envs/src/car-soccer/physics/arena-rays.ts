import { findGoalPlanes, findRoomPlanes, insideOpening, near } from './arena-planes.ts';
import {
  BACK_WALL_Y,
  CEILING_RAMP_RADIUS,
  CEILING_Z,
  CORNER_SUM,
  FLOOR_RAMP_RADIUS,
  SIDE_WALL_X,
} from './arena-shape.ts';

/**
 * Whether a ray inside the arena meets it before `hit`; if so it is the hit. Room and goals are convex: the first plane
 * that the ray leaves one of them through is the one.
 */
export function castArenaRay(ray: Float64Array, hit: Float64Array): boolean {
  const px = ray[0]!;
  const py = ray[1]!;
  const pz = ray[2]!;
  const dx = ray[3]!;
  const dy = ray[4]!;
  const dz = ray[5]!;
  const ax = Math.abs(px);
  const ay = Math.abs(py);
  const reach = hit[0]!;
  const low = pz < CEILING_Z / 2;
  const margin = reach + (low ? FLOOR_RAMP_RADIUS : CEILING_RAMP_RADIUS);
  const inMiddle =
    SIDE_WALL_X - ax > margin && BACK_WALL_Y - ay > margin && (CORNER_SUM - ax - ay) * Math.SQRT1_2 > margin;
  if (inMiddle) return low ? leave(pz, dz, 0, 0, 1, hit) : leave(CEILING_Z - pz, -dz, 0, 0, -1, hit);
  const front = BACK_WALL_Y - ay;
  if (front < 0) {
    findGoalPlanes(px, py, pz, reach, true);
    return leaveNear(dx, dy, dz, hit);
  }
  findRoomPlanes(px, py, pz, reach, false);
  const found = leaveNear(dx, dy, dz, hit);
  const sy = py < 0 ? -1 : 1;
  const rate = sy * dy;
  if (rate <= 0 || front >= rate * hit[0]!) return found;
  const t = front / rate;
  if (insideOpening(Math.abs(px + t * dx), pz + t * dz) <= 0) return leave(front, -rate, 0, -sy, 0, hit) || found;
  findGoalPlanes(px, py, pz, reach, true);
  return leaveNear(dx, dy, dz, hit) || found;
}

/** The planes that were found near the ray's start. */
function leaveNear(dx: number, dy: number, dz: number, hit: Float64Array): boolean {
  let found = false;
  for (let i = 0; i < near.count; i++) {
    const nx = near.normals[3 * i]!;
    const ny = near.normals[3 * i + 1]!;
    const nz = near.normals[3 * i + 2]!;
    found = leave(near.distances[i]!, nx * dx + ny * dy + nz * dz, nx, ny, nz, hit) || found;
  }
  return found;
}

/** A plane with this normal, which the ray's start is `distance` from and nears at -rate. */
function leave(distance: number, rate: number, nx: number, ny: number, nz: number, hit: Float64Array): boolean {
  if (rate >= 0 || distance < 0 || distance >= -rate * hit[0]!) return false;
  hit[0] = -distance / rate;
  hit[1] = nx;
  hit[2] = ny;
  hit[3] = nz;
  return true;
}
