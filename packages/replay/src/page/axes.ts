import { Quaternion, Vector3 } from 'three';

// The game's axes are left-handed as it shows them (x across, y along the field, z up; positive yaw turns right), those
// of three.js right-handed with y up. Exchanging y and z is the mirror that makes left left. One unit of the picture is
// 100 uu, about a metre.

/** Units of the picture in a uu. */
export const scale = 0.01;

/** Puts a point of the game into the picture. */
export function place(x: number, y: number, z: number, out = new Vector3()): Vector3 {
  return out.set(x * scale, z * scale, y * scale);
}

/** The point of the game, in uu, that a point of the picture is. */
export function pointOf({ x, y, z }: Vector3): [number, number, number] {
  return [x / scale, z / scale, y / scale];
}

/** Turns a rotation of the game into the picture's: its axis is mirrored and its sense reversed. */
export function turn(x: number, y: number, z: number, w: number, out = new Quaternion()): Quaternion {
  return out.set(-x, -z, -y, w);
}
