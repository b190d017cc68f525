/** A rotation: x, y, z, w, of length 1. */
export type Quaternion = readonly [x: number, y: number, z: number, w: number];

/** The axes of a car in the world, unit vectors: [cars, 3]. */
export interface Axes {
  readonly forward: Float64Array;
  readonly right: Float64Array;
  readonly up: Float64Array;
}

/**
 * The rotation from the world's axes to a car's, by Shepperd's method: from the greatest of its four parts, so that
 * nothing is divided by a small number.
 */
export function quaternionOf({ forward, right, up }: Axes, car: number): Quaternion {
  const [fx, fy, fz] = row(forward, car);
  const [rx, ry, rz] = row(right, car);
  const [ux, uy, uz] = row(up, car);
  // Each row is the quaternion times four of its parts: that of the row.
  const rows: Quaternion[] = [
    [1 + fx - ry - uz, fy + rx, fz + ux, rz - uy],
    [fy + rx, 1 - fx + ry - uz, rz + uy, ux - fz],
    [fz + ux, rz + uy, 1 - fx - ry + uz, fy - rx],
    [rz - uy, ux - fz, fy - rx, 1 + fx + ry + uz],
  ];
  const greatest = [0, 1, 2, 3].reduce((best, part) => (rows[part]![part]! > rows[best]![best]! ? part : best));
  return normalised(rows[greatest]!);
}

/** A rotation that goes on with an angular velocity (rad/s, in the world's axes) for some seconds. */
export function turnedBy([x, y, z, w]: Quaternion, velocity: Float64Array, seconds: number): Quaternion {
  const [wx, wy, wz] = row(velocity, 0);
  const speed = Math.sqrt(wx * wx + wy * wy + wz * wz);
  if (speed * seconds === 0) return [x, y, z, w];
  const half = (speed * seconds) / 2;
  const share = Math.sin(half) / speed;
  const [a, b, c, d] = [wx * share, wy * share, wz * share, Math.cos(half)];
  return normalised([
    d * x + a * w + b * z - c * y,
    d * y + b * w + c * x - a * z,
    d * z + c * w + a * y - b * x,
    d * w - a * x - b * y - c * z,
  ]);
}

const row = (values: Float64Array, at: number) => [values[3 * at]!, values[3 * at + 1]!, values[3 * at + 2]!] as const;

function normalised([x, y, z, w]: Quaternion): Quaternion {
  const length = Math.sqrt(x * x + y * y + z * z + w * w);
  return [x / length, y / length, z / length, w / length];
}
