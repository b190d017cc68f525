import {
  BACK_WALL_Y,
  backRampRadius,
  CEILING_Z,
  CORNER_SUM,
  GOAL_BACK_Y,
  GOAL_HALF_WIDTH,
  GOAL_HEIGHT,
  RAMP_RADIUS,
  SIDE_WALL_X,
} from './arena-shape.ts';

const HALF = Math.SQRT1_2;

/**
 * Whether a ray inside the arena meets it before `hit`; if so it is the hit. The room is convex but for the goals: the
 * first surface that the ray leaves it through is the one.
 */
export function castArenaRay(ray: Float64Array, hit: Float64Array): boolean {
  const px = ray[0]!;
  const py = ray[1]!;
  const pz = ray[2]!;
  const dx = ray[3]!;
  const dy = ray[4]!;
  const dz = ray[5]!;
  const sx = px < 0 ? -1 : 1;
  const sy = py < 0 ? -1 : 1;
  const side = SIDE_WALL_X - sx * px;
  const back = BACK_WALL_Y - sy * py;
  const corner = (CORNER_SUM - sx * px - sy * py) * HALF;
  const reach = RAMP_RADIUS + hit[0]!;
  const inMiddle = side > reach && back > reach && corner > reach;
  if (inMiddle && pz < CEILING_Z / 2) return leave(pz, dz, 0, 0, 1, hit);
  let found = leave(pz, dz, 0, 0, 1, hit);
  if (inMiddle) return leave(CEILING_Z - pz, -dz, 0, 0, -1, hit) || found;
  if (back < 0) return castInGoal(px, pz, dx, dy, dz, sx, sy, back, hit) || found;
  found = leave(CEILING_Z - pz, -dz, 0, 0, -1, hit) || found;
  found = leave(side, -sx * dx, -sx, 0, 0, hit) || found;
  found = leave(corner, -(sx * dx + sy * dy) * HALF, -sx * HALF, -sy * HALF, 0, hit) || found;
  found = castAtBackWall(px, pz, dx, dy, dz, sx, sy, back, hit) || found;
  const low = pz < CEILING_Z / 2;
  const height = low ? pz : CEILING_Z - pz;
  const rise = low ? dz : -dz;
  const nz = low ? 1 : -1;
  found = leaveByRamp(side, height, -sx * dx, rise, RAMP_RADIUS, -sx, 0, nz, hit) || found;
  const radius = low ? backRampRadius(px) : RAMP_RADIUS;
  if (radius > 0) found = leaveByRamp(back, height, -sy * dy, rise, radius, 0, -sy, nz, hit) || found;
  const away = -(sx * dx + sy * dy) * HALF;
  return leaveByRamp(corner, height, away, rise, RAMP_RADIUS, -sx * HALF, -sy * HALF, nz, hit) || found;
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

/** The back wall, or beyond its opening the goal. */
function castAtBackWall(
  px: number,
  pz: number,
  dx: number,
  dy: number,
  dz: number,
  sx: number,
  sy: number,
  back: number,
  hit: Float64Array,
): boolean {
  const rate = sy * dy;
  if (rate <= 0 || back >= rate * hit[0]!) return false;
  const t = back / rate;
  if (Math.abs(px + t * dx) < GOAL_HALF_WIDTH && pz + t * dz < GOAL_HEIGHT) {
    return castInGoal(px, pz, dx, dy, dz, sx, sy, back, hit);
  }
  return leave(back, -rate, 0, -sy, 0, hit);
}

function castInGoal(
  px: number,
  pz: number,
  dx: number,
  dy: number,
  dz: number,
  sx: number,
  sy: number,
  back: number,
  hit: Float64Array,
): boolean {
  const side = leave(GOAL_HALF_WIDTH - sx * px, -sx * dx, -sx, 0, 0, hit);
  const roof = leave(GOAL_HEIGHT - pz, -dz, 0, 0, -1, hit);
  const net = leave(GOAL_BACK_Y - BACK_WALL_Y + back, -sy * dy, 0, -sy, 0, hit);
  return side || roof || net;
}

/**
 * A ramp between a wall and the floor or ceiling: the ray starts w from the one and v from the other, which change by dw
 * and dv.
 */
function leaveByRamp(
  w: number,
  v: number,
  dw: number,
  dv: number,
  radius: number,
  nx: number,
  ny: number,
  nz: number,
  hit: Float64Array,
): boolean {
  const reach = radius + hit[0]!;
  if (w > reach || v > reach) return false;
  const a = w - radius;
  const b = v - radius;
  const p = dw * dw + dv * dv;
  const q = a * dw + b * dv;
  const root = q * q - p * (a * a + b * b - radius * radius);
  if (p === 0 || root < 0) return false;
  const t = (Math.sqrt(root) - q) / p;
  const c = -(a + t * dw) / radius;
  const s = -(b + t * dv) / radius;
  if (t < 0 || t >= hit[0]! || c < 0 || s < 0) return false;
  hit[0] = t;
  hit[1] = c * nx;
  hit[2] = c * ny;
  hit[3] = s * nz;
  return true;
}
