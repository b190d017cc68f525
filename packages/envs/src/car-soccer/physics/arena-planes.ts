/**
 * The arena near a point, as planes. The room and each goal are convex, so that a body inside touches nothing but the
 * planes of their facets; only the frames of the goals and the ramps about them, which are not, are replaced by the planes
 * that touch them where they are next to the point.
 */
import {
  BACK_RAMP_RADIUS,
  BACK_WALL_Y,
  backRampOfX,
  CEILING_RAMP_RADIUS,
  CEILING_Z,
  FLOOR_RAMP_RADIUS,
  floorRampRadii,
  FRAME_CHAMFER,
  GOAL_HALF_WIDTH,
  GOAL_RAMP_RADIUS,
  goalOpening,
  goalProfile,
  rampProfile,
  ROUNDED_FROM_X,
  ROUNDED_FROM_Y,
  SIDE_WALL_X,
  walls,
} from './arena-shape.ts';

/** More are never near. */
const MOST = 256;

/** The planes that were found last: unit normals into the arena, and how far the point is from each. */
export const near = { count: 0, normals: new Float64Array(3 * MOST), distances: new Float64Array(MOST) };

function add(nx: number, ny: number, nz: number, distance: number): void {
  const { count, normals, distances } = near;
  if (count === MOST) return;
  normals[3 * count] = nx;
  normals[3 * count + 1] = ny;
  normals[3 * count + 2] = nz;
  distances[count] = distance;
  near.count++;
}

/** Every chord of a ramp is further from the middle of its circle than this share of the radius. */
const INNER = Math.min(...rampProfile.offset);

/**
 * Adds a ramp between two planes, which the point is v and w away from, and whose normals are a and b.
 *
 * @param beyond - how far the point is beyond the ends of the ramp
 * @param slope - how the radius changes along x
 */
function addRamp(
  radius: number,
  v: number,
  w: number,
  beyond: number,
  reach: number,
  ax: number,
  ay: number,
  az: number,
  bx: number,
  by: number,
  bz: number,
  slope: number = 0,
): void {
  if (v > radius + reach || w > radius + reach || beyond >= reach) return;
  const p = radius - v;
  const q = radius - w;
  const inner = INNER * radius - reach;
  const outwards = (p > 0 ? p * p : 0) + (q > 0 ? q * q : 0);
  if (inner > 0 && outwards < inner * inner) return;
  const { nx, ny, offset, count } = rampProfile;
  for (let chord = 0; chord < count; chord++) {
    const c = nx[chord]!;
    const s = ny[chord]!;
    const m = offset[chord]!;
    const distance = m * radius - c * p - s * q;
    if (distance >= reach) continue;
    const aside = rampProfile.beyond(chord, p, q, radius);
    if (distance * distance + aside * aside + beyond * beyond >= reach * reach) continue;
    const along = slope * (m - c - s);
    const length = along === 0 ? 1 : Math.sqrt(1 + along * along);
    add((c * ax + s * bx + along) / length, (c * ay + s * by) / length, (c * az + s * bz) / length, distance / length);
  }
}

/**
 * Finds the planes of the room within `reach` of a point.
 *
 * @param backWall - with the back wall itself, which has the goal's opening
 */
export function findRoomPlanes(x: number, y: number, z: number, reach: number, backWall: boolean): void {
  near.count = 0;
  const sx = x < 0 ? -1 : 1;
  const sy = y < 0 ? -1 : 1;
  const ax = sx * x;
  const ay = sy * y;
  const low = z < CEILING_Z / 2;
  const up = low ? 1 : -1;
  const height = low ? z : CEILING_Z - z;
  if (height < reach) add(0, 0, up, height);
  const side = SIDE_WALL_X - ax;
  const back = BACK_WALL_Y - ay;
  if (side < reach) add(-sx, 0, 0, side);
  if (back < reach && backWall) add(0, -sy, 0, back);
  const radius = low ? FLOOR_RAMP_RADIUS : CEILING_RAMP_RADIUS;
  const hasRamps = height < radius + reach;
  const widest = hasRamps ? radius + reach : reach;
  if (hasRamps && side < widest) addRamp(radius, side, height, walls.beyond(0, ax, ay), reach, -sx, 0, 0, 0, 0, up);
  if (ax > ROUNDED_FROM_X - reach && ay > ROUNDED_FROM_Y - reach) {
    for (let wall = 1; wall < walls.count - 1; wall++) {
      const distance = walls.inside(wall, ax, ay);
      if (distance >= widest) continue;
      const beyond = walls.beyond(wall, ax, ay);
      if (beyond >= reach) continue;
      const nx = -sx * walls.nx[wall]!;
      const ny = -sy * walls.ny[wall]!;
      if (distance < reach && distance * distance + beyond * beyond < reach * reach) add(nx, ny, 0, distance);
      if (!hasRamps) continue;
      addRamp(low ? floorRampRadii[wall]! : radius, distance, height, beyond, reach, nx, ny, 0, 0, 0, up);
    }
  }
  if (!hasRamps || back >= widest) return;
  const beyond = walls.beyond(walls.count - 1, ax, ay);
  if (low) addBackRamp(ax, back, height, beyond, reach, sx, sy);
  else addRamp(radius, back, height, beyond, reach, 0, -sy, 0, 0, 0, -1);
}

/** The ramp under a back wall: beside the goal it narrows, and it leads about the posts into the goal. */
function addBackRamp(
  ax: number,
  back: number,
  height: number,
  beyond: number,
  reach: number,
  sx: number,
  sy: number,
): void {
  if (back > BACK_RAMP_RADIUS + reach || height > BACK_RAMP_RADIUS + reach) return;
  const beside = GOAL_HALF_WIDTH - ax;
  if (beside < -FRAME_CHAMFER) {
    const slope = sx * (backRampOfX.at(ax + 0.5) - backRampOfX.at(ax - 0.5));
    addRamp(backRampOfX.at(ax), back, height, beyond, reach, 0, -sy, 0, 0, 0, 1, slope);
    return;
  }
  if (beside > GOAL_RAMP_RADIUS + reach) return;
  measureFrame(beside, back);
  const { distance, inwards, forwards } = frame;
  addRamp(GOAL_RAMP_RADIUS, distance, height, 0, reach, -sx * inwards, -sy * forwards, 0, 0, 0, 1);
}

/** Distance from the frame of a goal and its normal, into the opening and out of the goal, as `measureFrame` found them. */
const frame = { distance: 0, inwards: 0, forwards: 0 };

/** Measures how far a point is from a chamfered post or crossbar: so far inside of it, and so far in front of the wall. */
function measureFrame(inside: number, front: number): void {
  const share = (inside + FRAME_CHAMFER - front) / (2 * FRAME_CHAMFER);
  const t = share < 0 ? 0 : share > 1 ? 1 : share;
  const u = inside + FRAME_CHAMFER * (1 - t);
  const v = front + FRAME_CHAMFER * t;
  const distance = Math.sqrt(u * u + v * v);
  frame.distance = distance;
  frame.inwards = distance > 0 ? u / distance : Math.SQRT1_2;
  frame.forwards = distance > 0 ? v / distance : Math.SQRT1_2;
}

/** How far a point, by |x| and z, is inside the opening of a goal; negative before the wall about it. */
export function insideOpening(ax: number, z: number): number {
  let least = Infinity;
  for (let edge = 0; edge < goalOpening.count; edge++) {
    const inside = goalOpening.inside(edge, ax, z);
    if (inside < least) least = inside;
  }
  return least;
}

/**
 * Adds the planes that touch post, crossbar and the rounded corner between them next to a point in a goal's opening. Their
 * normals are a fit, not a law: of the weights 0, 1, 2, 3 and 100 of the direction to the frame beside the normal of its
 * chamfer, 2 came nearest to the reference over 24 trajectories off posts and crossbars; slow balls turn otherwise.
 */
export function addFrame(x: number, y: number, z: number, reach: number): void {
  const sx = x < 0 ? -1 : 1;
  const sy = y < 0 ? -1 : 1;
  const front = BACK_WALL_Y - sy * y;
  for (let edge = 0; edge < goalOpening.count; edge++) {
    const inside = goalOpening.inside(edge, sx * x, z);
    if (inside > reach) continue;
    measureFrame(inside, front);
    const beyond = goalOpening.beyond(edge, sx * x, z);
    if (frame.distance * frame.distance + beyond * beyond >= reach * reach) continue;
    const nx = -sx * goalOpening.nx[edge]!;
    const nz = -goalOpening.ny[edge]!;
    const inwards = 2 * frame.inwards + Math.SQRT1_2;
    const forwards = 2 * frame.forwards + Math.SQRT1_2;
    const length = Math.sqrt(inwards * inwards + forwards * forwards);
    add((inwards * nx) / length, (-sy * forwards) / length, (inwards * nz) / length, frame.distance);
  }
}

/** The edge of `goalProfile` that is the level roof, behind the crossbar. */
const ROOF = goalProfile.count - 1;

/**
 * Finds the planes of a goal's inside within `reach` of a point.
 *
 * @param frameToo - with the sides and the roof where they belong to the posts and the crossbar
 */
export function findGoalPlanes(x: number, y: number, z: number, reach: number, frameToo: boolean): void {
  near.count = 0;
  const sx = x < 0 ? -1 : 1;
  const sy = y < 0 ? -1 : 1;
  const beside = GOAL_HALF_WIDTH - sx * x;
  if (beside < reach && frameToo) add(-sx, 0, 0, beside);
  const { nx, ny, count } = goalProfile;
  for (let edge = 0; edge < count; edge++) {
    const inside = goalProfile.inside(edge, sy * y, z);
    const beyond = goalProfile.beyond(edge, sy * y, z);
    if (inside > GOAL_RAMP_RADIUS + reach || beyond >= reach) continue;
    const by = -sy * nx[edge]!;
    const bz = -ny[edge]!;
    const touches = inside < reach && inside * inside + beyond * beyond < reach * reach;
    if (touches && (edge !== ROOF || frameToo)) add(0, by, bz, inside);
    addRamp(GOAL_RAMP_RADIUS, beside, inside, beyond, reach, -sx, 0, 0, 0, by, bz);
  }
}
