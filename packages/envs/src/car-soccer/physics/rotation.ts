import { cos, sin } from '../../classic-control/sincos.ts';
import type { SimulationState } from './state.ts';

/**
 * Writes the axes of a car at `at` from its angles, in rad: the nose points by yaw in the plane and by pitch above it,
 * roll turns about the nose.
 */
export function axesFromAngles(
  yaw: number,
  pitch: number,
  roll: number,
  forward: Float64Array,
  right: Float64Array,
  up: Float64Array,
  at: number,
): void {
  const [cy, sy, cp, sp, cr, sr] = [cos(yaw), sin(yaw), cos(pitch), sin(pitch), cos(roll), sin(roll)];
  forward[at] = cp * cy;
  forward[at + 1] = cp * sy;
  forward[at + 2] = sp;
  right[at] = cy * sp * sr - cr * sy;
  right[at + 1] = sy * sp * sr + cr * cy;
  right[at + 2] = -cp * sr;
  up[at] = -cr * cy * sp - sr * sy;
  up[at + 1] = -cr * sy * sp + sr * cy;
  up[at + 2] = cp * cr;
}

/**
 * Turns the axes at `at` by `share` times the rotation vector at `from`, in rad, and makes them orthonormal again. Turned
 * on the axes themselves, not on a quaternion, a match turned by 180 degrees about the vertical axis stays the same bit
 * for bit.
 *
 * The series of Rodrigues' formula are exact to rounding up to 0.1 rad; no tick turns a car by more.
 */
export function turnAxes(
  { forward, right, up }: SimulationState,
  at: number,
  rotation: Float64Array,
  from: number,
  share: number,
): void {
  const x = share * rotation[from]!;
  const y = share * rotation[from + 1]!;
  const z = share * rotation[from + 2]!;
  const q = x * x + y * y + z * z;
  if (q === 0) return;
  const s = 1 - (q / 6) * (1 - (q / 20) * (1 - (q / 42) * (1 - q / 72)));
  const c = 0.5 - (q / 24) * (1 - (q / 30) * (1 - (q / 56) * (1 - q / 90)));
  const fx = forward[at]!;
  const fy = forward[at + 1]!;
  const fz = forward[at + 2]!;
  const ux = up[at]!;
  const uy = up[at + 1]!;
  const uz = up[at + 2]!;
  const fd = c * (x * fx + y * fy + z * fz);
  const ud = c * (x * ux + y * uy + z * uz);
  const k = 1 - c * q;
  let nx = fx * k + s * (y * fz - z * fy) + fd * x;
  let ny = fy * k + s * (z * fx - x * fz) + fd * y;
  let nz = fz * k + s * (x * fy - y * fx) + fd * z;
  let mx = ux * k + s * (y * uz - z * uy) + ud * x;
  let my = uy * k + s * (z * ux - x * uz) + ud * y;
  let mz = uz * k + s * (x * uy - y * ux) + ud * z;
  const n = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
  nx *= n;
  ny *= n;
  nz *= n;
  const d = mx * nx + my * ny + mz * nz;
  mx -= d * nx;
  my -= d * ny;
  mz -= d * nz;
  const m = 1 / Math.sqrt(mx * mx + my * my + mz * mz);
  mx *= m;
  my *= m;
  mz *= m;
  forward[at] = nx;
  forward[at + 1] = ny;
  forward[at + 2] = nz;
  up[at] = mx;
  up[at + 1] = my;
  up[at + 2] = mz;
  right[at] = my * nz - mz * ny;
  right[at + 1] = mz * nx - mx * nz;
  right[at + 2] = mx * ny - my * nx;
}
